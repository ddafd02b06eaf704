"use client";

import { useActionState } from "react";
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
  const [state, send] = useActionState(action, {});
  return (
    <form action={send} className="grid gap-4">
      <input type="hidden" name="username" autoComplete="username" value={username} readOnly />
      <Field
        label="New password"
        hint={`At least ${PASSWORD_CODE_POINTS_MIN} characters; a few words in a row are easy to remember.`}
        error={state.error}
        required
      >
        {(control) => <PasswordInput {...control} name="password" autoComplete="new-password" autoFocus />}
      </Field>
      <SubmitButton wide>{submit}</SubmitButton>
    </form>
  );
}
