"use client";

import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { formatCount } from "@/components/ui/format";
import { opens } from "@/components/ui/invoker";
import { toast } from "@/components/ui/toast";
import { answered } from "@/lib/answered";
import type { Result } from "@/lib/result";

type SuspendOrganizationProps = {
  /** Where whoever suspends it is at home. */
  org: string;
  id: string;
  name: string;
  people: number;
  suspended: boolean;
  suspend: (org: string, given: { id: string; suspended: boolean }) => Promise<Result<unknown>>;
};

/** The button that suspends an organization, or lets its people in again, after saying what that comes to. */
export function SuspendOrganization({ org, id, name, people, suspended, suspend }: SuspendOrganizationProps) {
  const dialogId = `suspend-${id}`;
  const verb = suspended ? "Reactivate" : "Suspend";
  const who = people === 1 ? "Its 1 person" : `Its ${formatCount(people)} people`;

  async function carryOut() {
    const result = await answered(suspend(org, { id, suspended: !suspended }));
    if (!result.ok) return result.error.message;
    toast({ title: `${name} is ${suspended ? "active again" : "suspended"}` });
    return null;
  }

  return (
    <>
      <Button size="sm" {...opens(dialogId)}>
        {verb}
        <span className="sr-only"> {name}</span>
      </Button>
      <ConfirmDialog
        id={dialogId}
        title={`${verb} ${name}?`}
        confirmLabel={`${verb} organization`}
        destructive={!suspended}
        action={carryOut}
      >
        {suspended ? (
          <p>{who} can sign in again, each as before.</p>
        ) : (
          <p>
            {who} cannot sign in any more, and whoever is signed in is signed out at once. Nothing is deleted,
            its API keys stop working, and you can go on working inside it. Organizations below it stay as
            they are.
          </p>
        )}
      </ConfirmDialog>
    </>
  );
}
