import "server-only";
import { type Transaction, withOrganization } from "@/lib/db";
import type { Prisma } from "@/lib/generated/prisma/client";
import { log } from "@/lib/log";
import { ATTEMPTS_MAX, waitAfter } from "@/lib/messages/backoff";
import { prepareInvitation } from "@/lib/messages/prepare";
import { sendSoon } from "@/lib/messages/queue";
import { type Delivery, type Transport, transport } from "@/lib/messages/transport";

type Message = Prisma.MessageGetPayload<object>;

const MESSAGES_AT_ONCE = 20;

// Then the job queues up again, so that other organizations' messages go out too.
const TURN_MS = 10_000;

// A transport remembers a message's id for a day; after that a try whose end nobody saw could be a second one.
const REMEMBERED_HOURS = 23;

/**
 * Sends an organization's waiting messages. One job of an organization runs at a time, so whatever is found on its way
 * belongs to a process that is gone: it is tried again with the same id, the same link and the same words.
 */
export async function sendMessages(
  { organizationId }: { organizationId: string },
  by: Transport & { from: string } = transport(),
): Promise<void> {
  const start = Date.now();
  await withOrganization(organizationId, (tx) => takeOver(tx, organizationId));
  while (Date.now() - start < TURN_MS) {
    const claimed = await withOrganization(organizationId, (tx) => claim(tx, organizationId));
    if (claimed.length === 0) break;
    const waiting = claimed.values();
    await Promise.all(
      Array.from({ length: by.parallel }, async () => {
        for (const message of waiting) await sendOne(message, by);
      }),
    );
  }
  await withOrganization(organizationId, (tx) => continueLater(tx, organizationId));
}

async function takeOver(tx: Transaction, organizationId: string): Promise<void> {
  const forgotten = new Date(Date.now() - REMEMBERED_HOURS * 3_600_000);
  await tx.message.updateMany({
    where: { organizationId, state: "sending", firstAttemptAt: { lt: forgotten } },
    data: { state: "failed", error: "Nobody saw whether it was sent, and it is too late to ask." },
  });
  await tx.message.updateMany({ where: { organizationId, state: "sending" }, data: { state: "queued" } });
}

function claim(tx: Transaction, organizationId: string): Promise<Message[]> {
  return tx.$queryRaw<Message[]>`
    UPDATE messages m SET state = 'sending', attempts = m.attempts + 1,
      first_attempt_at = coalesce(m.first_attempt_at, now())
    FROM (SELECT id FROM messages WHERE organization_id = ${organizationId}::uuid AND state = 'queued'
        AND next_attempt_at <= now() ORDER BY next_attempt_at, id LIMIT ${MESSAGES_AT_ONCE}
        FOR UPDATE SKIP LOCKED) next
    WHERE m.organization_id = ${organizationId}::uuid AND m.id = next.id
    RETURNING m.organization_id AS "organizationId", m.id, m.user_id AS "userId", m.address, m.attempts`;
}

async function sendOne(message: Message, { from, send }: Transport & { from: string }): Promise<void> {
  const { organizationId, id } = message;
  const content = await withOrganization(organizationId, (tx) => prepareInvitation(tx, message));
  if (!content.ok) {
    return settle(message, { state: "cancelled", error: content.error.message });
  }
  const delivery = await send({ ...content.value, id, from }).catch((error: unknown): Delivery => {
    log.warn({ messageId: id, error: String(error) }, "A message could not be handed over.");
    return { ok: false, again: true, error: "The mail service could not be reached." };
  });
  if (delivery.ok) return settle(message, { state: "sent", sentAt: new Date(), error: null });
  const { error, again } = delivery;
  if (!again || message.attempts >= ATTEMPTS_MAX) return settle(message, { state: "failed", error });
  const nextAttemptAt = new Date(Date.now() + waitAfter(message.attempts));
  return settle(message, { state: "queued", error, nextAttemptAt });
}

type Outcome = {
  state: "sent" | "failed" | "cancelled" | "queued";
  error: string | null;
  sentAt?: Date;
  nextAttemptAt?: Date;
};

/** What was sent was sent, even if somebody cancelled it meanwhile. */
async function settle({ organizationId, id }: Message, data: Outcome): Promise<void> {
  const states = data.state === "sent" ? ["sending", "cancelled", "queued"] : ["sending"];
  await withOrganization(organizationId, (tx) =>
    tx.message.updateMany({ where: { organizationId, id, state: { in: states } }, data }),
  );
}

async function continueLater(tx: Transaction, organizationId: string): Promise<void> {
  const next = await tx.message.findFirst({
    where: { organizationId, state: "queued" },
    orderBy: { nextAttemptAt: "asc" },
    select: { nextAttemptAt: true },
  });
  if (next) await sendSoon(tx, organizationId, next.nextAttemptAt);
}
