"use client";

import { type ReactNode, useEffect, useState } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Dialog, DialogActions } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { closes, opens } from "@/components/ui/invoker";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextInput } from "@/components/ui/text-input";
import { toast } from "@/components/ui/toast";
import { closeDialog } from "@/components/ui/use-modal";
import { answered } from "@/lib/answered";
import type { Result } from "@/lib/result";

type NumberDialogProps = {
  id: string;
  /** On the button that opens it. */
  button: string;
  variant?: "primary" | "secondary" | "ghost";
  title: string;
  label: string;
  hint?: string;
  first: string;
  confirmLabel: string;
  /** What is said when it is done. */
  done: string;
  action: (typed: string) => Promise<Result<unknown>>;
  /** What follows from it. */
  children?: ReactNode;
};

/** A button that asks for one number, and what is done with it. */
export function NumberDialog(props: NumberDialogProps) {
  const { id, button, variant = "secondary", title, label, hint, first, confirmLabel, done, action } = props;
  const [typed, setTyped] = useState(first);
  // Once it is done the page says another number, and the next one begins with that.
  useEffect(() => setTyped(first), [first]);
  const [problem, setProblem] = useState<{ message: string; field: string | undefined } | null>(null);

  async function carryOut() {
    const result = await answered(action(typed), { isTyped: true });
    if (!result.ok) {
      const { message, issues } = result.error;
      return setProblem({ message, field: issues?.[0]?.message });
    }
    setProblem(null);
    setTyped(first);
    toast({ title: done });
    closeDialog(id);
  }

  return (
    <>
      <Button size="sm" variant={variant} {...opens(id)}>
        {button}
      </Button>
      <Dialog id={id} title={title} cross={false} lightDismiss={false}>
        <form action={carryOut} className="grid gap-4">
          <div className="grid gap-2 text-muted">{props.children}</div>
          {problem && !problem.field && (
            <Alert tone="error" live>
              {problem.message}
            </Alert>
          )}
          <Field label={label} hint={hint} required error={problem?.field}>
            {(control) => (
              <TextInput
                {...control}
                name="number"
                inputMode="numeric"
                maxLength={7}
                autoComplete="off"
                value={typed}
                onChange={(event) => setTyped(event.target.value)}
              />
            )}
          </Field>
          <DialogActions>
            <Button {...closes(id)}>Cancel</Button>
            <SubmitButton variant="primary">{confirmLabel}</SubmitButton>
          </DialogActions>
        </form>
      </Dialog>
    </>
  );
}
