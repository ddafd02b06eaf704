import "server-only";
import { readRows } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { isId } from "@/lib/ids";
import type { MessageKind, Method } from "@/lib/messages/kinds";
import type { LedgerFilter } from "@/lib/messages/ledger-filter";
import type { MessageState } from "@/lib/messages/states";
import type { Actor } from "@/lib/permissions/actor";
import { demand } from "@/lib/permissions/demand";

/** A message as the ledger lists it: what became of it, and nothing of what it says. */
export type LedgerRow = {
  id: string;
  userId: string | null;
  /** The person's, as it is now; null for a test. */
  name: string | null;
  kind: MessageKind;
  /** The template's, where it is one of the organization's own. */
  templateName: string | null;
  /** That template's key. */
  templateKey: string | null;
  method: Method;
  address: string;
  state: MessageState;
  error: string | null;
  attempts: number;
  /** Who sent it, where it was somebody. */
  sentBy: string | null;
  createdAt: Date;
  nextAttemptAt: Date;
  sentAt: Date | null;
  deliveredAt: Date | null;
  openedAt: Date | null;
  bouncedAt: Date | null;
  complainedAt: Date | null;
};

export const LEDGER_PAGE_SIZE = 50;

/** Messages of the actor's organization, newest first, from before the message `before` on. */
export async function listMessages(
  actor: Actor,
  filter: LedgerFilter,
  before: string | null,
  limit = LEDGER_PAGE_SIZE,
): Promise<{ rows: LedgerRow[]; older: string | null }> {
  demand(actor, "messages.read");
  const { id: organizationId } = actor.organization;
  const conditions = [
    Prisma.sql`m.organization_id = ${organizationId}::uuid`,
    ...(before && isId(before) ? [Prisma.sql`m.id < ${before}::uuid`] : []),
    ...filterSql(filter),
  ];
  const found = await readRows<LedgerRow>(
    organizationId,
    Prisma.sql`${SELECT} WHERE ${Prisma.join(conditions, " AND ")} ORDER BY m.id DESC LIMIT ${limit + 1}`,
  );
  const rows = found.slice(0, limit);
  return { rows, older: found.length > limit ? (rows.at(-1)?.id ?? null) : null };
}

/** One message; null when there is none. */
export async function findMessage(actor: Actor, messageId: string): Promise<LedgerRow | null> {
  demand(actor, "messages.read");
  if (!isId(messageId)) return null;
  const { id: organizationId } = actor.organization;
  const where = Prisma.sql`m.organization_id = ${organizationId}::uuid AND m.id = ${messageId}::uuid`;
  const rows = await readRows<LedgerRow>(organizationId, Prisma.sql`${SELECT} WHERE ${where}`);
  return rows[0] ?? null;
}

const SELECT = Prisma.sql`
  SELECT m.id, m.user_id AS "userId", u.first_name || ' ' || u.last_name AS name, m.kind,
    CASE WHEN t.kind = 'own' THEN t.name END AS "templateName",
    CASE WHEN t.kind = 'own' THEN t.id END AS "templateKey", m.method, m.address, m.state, m.error, m.attempts,
    m.made_by->>'name' AS "sentBy", m.created_at AS "createdAt", m.next_attempt_at AS "nextAttemptAt",
    m.sent_at AS "sentAt", m.delivered_at AS "deliveredAt", m.opened_at AS "openedAt", m.bounced_at AS "bouncedAt",
    m.complained_at AS "complainedAt"
  FROM messages m
  LEFT JOIN users u ON u.organization_id = m.organization_id AND u.id = m.user_id
  LEFT JOIN message_templates t ON t.organization_id = m.organization_id AND t.id = m.template_id`;

function filterSql({ search, state, kind, method, userId }: LedgerFilter): Prisma.Sql[] {
  const pattern = `%${search.toLowerCase().replace(/[\\%_]/g, "\\$&")}%`;
  return [
    ...(state ? [Prisma.sql`m.state = ${state}`] : []),
    ...(kind ? [Prisma.sql`m.kind = ${kind}`] : []),
    ...(method ? [Prisma.sql`m.method = ${method}`] : []),
    ...(userId ? [Prisma.sql`m.user_id = ${userId}::uuid`] : []),
    ...(search ? [Prisma.sql`(lower(m.address) LIKE ${pattern} OR u.search_text LIKE ${pattern})`] : []),
  ];
}

/** How many of the newest messages are counted by what became of them. */
export const COUNTED_MAX = 10_000;

/** The newest messages by state. */
export async function countStates(actor: Actor): Promise<Partial<Record<MessageState, number>>> {
  demand(actor, "messages.read");
  const { id: organizationId } = actor.organization;
  const rows = await readRows<{ state: MessageState; count: number }>(
    organizationId,
    Prisma.sql`
      SELECT state, count(*)::int AS count FROM (
        SELECT state FROM messages WHERE organization_id = ${organizationId}::uuid ORDER BY id DESC LIMIT ${COUNTED_MAX}) AS newest
      GROUP BY state`,
  );
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
}
