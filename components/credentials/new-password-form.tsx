"use client";

import { useKeptForm } from "@/components/credentials/use-kept-form";
import { Field } from "@/components/ui/field";
import { PasswordInput } from "@/components/ui/password-input";
import { SubmitButton } from "@/components/ui/submit-button";
import { PASSWORD_CODE_POINTS_MIN } from "@/lib/credentials/password";
import type { FormState } from "@/lib/form-state";

type Props = {
  action: (state: FormState, form: FormData) => Promise<FormState>;
  username: string;
  submit: string;
};

/** A new password, typed once and shown on demand. */
export function NewPasswordForm({ action, username, submit }: Props) {
  const { state, pending, form } = useKeptForm(action);
  return (
    <form {...form} className="grid gap-4">
      <input type="hidden" name="username" autoComplete="username" value={username} readOnly />
      <Field
        label="New password"
        hint={`At least ${PASSWORD_CODE_POINTS_MIN} characters; a few words in a row are easy to remember.`}
        error={state.error}
        required
      >
        {(control) => <PasswordInput {...control} name="password" autoComplete="new-password" autoFocus />}
      </Field>
      <SubmitButton wide pending={pending}>
        {submit}
      </SubmitButton>
    </form>
  );
}
