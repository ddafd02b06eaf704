"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { toast } from "@/components/ui/toast";
import { useModal } from "@/components/ui/use-modal";
import { countPeople } from "@/components/users/bulk-words";
import { answered } from "@/lib/answered";
import type { Result } from "@/lib/result";
import type { BulkResult } from "@/lib/users/bulk-result";

type Action = (org: string, input: { changeId: string }) => Promise<Result<BulkResult>>;
type Props = { org: string; changeId: string; what: string; plan: Action; undo: Action };

/** Takes a change of many back, after it has said for how many people. */
export function UndoChange(props: Props) {
  const [plan, setPlan] = useState<BulkResult | null>(null);

  async function ask() {
    const result = await answered(props.plan(props.org, { changeId: props.changeId }));
    if (result.ok) setPlan(result.value);
    else toast({ title: result.error.message, tone: "error" });
  }

  return (
    <>
      <Button size="sm" onClick={ask} aria-label={`Take back: ${props.what}`}>
        Take back
      </Button>
      {plan && <Asked {...props} planned={plan} onClose={() => setPlan(null)} />}
    </>
  );
}

function Asked({
  org,
  changeId,
  what,
  undo,
  planned,
  onClose,
}: Props & { planned: BulkResult; onClose: () => void }) {
  const id = `undo-${changeId}`;
  useModal(id, onClose);

  async function carryOut() {
    const result = await answered(undo(org, { changeId }));
    if (!result.ok) return result.error.message;
    // What takes a while shows on the page itself how far it has come.
    if (!result.value.running) toast({ title: `${countPeople(result.value.changed)} as before` });
    return null;
  }

  const { changed, left } = planned;
  return (
    <ConfirmDialog
      id={id}
      title={`Take back “${what}”?`}
      confirmLabel={`Take it back for ${countPeople(changed)}`}
      action={carryOut}
      destructive={false}
    >
      <p>
        {countPeople(changed)} {changed === 1 ? "is" : "are"} as before again, with effect from their next
        click.
      </p>
      {left > 0 && (
        <p>
          {countPeople(left)} {left === 1 ? "stays as they are: changed" : "stay as they are: changed"} since.
        </p>
      )}
    </ConfirmDialog>
  );
}
