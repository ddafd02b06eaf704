"use client";

import { Fragment, type ReactNode, useCallback, useState } from "react";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Dialog, DialogActions } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { closes } from "@/components/ui/invoker";
import { TextInput } from "@/components/ui/text-input";
import { useDialogClose } from "@/components/ui/use-modal";

type ShownOnceProps = {
  id: string;
  title: string;
  /** Of the field with the secret. */
  label: string;
  hint: string;
  copyLabel: string;
  /** What to know about the secret, below it. */
  note?: ReactNode;
  /** What makes the secret, and is asked to show it. */
  children: (show: (secret: string) => void) => ReactNode;
};

/** A dialog that shows a secret once it is made, and has forgotten it, and all else, when it is closed. */
export function ShownOnce({ id, title, label, hint, copyLabel, note, children }: ShownOnceProps) {
  const [secret, setSecret] = useState<string | null>(null);
  const [round, setRound] = useState(0);
  const forget = useCallback(() => {
    setSecret(null);
    setRound((last) => last + 1);
  }, []);
  useDialogClose(id, forget);
  return (
    <Dialog id={id} title={title} cross={false} lightDismiss={false}>
      {secret === null ? (
        <Fragment key={round}>{children(setSecret)}</Fragment>
      ) : (
        <>
          <Field label={label} hint={hint}>
            {(control) => (
              <TextInput
                {...control}
                readOnly
                autoFocus
                value={secret}
                onFocus={(event) => event.target.select()}
              />
            )}
          </Field>
          {note}
          <DialogActions>
            <CopyButton text={secret} label={copyLabel} size="md" />
            <Button variant="primary" {...closes(id)}>
              Done
            </Button>
          </DialogActions>
        </>
      )}
    </Dialog>
  );
}
