"use client";

import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { type Html, html } from "@/components/ui/html";
import { Icon } from "@/components/ui/icon";
import { opens } from "@/components/ui/invoker";
import { userStatusHtml } from "@/components/users/user-status";
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
      <dl className="divide-y divide-line" dangerouslySetInnerHTML={MEANINGS} />
    </Dialog>
  );
}

const meaning = (status: Html, words: string): Html => html`
  <div class="grid gap-x-4 gap-y-0.5 py-2.5 sm:grid-cols-[7rem_minmax(0,1fr)]">
    <dt class="font-medium">${status}</dt>
    <dd class="text-muted">${words}</dd>
  </div>`;

// Written once: each list of people brings it.
const MEANINGS = {
  __html: html`${[
    ...STATUSES.map((status) => meaning(userStatusHtml(status, false), STATUS_MEANINGS[status].meaning)),
    meaning(
      userStatusHtml("active", true),
      `Not in the list any more; the filter “Removed” shows them, and for ${RESTORE_DAYS} days it can be taken back.`,
    ),
  ]}`.text,
};
