"use client";

import { useKeptForm } from "@/components/credentials/use-kept-form";
import { Alert } from "@/components/ui/alert";
import { Field } from "@/components/ui/field";
import { PasswordInput } from "@/components/ui/password-input";
import { SubmitButton } from "@/components/ui/submit-button";
import { PASSWORD_CODE_POINTS_MIN } from "@/lib/credentials/password";
import type { FormState } from "@/lib/form-state";

type Props = { action: (state: FormState, form: FormData) => Promise<FormState>; username: string };

export function ChangePasswordForm({ action, username }: Props) {
  const { state, pending, form } = useKeptForm(action);
  return (
    <form {...form} className="grid gap-4">
      {state.done && <Alert tone="success">{state.done}</Alert>}
      {state.error && <Alert tone="error">{state.error}</Alert>}
      <input type="hidden" name="username" autoComplete="username" value={username} readOnly />
      <Field label="Current password" error={state.fields?.current} required>
        {(control) => <PasswordInput {...control} name="current" autoComplete="current-password" />}
      </Field>
      <Field
        label="New password"
        hint={`At least ${PASSWORD_CODE_POINTS_MIN} characters; a few words in a row are easy to remember.`}
        error={state.fields?.next}
        required
      >
        {(control) => <PasswordInput {...control} name="next" autoComplete="new-password" />}
      </Field>
      <div>
        <SubmitButton pending={pending}>Change password</SubmitButton>
      </div>
    </form>
  );
}
