"use client";

import { useKeptForm } from "@/components/credentials/use-kept-form";
import { Alert } from "@/components/ui/alert";
import { Field } from "@/components/ui/field";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextInput } from "@/components/ui/text-input";
import { PIN_DIGITS } from "@/lib/credentials/pins/shape";
import type { FormState } from "@/lib/form-state";

type PinFormProps = {
  action: (state: FormState, form: FormData) => Promise<FormState>;
  /** What is known of the username. */
  username: string;
};

/** Username and PIN; without script the form is sent as it is. */
export function PinForm({ action, username }: PinFormProps) {
  const { state, pending, form } = useKeptForm(action);
  return (
    <form {...form} className="grid gap-4">
      {state.error && (
        <Alert tone="error" live>
          {state.error}
        </Alert>
      )}
      <Field label="Username" required>
        {(control) => (
          <TextInput
            {...control}
            name="username"
            inputMode="email"
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            maxLength={320}
            defaultValue={state.fields?.username ?? username}
            autoFocus={username === ""}
          />
        )}
      </Field>
      <Field label="PIN" hint={`The ${PIN_DIGITS} digits that you were given.`} required>
        {(control) => (
          <TextInput
            {...control}
            name="pin"
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={PIN_DIGITS + 4}
            autoFocus={username !== ""}
          />
        )}
      </Field>
      <SubmitButton wide pending={pending}>
        Go on
      </SubmitButton>
    </form>
  );
}
