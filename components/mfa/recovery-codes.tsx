"use client";

import { useKeptForm } from "@/components/credentials/use-kept-form";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { SubmitButton } from "@/components/ui/submit-button";
import type { FormState } from "@/lib/form-state";

type RecoveryCodesProps = {
  make: (state: FormState, form: FormData) => Promise<FormState>;
  /** Whether there are some already, which stop working. */
  isAgain: boolean;
  doneHref: string;
};

/** Makes recovery codes and shows them until the page is left. */
export function RecoveryCodes({ make, isAgain, doneHref }: RecoveryCodesProps) {
  const { state, pending, form } = useKeptForm(make);
  if (state.done)
    return (
      <div className="grid gap-4">
        <Alert tone="warning" live>
          Keep these where you find them without this device: print them, or put them into a password manager.
          They are shown only now, and each works once.
        </Alert>
        <ul
          aria-label="Recovery codes"
          className="grid grid-cols-2 gap-x-6 gap-y-1.5 rounded-box border border-line bg-base-200 p-4 font-mono"
        >
          {state.done.split("\n").map((code) => (
            <li key={code}>{code}</li>
          ))}
        </ul>
        <div className="flex flex-wrap gap-2">
          <CopyButton text={state.done} label="Copy all" size="md" />
          <Button href={doneHref} variant="primary">
            I have kept them
          </Button>
        </div>
      </div>
    );
  return (
    <form {...form} className="grid gap-3">
      {state.error && (
        <Alert tone="error" live>
          {state.error}
        </Alert>
      )}
      {isAgain && <p className="text-muted">Those that you have now stop working.</p>}
      <div className="flex flex-wrap gap-2">
        <SubmitButton pending={pending}>
          {isAgain ? "Make new recovery codes" : "Make recovery codes"}
        </SubmitButton>
        {!isAgain && (
          <Button href={doneHref} variant="ghost">
            Later
          </Button>
        )}
      </div>
    </form>
  );
}
