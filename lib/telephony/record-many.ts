import "server-only";
import type { AuditAction } from "@/lib/audit/actions";
import type { Changes } from "@/lib/audit/changes";
import { type AuditActor, recordEach } from "@/lib/audit/record";
import type { Transaction } from "@/lib/db";
import { subjectOf } from "@/lib/telephony/commands";

// A statement has so many parameters at most, and an event takes a dozen.
const EVENTS_AT_ONCE = 1_000;

type Numbered = { id: string; number: string };

/** Writes an event for each of many extensions, some at a time. */
export async function recordExtensions<Row extends Numbered>(
  tx: Transaction,
  organizationId: string,
  actor: AuditActor,
  action: AuditAction,
  rows: readonly Row[],
  changesOf: (row: Row) => Changes,
): Promise<void> {
  for (let at = 0; at < rows.length; at += EVENTS_AT_ONCE) {
    const some = rows.slice(at, at + EVENTS_AT_ONCE);
    const events = some.map((row) => ({ subject: subjectOf(row.id, row.number), changes: changesOf(row) }));
    await recordEach(tx, organizationId, actor, action, events);
  }
}
