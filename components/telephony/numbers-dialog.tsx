"use client";

import { useState } from "react";
import { ExtensionKind, type Kind } from "@/components/telephony/extension-kind";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Dialog, DialogActions } from "@/components/ui/dialog";
import { formatCount } from "@/components/ui/format";
import { closes } from "@/components/ui/invoker";
import { toast } from "@/components/ui/toast";
import { closeDialog, useModal } from "@/components/ui/use-modal";
import { answered } from "@/lib/answered";
import type { Result } from "@/lib/result";
import type { Selection } from "@/lib/users/chosen";

export type GiveNumbers = (
  org: string,
  given: Kind & { selection: Selection },
) => Promise<Result<{ given: number; had: number; left: number; from: string; to: string }>>;

type NumbersDialogProps = {
  org: string;
  selection: Selection;
  /** How many are chosen. */
  chosen: number;
  give: GiveNumbers;
  onClose: () => void;
  onDone: () => void;
};

const ID = "give-numbers";

/** Gives the next free numbers to the chosen people who have no extension. */
export default function NumbersDialog({ org, selection, chosen, give, onClose, onDone }: NumbersDialogProps) {
  const [kind, setKind] = useState<Kind>({ type: "sip", forceLogin: false });
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  useModal(ID, onClose);

  async function send() {
    if (busy) return;
    setBusy(true);
    const done = await answered(give(org, { selection, ...kind }));
    setBusy(false);
    if (!done.ok) return setProblem(done.error.message);
    const { given, had, left, from, to } = done.value;
    const others = [
      had > 0 && `${formatCount(had)} had one already`,
      left > 0 && `${formatCount(left)} left out: removed, or out of reach`,
    ].filter(Boolean);
    toast({
      title:
        given === 0
          ? "Nobody needed an extension"
          : given === 1
            ? `1 person has extension ${from}`
            : `${formatCount(given)} people have extensions from ${from} to ${to}`,
      ...(others.length > 0 ? { description: others.join("; ") } : {}),
    });
    closeDialog(ID);
    onDone();
  }

  return (
    <Dialog
      id={ID}
      title={`Extensions for ${formatCount(chosen)} ${chosen === 1 ? "person" : "people"}`}
      cross={false}
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
        className="grid gap-4"
      >
        <p className="text-muted">
          Whoever has none gets the next free number, in the order of their names. Whoever has one keeps it.
        </p>
        <ExtensionKind {...kind} change={setKind} />
        {problem && (
          <Alert tone="error" live>
            {problem}
          </Alert>
        )}
        <DialogActions>
          <Button {...closes(ID)}>Cancel</Button>
          <Button type="submit" variant="primary" pending={busy}>
            Give extensions
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
