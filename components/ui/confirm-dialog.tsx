"use client";

import { type ReactNode, useId, useState } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Dialog, DialogActions } from "@/components/ui/dialog";
import { closes } from "@/components/ui/invoker";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextInput } from "@/components/ui/text-input";
import { closeDialog, useDialogClose } from "@/components/ui/use-modal";

type ConfirmDialogProps = {
  id: string;
  /** The question, with the number and the name of what is meant. */
  title: string;
  /** What will happen, in numbers, and whether it can be taken back. */
  children: ReactNode;
  /** The verb again, such as "Remove 12 people"; never "OK". */
  confirmLabel: string;
  /**
   * Answers with words where it went wrong, which are shown here, and with null where it is done, which closes the dialog.
   * With no answer the dialog stays as it is: another page comes, or the action sees to it.
   */
  action: (form: FormData) => void | Promise<void> | Promise<string | null | undefined>;
  /** Sent with the form as hidden fields. */
  values?: Record<string, string>;
  /** A word to type first, for what cannot be taken back. */
  typedWord?: string;
  destructive?: boolean;
};

/** Asks before something is done that is hard to undo. The first stop of the keyboard is the way out. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { id, title, children, confirmLabel, action, values = {}, typedWord, destructive = true } = props;
  const typedId = useId();
  const [problem, setProblem] = useState<string | null>(null);
  useDialogClose(id, () => setProblem(null));

  async function carryOut(form: FormData) {
    const answer = await action(form);
    setProblem(answer ?? null);
    if (answer === null) closeDialog(id);
  }

  return (
    <Dialog id={id} title={title} cross={false}>
      <form action={carryOut}>
        <div className="grid gap-3 text-muted">
          {problem && (
            <Alert tone="error" live>
              {problem}
            </Alert>
          )}
          {children}
        </div>
        {Object.entries(values).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        {typedWord && (
          <div className="mt-4 grid gap-1.5">
            <label htmlFor={typedId}>
              Type <strong>{typedWord}</strong> to go on
            </label>
            <TextInput
              id={typedId}
              name="typedWord"
              required
              autoComplete="off"
              pattern={exactly(typedWord)}
              title={typedWord}
            />
          </div>
        )}
        <DialogActions>
          <Button {...closes(id)}>Cancel</Button>
          <SubmitButton variant={destructive ? "danger" : "primary"}>{confirmLabel}</SubmitButton>
        </DialogActions>
      </form>
    </Dialog>
  );
}

function exactly(word: string): string {
  return word.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}
