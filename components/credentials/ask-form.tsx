"use client";

import type { ReactNode } from "react";
import { useKeptForm } from "@/components/credentials/use-kept-form";
import { Alert } from "@/components/ui/alert";
import { SubmitButton } from "@/components/ui/submit-button";
import type { FormState } from "@/lib/form-state";

type Props = {
  action: (state: FormState, form: FormData) => Promise<FormState>;
  submit: string;
  children?: ReactNode;
};

/** Asks for a link by e-mail, and says the same whoever asks. */
export function AskForm({ action, submit, children }: Props) {
  const { state, pending, form } = useKeptForm(action);
  if (state.done)
    return (
      <Alert tone="info" live>
        {state.done}
      </Alert>
    );
  return (
    <form {...form} className="grid gap-4">
      {state.error && (
        <Alert tone="error" live>
          {state.error}
        </Alert>
      )}
      {children}
      <SubmitButton wide pending={pending}>
        {submit}
      </SubmitButton>
    </form>
  );
}
