"use client";

import { useKeptForm } from "@/components/credentials/use-kept-form";
import { Alert } from "@/components/ui/alert";
import { SubmitButton } from "@/components/ui/submit-button";
import type { FormState } from "@/lib/form-state";

type SendCodeProps = {
  action: (state: FormState, form: FormData) => Promise<FormState>;
  /** In part, for whoever has it to recognize. */
  phone: string;
  isSent: boolean;
};

/** Has a code sent to the phone, and again. */
export function SendCode({ action, phone, isSent }: SendCodeProps) {
  const { state, pending, form } = useKeptForm(action);
  return (
    <form {...form} className="grid gap-3">
      {state.error && (
        <Alert tone="error" live>
          {state.error}
        </Alert>
      )}
      {!state.error && (isSent || state.done) && (
        <Alert tone="info" live>
          {state.done ?? "A code was sent. It is good for 10 minutes."}
        </Alert>
      )}
      {!isSent && <p className="text-muted">A code of 6 digits goes to {phone}.</p>}
      <SubmitButton wide variant={isSent ? "secondary" : "primary"} pending={pending}>
        {isSent ? "Send another code" : "Send me a code"}
      </SubmitButton>
    </form>
  );
}
