"use client";

import { useKeptForm } from "@/components/credentials/use-kept-form";
import { Field } from "@/components/ui/field";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextInput } from "@/components/ui/text-input";
import type { FormState } from "@/lib/form-state";

type PasskeyNameProps = {
  name: string;
  rename: (state: FormState, form: FormData) => Promise<FormState>;
};

/** Writes another name for a passkey; it folds away where nobody wants to. */
export function PasskeyName({ name, rename }: PasskeyNameProps) {
  const { state, pending, form } = useKeptForm(rename);
  return (
    <details key={name} className="mt-1 text-dense">
      <summary className="cursor-pointer py-0.5 text-muted">Rename</summary>
      <form {...form} className="mt-2 grid max-w-xs gap-2">
        <Field label="New name" error={state.error}>
          {(control) => (
            <TextInput
              {...control}
              size="sm"
              name="name"
              defaultValue={name}
              maxLength={60}
              autoComplete="off"
            />
          )}
        </Field>
        <div>
          <SubmitButton variant="secondary" size="sm" pending={pending}>
            Save the name
          </SubmitButton>
        </div>
      </form>
    </details>
  );
}
