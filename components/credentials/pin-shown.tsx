"use client";

import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Dialog, DialogActions } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { closes } from "@/components/ui/invoker";
import { TextInput } from "@/components/ui/text-input";
import { useModal } from "@/components/ui/use-modal";

const ID = "pin-shown";

/** Shows the PIN of somebody who was just added, this once, until it is closed. */
export function PinShown({ pin, username, onClose }: { pin: string; username: string; onClose: () => void }) {
  useModal(ID, onClose);
  return (
    <Dialog id={ID} title="The account is added" cross={false} lightDismiss={false}>
      <Field label="PIN" hint={`Shown only now. It works with the username ${username}.`}>
        {(control) => (
          <TextInput {...control} readOnly autoFocus value={pin} onFocus={(event) => event.target.select()} />
        )}
      </Field>
      <DialogActions>
        <CopyButton text={pin} label="Copy PIN" size="md" />
        <Button variant="primary" {...closes(ID)}>
          Done
        </Button>
      </DialogActions>
    </Dialog>
  );
}
