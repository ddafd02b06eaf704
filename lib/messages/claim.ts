import "server-only";
import { type Transaction, withOrganization } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import type { Method } from "@/lib/messages/kinds";
import { markAddress, type Told } from "@/lib/messages/mark-address";
import type { Outcome } from "@/lib/messages/outcome";
import type { Claimed } from "@/lib/messages/prepare";
import { sendSoon } from "@/lib/messages/queue";

// How many are prepared at once where each goes by a request of its own.
const SINGLES_AT_ONCE = 20;

// A transport remembers a request's key for a day; after that a try whose end nobody saw could be a second one.
const REMEMBERED_HOURS = 23;

/** Puts back what a process that is gone had taken. */
export async function takeOver(tx: Transaction, organizationId: string): Promise<void> {
  const forgotten = new Date(Date.now() - REMEMBERED_HOURS * 3_600_000);
  await tx.message.updateMany({
    where: { organizationId, state: "sending", firstAttemptAt: { lt: forgotten } },
    data: {
      state: "failed",
      error: "Nobody saw whether it was sent, and it is too late to ask.",
      sealed: null,
    },
  });
  await tx.message.updateMany({ where: { organizationId, state: "sending" }, data: { state: "queued" } });
}

/**
 * Takes what is due next: the messages of a request that was made before, all of them again, or new ones that can go
 * together. The first try decides which messages go by one request, for good: with another set of them, the key would
 * stand for something else. Whoever waits at a screen goes before those who were invited by the thousand.
 * @param batchMax how many messages of a method one request takes
 */
export async function claim(
  tx: Transaction,
  organizationId: string,
  batchMax: Record<Method, number>,
): Promise<Claimed[]> {
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`messages ${organizationId}`}, 0))::text`;
  return tx.$queryRaw<Claimed[]>`
    WITH first AS MATERIALIZED (
      SELECT method, is_urgent, kind = 'welcomeQr' AS has_image, batch_id, batch_id = id AS is_single,
        CASE method WHEN 'email' THEN ${batchMax.email}::int ELSE ${batchMax.sms}::int END AS batch_max
      FROM (
        (SELECT *, true AS is_urgent FROM messages WHERE ${due(organizationId)} AND ${URGENT}
          ORDER BY next_attempt_at, id LIMIT 1)
        UNION ALL
        (SELECT *, false FROM messages WHERE ${due(organizationId)} ORDER BY next_attempt_at, id LIMIT 1)) AS either
      LIMIT 1),
    next AS MATERIALIZED (
      SELECT id FROM messages
      WHERE organization_id = ${organizationId}::uuid AND state = 'queued' AND method = (SELECT method FROM first)
        AND CASE WHEN (SELECT batch_id FROM first) IS NULL
            THEN batch_id IS NULL AND next_attempt_at <= now()
              AND (kind = 'welcomeQr') = (SELECT has_image FROM first)
              AND (${URGENT}) = (SELECT is_urgent FROM first)
          WHEN (SELECT is_single FROM first)
            THEN batch_id = id AND next_attempt_at <= now() AND (${URGENT}) = (SELECT is_urgent FROM first)
          ELSE batch_id = (SELECT batch_id FROM first) END
      ORDER BY next_attempt_at, id
      LIMIT (SELECT CASE WHEN batch_id IS NOT NULL AND NOT is_single THEN 1000
          WHEN has_image OR batch_max = 1 OR is_single THEN ${SINGLES_AT_ONCE}::int ELSE batch_max END FROM first)
      FOR UPDATE),
    request AS MATERIALIZED (SELECT uuid7() AS id)
    UPDATE messages m SET state = 'sending', attempts = m.attempts + 1,
      first_attempt_at = coalesce(m.first_attempt_at, now()),
      batch_id = coalesce(m.batch_id, CASE WHEN first.has_image OR first.batch_max = 1 THEN m.id ELSE request.id END)
    FROM next, first, request
    WHERE m.organization_id = ${organizationId}::uuid AND m.id = next.id
    RETURNING m.organization_id AS "organizationId", m.id, m.user_id AS "userId", m.kind, m.method, m.address,
      m.attempts, m.template_id AS "templateId", m.filled, m.sealed, m.batch_id AS "batchId", m.link_id AS "linkId"`;
}

const due = (organizationId: string) => Prisma.sql`
  organization_id = ${organizationId}::uuid AND state = 'queued' AND next_attempt_at <= now()`;

// As the partial index `messages_urgent` has it.
const URGENT = Prisma.sql`kind IN ('reset', 'passwordChanged', 'secondStepChanged', 'signInCode', 'signInAlert', 'supportRequest',
  'supportReply', 'test')`;

type Settled = { message: Pick<Claimed, "id">; outcome: Outcome };

/**
 * Writes down what came of a try. What was sent was sent, even if somebody cancelled it meanwhile. An address that was
 * refused at once is marked on the person, as one that came back later is.
 */
export async function settle(organizationId: string, all: readonly Settled[]): Promise<void> {
  const rows = all.map(({ message, outcome }) => ({
    id: message.id,
    state: outcome.state,
    error: outcome.error,
    provider_id: outcome.providerId,
    next_attempt_at: outcome.nextAttemptAt?.toISOString() ?? null,
    uncounted: outcome.isUncounted ? 1 : 0,
    keeps_sealed: outcome.keepsSealed,
  }));
  const bounced = rows.flatMap(({ id, state }) => (state === "bounced" ? [id] : []));
  await withOrganization(organizationId, async (tx) => {
    if (bounced.length > 0) await lockPeopleOf(tx, organizationId, bounced);
    const told = await tx.$queryRaw<Told[]>`
      WITH settled AS (
        UPDATE messages m SET
          state = CASE WHEN m.state IN ('delivered', 'opened', 'bounced', 'complained') THEN m.state ELSE s.state END,
          error = s.error, provider_id = coalesce(s.provider_id, m.provider_id),
          next_attempt_at = coalesce(s.next_attempt_at, m.next_attempt_at), attempts = m.attempts - s.uncounted,
          sent_at = CASE WHEN s.state = 'sent' THEN coalesce(m.sent_at, now()) ELSE m.sent_at END,
          bounced_at = CASE WHEN s.state = 'bounced' THEN now() ELSE m.bounced_at END,
          sealed = CASE WHEN s.keeps_sealed THEN m.sealed END
        FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS s (id uuid, state text, error text, provider_id text,
          next_attempt_at timestamptz, uncounted integer, keeps_sealed boolean)
        WHERE m.organization_id = ${organizationId}::uuid AND m.id = s.id
          AND (m.state = 'sending' OR s.state = 'sent' AND m.state IN ('cancelled', 'queued', 'delivered', 'opened',
            'bounced', 'complained'))
        RETURNING m.user_id, m.method, m.address, s.state AS event, m.error AS reason)
      SELECT ${organizationId}::text AS "organizationId", user_id AS "userId", method, address, event, reason FROM settled
      WHERE event = 'bounced' ORDER BY user_id`;
    for (const each of told) await markAddress(tx, each);
  });
}

/** People before their messages, as the undo of an import takes them. */
const lockPeopleOf = (tx: Transaction, organizationId: string, messageIds: string[]) =>
  tx.$queryRaw`
    SELECT 1 FROM users WHERE organization_id = ${organizationId}::uuid AND id IN (
      SELECT user_id FROM messages WHERE organization_id = ${organizationId}::uuid AND id = ANY(${messageIds}::uuid[]))
    ORDER BY id FOR UPDATE`;

/** Has the job come back for what is left. @returns when that is */
export async function continueLater(tx: Transaction, organizationId: string): Promise<Date | null> {
  const next = await tx.message.findFirst({
    where: { organizationId, state: "queued" },
    orderBy: { nextAttemptAt: "asc" },
    select: { nextAttemptAt: true },
  });
  if (next) await sendSoon(tx, organizationId, next.nextAttemptAt);
  return next?.nextAttemptAt ?? null;
}
