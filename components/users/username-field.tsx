"use client";

import { ControlGroup, ControlText } from "@/components/ui/control-group";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { TextInput } from "@/components/ui/text-input";
import { Offer, type UserFormState } from "@/components/users/user-form-field";

type UsernameFieldProps = {
  state: UserFormState;
  domains: readonly string[];
  hint: string;
  /** Runs when a person has changed the username by hand. */
  onTouch: () => void;
};

/** What a person signs in with: the part before the @, and one of the organization's domains. */
export function UsernameField({ state, domains, hint, onTouch }: UsernameFieldProps) {
  const { form } = state;
  const { errors } = form.formState;
  const messages = [errors.usernameLocal?.message, errors.domain?.message].filter(
    (each) => each !== undefined,
  );
  return (
    <Field label="Username" hint={hint} required error={messages}>
      {(control) => (
        <>
          <ControlGroup>
            <TextInput
              {...control}
              {...form.register("usernameLocal", { onChange: onTouch })}
              className="join-item"
              inputMode="email"
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
            />
            <ControlText>@</ControlText>
            <Select
              aria-label="Domain of the username"
              {...form.register("domain", { onChange: onTouch })}
              className="join-item"
              options={domains.map((domain) => ({ value: domain, label: domain }))}
            />
          </ControlGroup>
          <Offer state={state} name="usernameLocal" />
        </>
      )}
    </Field>
  );
}
