"use client";

import { type Advise, NewPasswordField } from "@/components/credentials/new-password-field";
import { useKeptForm } from "@/components/credentials/use-kept-form";
import { Alert } from "@/components/ui/alert";
import { Field } from "@/components/ui/field";
import { PasswordInput } from "@/components/ui/password-input";
import { SubmitButton } from "@/components/ui/submit-button";
import { passwordHint } from "@/lib/credentials/password";
import type { FormState } from "@/lib/form-state";

type Props = {
  action: (state: FormState, form: FormData) => Promise<FormState>;
  username: string;
  lengthMin: number;
  advise: Advise;
};

export function ChangePasswordForm({ action, username, lengthMin, advise }: Props) {
  const { state, pending, form } = useKeptForm(action);
  if (state.done) return <Alert tone="success">{state.done}</Alert>;
  return (
    <form {...form} className="grid gap-4">
      {state.error && <Alert tone="error">{state.error}</Alert>}
      <input type="hidden" name="username" autoComplete="username" value={username} readOnly />
      <Field label="Current password" error={state.fields?.current} required>
        {(control) => <PasswordInput {...control} name="current" autoComplete="current-password" />}
      </Field>
      <NewPasswordField
        name="next"
        hint={passwordHint({ lengthMin })}
        error={state.fields?.next}
        advise={advise}
      />
      <div>
        <SubmitButton pending={pending}>Change password</SubmitButton>
      </div>
    </form>
  );
}
