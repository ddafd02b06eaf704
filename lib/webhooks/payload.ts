/** An event as the audit log has it. */
export type ToldEvent = {
  eventId: string;
  action: string;
  occurredAt: Date;
  organizationId: string;
  subjectId: string;
  actorKind: string;
  actorUserId: string | null;
  changes: unknown;
};

/** Fields that say nothing of who somebody is: their new values are told, of all others the names alone. */
const TOLD_FIELDS = new Set([
  "accessProfile",
  "activatedAt",
  "count",
  "created",
  "failed",
  "goLiveAt",
  "group",
  "importId",
  "invitations",
  "kept",
  "lockedUntil",
  "messages",
  "reactivated",
  "removed",
  "restored",
  "role",
  "rows",
  "service",
  "skipped",
  "stillSuspended",
  "suspended",
  "unchanged",
  "updated",
]);

/**
 * What is sent of an event, the same bytes each time: its type and time, whom or what it is about, who did it, and which
 * fields changed. Whoever needs more asks for it with a key.
 */
export function payloadOf(event: ToldEvent): string {
  const { before, after } = sidesOf(event.changes);
  const changed = [...new Set([...Object.keys(before), ...Object.keys(after)])].toSorted();
  const told = changed.filter((field) => TOLD_FIELDS.has(field) && field in after);
  return JSON.stringify({
    type: event.action,
    timestamp: event.occurredAt.toISOString(),
    data: {
      id: event.subjectId,
      organizationId: event.organizationId,
      changed,
      values: Object.fromEntries(told.map((field) => [field, after[field]])),
      by: { kind: event.actorKind, id: event.actorUserId },
    },
  });
}

function sidesOf(changes: unknown): { before: Record<string, unknown>; after: Record<string, unknown> } {
  const { before, after } = asRecord(changes);
  return { before: asRecord(before), after: asRecord(after) };
}

const asRecord = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
