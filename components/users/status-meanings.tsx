"use client";

import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Icon } from "@/components/ui/icon";
import { opens } from "@/components/ui/invoker";
import { UserStatus } from "@/components/users/user-status";
import { RESTORE_DAYS, STATUS_MEANINGS, STATUSES } from "@/lib/users/status";

const DIALOG_ID = "status-meanings";

/** Opens the table of what each status means. */
export function StatusMeaningsButton({ className }: { className?: string }) {
  return (
    <Button
      variant="ghost"
      size="sm"
      square
      className={className}
      aria-label="What each status means"
      icon={<Icon name="circle-question-mark" />}
      {...opens(DIALOG_ID)}
    />
  );
}

export function StatusMeanings() {
  return (
    <Dialog id={DIALOG_ID} title="What each status means">
      <dl className="divide-y divide-line">
        {STATUSES.map((status) => (
          <Meaning key={status} term={<UserStatus status={status} />}>
            {STATUS_MEANINGS[status].meaning}
          </Meaning>
        ))}
        <Meaning term={<UserStatus status="active" removed />}>
          Not in the list any more; the filter “Removed” shows them, and for {RESTORE_DAYS} days it can be
          taken back.
        </Meaning>
      </dl>
    </Dialog>
  );
}

function Meaning({ term, children }: { term: ReactNode; children: ReactNode }) {
  return (
    <div className="grid gap-x-4 gap-y-0.5 py-2.5 sm:grid-cols-[7rem_minmax(0,1fr)]">
      <dt className="font-medium">{term}</dt>
      <dd className="text-muted">{children}</dd>
    </div>
  );
}
