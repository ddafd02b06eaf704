import "server-only";
import type { Transaction } from "@/lib/db";
import { FAILURES_TO_PAUSE } from "@/lib/webhooks/backoff";
import type { ToldEvent } from "@/lib/webhooks/payload";

export type Due = ToldEvent & { tries: number; firstTriedAt: Date | null };

/** How many are read at once. */
const CLAIMED_MAX = 64;

/** How many go out at the same time. */
export const LANES = 8;

/**
 * Deliveries of a webhook that are due, of each subject the earliest one alone: what waits behind it waits on. While nobody
 * answers it is one.
 */
export async function readDue(
  tx: Transaction,
  { organizationId, id, failures }: { organizationId: string; id: string; failures: number },
): Promise<Due[]> {
  const most = failures >= FAILURES_TO_PAUSE ? 1 : CLAIMED_MAX;
  // Statistics know nothing of what was just collected: without this, all that waits is read for each handful.
  await tx.$queryRaw`SELECT set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true),
    set_config('enable_sort', 'off', true)`;
  return tx.$queryRaw<Due[]>`
    SELECT d.event_id::text AS "eventId", e.action, e.occurred_at AS "occurredAt",
      e.organization_id::text AS "organizationId", coalesce(e.subject_id, e.id)::text AS "subjectId", e.actor_kind AS "actorKind",
      e.actor_user_id::text AS "actorUserId", e.changes, d.tries, d.first_tried_at AS "firstTriedAt"
    FROM (
      SELECT * FROM webhook_deliveries d
      WHERE d.organization_id = ${organizationId}::uuid AND d.webhook_id = ${id}::uuid AND d.state = 'waiting'
        AND d.next_attempt_at <= now() AND NOT EXISTS (
          SELECT FROM webhook_deliveries earlier
          WHERE earlier.organization_id = d.organization_id AND earlier.webhook_id = d.webhook_id
            AND earlier.subject_id = d.subject_id AND earlier.state = 'waiting' AND earlier.place < d.place)
      ORDER BY d.place LIMIT ${most}) d
    JOIN audit_events e ON e.organization_id = d.organization_id AND e.id = d.event_id
    ORDER BY d.place`;
}

/** When something is to be sent to any of an organization's webhooks again; null when nothing waits. */
export async function nextDue(tx: Transaction, organizationId: string): Promise<Date | null> {
  const [row] = await tx.$queryRaw<{ at: Date | null }[]>`
    SELECT min(greatest(due.at, w.paused_until)) AS at FROM webhooks w
    CROSS JOIN LATERAL (
      SELECT min(first.next_attempt_at) AS at FROM (
        SELECT DISTINCT ON (d.subject_id) d.next_attempt_at FROM webhook_deliveries d
        WHERE d.organization_id = w.organization_id AND d.webhook_id = w.id AND d.state = 'waiting'
        ORDER BY d.subject_id, d.place) first) due
    WHERE w.organization_id = ${organizationId}::uuid AND w.off_at IS NULL AND due.at IS NOT NULL`;
  return row?.at ?? null;
}
