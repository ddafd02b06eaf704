"use client";

import { type Advise, NewPasswordField } from "@/components/credentials/new-password-field";
import { useKeptForm } from "@/components/credentials/use-kept-form";
import { SubmitButton } from "@/components/ui/submit-button";
import { passwordHint } from "@/lib/credentials/password";
import type { FormState } from "@/lib/form-state";

type Props = {
  action: (state: FormState, form: FormData) => Promise<FormState>;
  username: string;
  lengthMin: number;
  advise: Advise;
  submit: string;
};

/** A new password, typed once and shown on demand. */
export function NewPasswordForm({ action, username, lengthMin, advise, submit }: Props) {
  const { state, pending, form } = useKeptForm(action);
  return (
    <form {...form} className="grid gap-4">
      <input type="hidden" name="username" autoComplete="username" value={username} readOnly />
      <NewPasswordField
        name="password"
        hint={passwordHint({ lengthMin })}
        error={state.error}
        advise={advise}
        autoFocus
      />
      <SubmitButton wide pending={pending}>
        {submit}
      </SubmitButton>
    </form>
  );
}
