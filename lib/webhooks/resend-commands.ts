import "server-only";
import { record } from "@/lib/audit/record";
import type { Webhook } from "@/lib/generated/prisma/client";
import { isId, newId } from "@/lib/ids";
import type { Actor } from "@/lib/permissions/actor";
import { fail, notFound, ok, type Result } from "@/lib/result";
import { sendWebhooksSoon } from "@/lib/webhooks/collect";
import { change, subjectOf } from "@/lib/webhooks/commands";
import { TEST_EVENT } from "@/lib/webhooks/event-types";

const refuseWhileOff = ({ offAt, name }: Webhook) =>
  offAt === null ? null : fail("conflict", `${name} is switched off. Switch it on first.`);

/** Sends an event of its own kind, to see whether somebody is there. @returns the event's id */
export const testWebhook = (actor: Actor, id: string): Promise<Result<{ eventId: string }>> =>
  change(actor, id, async (tx, webhook) => {
    const refused = refuseWhileOff(webhook);
    if (refused) return refused;
    const { organizationId, placed } = webhook;
    await record(tx, organizationId, actor, TEST_EVENT, subjectOf(webhook));
    const [event] = await tx.$queryRaw<{ id: string }[]>`
      SELECT id::text FROM audit_events WHERE organization_id = ${organizationId}::uuid
        AND transaction = audit_transaction() AND action = ${TEST_EVENT} AND subject_id = ${id}::uuid
      ORDER BY id DESC LIMIT 1`;
    if (!event) throw new Error("The event of a test is not there.");
    const place = placed + 1n;
    // Of a subject of its own, so that it waits for nothing and nothing for it.
    const data = { organizationId, webhookId: id, eventId: event.id, subjectId: newId(), place };
    await tx.webhookDelivery.create({ data, select: { place: true } });
    await tx.webhook.updateMany({
      where: { organizationId, id },
      data: { placed: place, pausedUntil: null },
    });
    await sendWebhooksSoon(tx, organizationId);
    return ok({ eventId: event.id });
  });

const again = { state: "waiting", tries: 0, firstTriedAt: null };

/** Sends one event to a webhook again, or at once where it waits, whatever became of it. */
export const resendDelivery = (actor: Actor, id: string, eventId: string): Promise<Result<{ id: string }>> =>
  change(actor, id, async (tx, webhook) => {
    const refused = refuseWhileOff(webhook);
    if (refused) return refused;
    const { organizationId } = webhook;
    const { count } = isId(eventId)
      ? await tx.webhookDelivery.updateMany({
          where: { organizationId, webhookId: id, eventId },
          data: { ...again, nextAttemptAt: new Date() },
        })
      : { count: 0 };
    if (count === 0) return notFound("delivery");
    await resent(actor, webhook, count, tx);
    return ok({ id: eventId });
  });

/** Sends again what a webhook has not had: what was given up, and what was cancelled when it was switched off. */
export const resendMissed = (actor: Actor, id: string): Promise<Result<{ count: number }>> =>
  change(actor, id, async (tx, webhook) => {
    const refused = refuseWhileOff(webhook);
    if (refused) return refused;
    const { organizationId } = webhook;
    const { count } = await tx.webhookDelivery.updateMany({
      where: { organizationId, webhookId: id, state: { in: ["failed", "cancelled"] } },
      data: { ...again, nextAttemptAt: new Date() },
    });
    if (count > 0) await resent(actor, webhook, count, tx);
    return ok({ count });
  });

async function resent(
  actor: Actor,
  { organizationId, id, name }: Webhook,
  count: number,
  tx: Parameters<typeof sendWebhooksSoon>[0],
): Promise<void> {
  await tx.webhook.updateMany({ where: { organizationId, id }, data: { pausedUntil: null } });
  await record(tx, organizationId, actor, "webhook.resent", subjectOf({ id, name }), { after: { count } });
  await sendWebhooksSoon(tx, organizationId);
}
