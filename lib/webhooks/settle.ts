import "server-only";
import type { Transaction } from "@/lib/db";
import type { Tried } from "@/lib/webhooks/attempt";
import { GIVE_UP_AFTER_MS, pauseAfter } from "@/lib/webhooks/backoff";
import { switchOffFor } from "@/lib/webhooks/switch-off";

export type Settled = { eventId: string; tried: Tried };

/** Writes down what came of some deliveries of a webhook, and switches it off where it is gone or has failed for a day. */
export async function settle(
  tx: Transaction,
  organizationId: string,
  webhookId: string,
  all: readonly Settled[],
  now: Date,
): Promise<void> {
  const webhook = await lockWebhook(tx, organizationId, webhookId);
  if (!webhook) return;
  const rows = all.map(({ eventId, tried }) => ({
    event_id: eventId,
    state: tried.state,
    next_attempt_at: tried.nextAttemptAt,
    at: tried.attempt.at,
    attempt: tried.attempt,
  }));
  await tx.$executeRaw`
    UPDATE webhook_deliveries d SET attempts = d.attempts || jsonb_build_array(s.attempt), tries = d.tries + 1,
      first_tried_at = coalesce(d.first_tried_at, s.at),
      state = CASE WHEN d.state = 'waiting' OR s.state = 'delivered' THEN s.state ELSE d.state END,
      next_attempt_at = coalesce(s.next_attempt_at, d.next_attempt_at)
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS s (event_id uuid, state text,
      next_attempt_at timestamptz, at timestamptz, attempt jsonb)
    WHERE d.organization_id = ${organizationId}::uuid AND d.webhook_id = ${webhookId}::uuid AND d.event_id = s.event_id`;
  if (webhook.offAt) return;
  const standing = standingAfter(webhook, all, now);
  await tx.webhook.updateMany({ where: { organizationId, id: webhookId }, data: standing });
  if (all.some(({ tried }) => tried.isGone)) await switchOffFor(tx, webhook, "gone");
  else if (standing.failingSince && now.getTime() - standing.failingSince.getTime() >= GIVE_UP_AFTER_MS)
    await switchOffFor(tx, webhook, "failing");
}

type Standing = { failures: number; failingSince: Date | null; pausedUntil: Date | null };

function standingAfter(webhook: Standing, all: readonly Settled[], now: Date): Standing {
  if (all.some(({ tried }) => tried.attempt.problem === null))
    return { failures: 0, failingSince: null, pausedUntil: null };
  const failures = webhook.failures + all.length;
  const pause = pauseAfter(failures);
  return {
    failures,
    failingSince: webhook.failingSince ?? now,
    pausedUntil: pause === null ? null : new Date(now.getTime() + pause),
  };
}

/** A webhook, which nobody else changes until the transaction ends. */
export async function lockWebhook(tx: Transaction, organizationId: string, id: string) {
  await tx.$queryRaw`
    SELECT 1 FROM webhooks WHERE organization_id = ${organizationId}::uuid AND id = ${id}::uuid FOR UPDATE`;
  return tx.webhook.findUnique({ where: { organizationId_id: { organizationId, id } } });
}
