"use client";

import { useKeptForm } from "@/components/credentials/use-kept-form";
import { Alert } from "@/components/ui/alert";
import { Field } from "@/components/ui/field";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextInput } from "@/components/ui/text-input";
import type { FormState } from "@/lib/form-state";

type Props = {
  save: (state: FormState, form: FormData) => Promise<FormState>;
  version: number;
  fields: {
    name: string;
    label: string;
    value: string;
    mandatory: boolean;
    kind: "text" | "email" | "tel";
  }[];
};

/** One's own details, as far as one may change them. */
export function DetailsForm({ save, version, fields }: Props) {
  const { state, pending, form } = useKeptForm(save);
  return (
    <form {...form} noValidate className="grid gap-4">
      {state.done && (
        <Alert tone="success" live>
          {state.done}
        </Alert>
      )}
      {state.error && (
        <Alert tone="error" live>
          {state.error}
        </Alert>
      )}
      <input type="hidden" name="version" value={version} />
      {fields.map(({ name, label, value, mandatory, kind }) => (
        <Field
          key={name}
          label={label}
          required={mandatory}
          optional={!mandatory}
          error={state.fields?.[name]}
        >
          {(control) => (
            <TextInput
              key={value}
              {...control}
              name={name}
              type={kind}
              autoComplete={AUTOCOMPLETE[name]}
              defaultValue={state.values?.[name]?.[0] ?? value}
            />
          )}
        </Field>
      ))}
      <div>
        <SubmitButton pending={pending}>Save details</SubmitButton>
      </div>
    </form>
  );
}

const AUTOCOMPLETE: Readonly<Record<string, string>> = {
  firstName: "given-name",
  lastName: "family-name",
  otherEmail: "email",
  mobilePhone: "tel",
  businessPhone: "tel",
  company: "organization",
};
