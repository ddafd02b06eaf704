"use client";

import type { ReactNode } from "react";
import type { UseFormReturn } from "react-hook-form";
import { Field } from "@/components/ui/field";
import { TextInput } from "@/components/ui/text-input";
import { USER_FIELD_INFO } from "@/lib/users/fields";
import { type PlainField, readField } from "@/lib/users/read-field";
import type { UserFormValues } from "@/lib/users/user-form";

/** The form, with what the server offered for fields that were wrong. */
export type UserFormState = {
  form: UseFormReturn<UserFormValues>;
  offers: Partial<Record<keyof UserFormValues, string>>;
  mandatory: readonly string[];
};

type UserFormFieldProps = {
  state: UserFormState;
  name: PlainField;
  hint?: ReactNode;
  type?: "text" | "email" | "tel" | "date";
  autoFocus?: boolean;
  /** Runs after every change. */
  onType?: () => void;
};

/** One field of a person that holds a text. */
export function UserFormField({ state, name, hint, type = "text", autoFocus, onType }: UserFormFieldProps) {
  const { form, mandatory } = state;
  const { label, lengthMax } = USER_FIELD_INFO[name];
  const isMandatory = mandatory.includes(name);
  return (
    <Field
      label={label}
      hint={hint}
      required={isMandatory}
      optional={!isMandatory}
      error={form.formState.errors[name]?.message}
    >
      {(control) => (
        <>
          <TextInput
            {...control}
            {...form.register(name, { onChange: onType })}
            type={type === "date" ? "date" : "text"}
            inputMode={type === "date" ? undefined : type}
            autoComplete="off"
            autoCapitalize={type === "text" ? undefined : "none"}
            spellCheck={false}
            autoFocus={autoFocus}
            maxLength={type === "date" ? undefined : lengthMax * LENGTH_ALLOWANCE}
          />
          <Offer state={state} name={name} />
        </>
      )}
    </Field>
  );
}

// Longer than the limit on purpose: a text that is cut in silence is worse than one that is refused with a reason.
const LENGTH_ALLOWANCE = 20;

/** A press puts what would be right in the place of what is wrong. */
export function Offer({ state, name }: { state: UserFormState; name: PlainField | "usernameLocal" }) {
  const { form, offers } = state;
  if (!form.formState.errors[name]) return null;
  const offer =
    offers[name] ?? (name === "usernameLocal" ? undefined : offerHere(form.getValues(name), name));
  if (!offer) return null;
  return (
    <p className="text-dense">
      <button
        type="button"
        className="text-link cursor-pointer"
        onClick={() => form.setValue(name, offer, { shouldValidate: true, shouldDirty: true })}
      >
        Use {offer}
      </button>
    </p>
  );
}

function offerHere(text: string, name: PlainField): string | undefined {
  const reading = readField(text, name);
  return reading.ok ? undefined : reading.problem.suggestion;
}
