import type { MessageItem } from "@/components/messages/messages-table";
import { secondInWords } from "@/components/ui/dates";
import { kindLabel, METHOD_LABELS } from "@/lib/messages/kinds";
import type { LedgerRow } from "@/lib/messages/ledger-queries";
import { routes } from "@/lib/routes";

/** A message of the ledger in words. */
export function messageItemOf(org: string, row: LedgerRow): MessageItem {
  return {
    id: row.id,
    href: routes.message(org, row.id),
    when: secondInWords(row.createdAt),
    moment: row.createdAt.toISOString(),
    who: row.name ?? row.sentBy ?? "",
    address: row.address,
    what: row.templateName ?? kindLabel(row.kind),
    method: METHOD_LABELS[row.method],
    state: row.state,
    note: noteOf(row),
    sentBy: row.sentBy,
  };
}

function noteOf(row: LedgerRow): string | null {
  const { state, error } = row;
  if (state === "queued" && row.attempts > 0)
    return `Tried ${row.attempts} times, again at ${secondInWords(row.nextAttemptAt)}. ${error ?? ""}`.trim();
  const moment = { sent: row.sentAt, delivered: row.deliveredAt, opened: row.openedAt }[state as string];
  return error ?? (moment ? secondInWords(moment) : null);
}
