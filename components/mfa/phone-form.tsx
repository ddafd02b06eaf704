"use client";

import { useKeptForm } from "@/components/credentials/use-kept-form";
import { Alert } from "@/components/ui/alert";
import { Field } from "@/components/ui/field";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextInput } from "@/components/ui/text-input";
import type { FormState } from "@/lib/form-state";

type PhoneFormProps = {
  action: (state: FormState, form: FormData) => Promise<FormState>;
  label: string;
};

/** Asks for the number that codes are to go to, where none is on file. */
export function PhoneForm({ action, label }: PhoneFormProps) {
  const { state, pending, form } = useKeptForm(action);
  return (
    <form {...form} className="grid max-w-md gap-3">
      {state.error && (
        <Alert tone="error" live>
          {state.error}
        </Alert>
      )}
      <Field
        label={label}
        hint="None is on file for you. Write your number with + and its country code. It is saved once you have typed the code that comes to it."
        error={state.fields?.mobilePhone}
        required
      >
        {(control) => (
          <TextInput
            {...control}
            name="mobilePhone"
            type="tel"
            autoComplete="tel"
            defaultValue={state.values?.mobilePhone?.[0]}
          />
        )}
      </Field>
      <div>
        <SubmitButton variant="secondary" pending={pending}>
          Send me a code
        </SubmitButton>
      </div>
    </form>
  );
}
