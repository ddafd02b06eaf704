"use client";

import { useKeptForm } from "@/components/credentials/use-kept-form";
import { Field } from "@/components/ui/field";
import { PasswordInput } from "@/components/ui/password-input";
import { SubmitButton } from "@/components/ui/submit-button";
import type { FormState } from "@/lib/form-state";

type PasswordFormProps = {
  action: (state: FormState, form: FormData) => Promise<FormState>;
  username: string;
};

/** Asks for one's own password again. */
export function PasswordForm({ action, username }: PasswordFormProps) {
  const { state, pending, form } = useKeptForm(action);
  return (
    <form {...form} className="grid gap-4">
      <input type="hidden" name="username" autoComplete="username" value={username} readOnly />
      <Field label="Password" error={state.error} required>
        {(control) => (
          <PasswordInput {...control} name="password" autoComplete="current-password" autoFocus />
        )}
      </Field>
      <SubmitButton wide pending={pending}>
        Go on
      </SubmitButton>
    </form>
  );
}
