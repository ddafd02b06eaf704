"use client";

import { useState } from "react";
import {
  type ChosenExtension,
  ExtensionChoice,
  extensionGiven,
  NO_EXTENSION,
} from "@/components/telephony/extension-choice";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Dialog, DialogActions } from "@/components/ui/dialog";
import { closes, opens } from "@/components/ui/invoker";
import { toast } from "@/components/ui/toast";
import { closeDialog } from "@/components/ui/use-modal";
import { answered } from "@/lib/answered";
import type { Result } from "@/lib/result";
import type { FreeExtensions } from "@/lib/telephony/queries";

type GiveExtensionProps = {
  org: string;
  userId: string;
  name: string;
  free: FreeExtensions;
  hasOne: boolean;
  give: (
    org: string,
    given: { userId: string; choice: ChosenExtension },
  ) => Promise<Result<{ number: string }>>;
};

const ID = "give-extension";

/** Gives somebody an extension from their own page. */
export function GiveExtension({ org, userId, name, free, hasOne, give }: GiveExtensionProps) {
  const [chosen, setChosen] = useState({ ...NO_EXTENSION, extension: "next" });
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);

  async function send() {
    const choice = extensionGiven(chosen);
    if (!choice) return setProblem("Choose an extension.");
    if (busy) return;
    setBusy(true);
    const given = await answered(give(org, { userId, choice }), { isTyped: true });
    setBusy(false);
    if (!given.ok) return setProblem(given.error.issues?.[0]?.message ?? given.error.message);
    setProblem(undefined);
    closeDialog(ID);
    toast({ title: `${name} has extension ${given.value.number}` });
  }

  return (
    <>
      <Button size="sm" {...opens(ID)}>
        {hasOne ? "Give another one" : "Give an extension"}
      </Button>
      <Dialog id={ID} title={`An extension for ${name}`} lightDismiss={false}>
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            void send();
          }}
        >
          <div className="grid gap-4">
            {hasOne && <p className="text-muted">The one that {name} has is free then.</p>}
            <ExtensionChoice free={free} chosen={chosen} change={setChosen} />
            {problem && (
              <Alert tone="error" live>
                {problem}
              </Alert>
            )}
          </div>
          <DialogActions>
            <Button variant="ghost" {...closes(ID)}>
              Cancel
            </Button>
            <Button type="submit" variant="primary" pending={busy}>
              Give extension
            </Button>
          </DialogActions>
        </form>
      </Dialog>
    </>
  );
}
