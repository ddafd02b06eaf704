import "server-only";
import type { ChainEnd, Place, Seal, SealedEvent } from "@/lib/audit/chain/seal";
import type { Transaction } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";

type EventRow = { transaction: bigint; id: string; columns: (string | null)[] };

/** Events behind one place and up to another, or before a horizon, in the order in which they are sealed. */
export async function readSealedEvents(
  tx: Transaction,
  organizationId: string,
  after: Place,
  { through, before, limit }: { through?: Place; before?: bigint; limit?: number },
): Promise<(SealedEvent & { place: Place })[]> {
  const rows = await tx.$queryRaw<EventRow[]>`
    SELECT transaction, id::text, ARRAY[transaction::text, to_char(occurred_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS'),
      action, actor_kind, actor_organization_id::text, actor_user_id::text, actor_name, subject_type, subject_id::text,
      subject_name, changes::text, ip] AS columns
    FROM audit_events
    WHERE organization_id = ${organizationId}::uuid
      AND (transaction, id) > (${after.transaction}::bigint, ${after.id}::uuid)
      ${through ? Prisma.sql`AND (transaction, id) <= (${through.transaction}::bigint, ${through.id}::uuid)` : Prisma.empty}
      ${before === undefined ? Prisma.empty : Prisma.sql`AND transaction < ${before}::bigint`}
    ORDER BY transaction, id
    ${limit === undefined ? Prisma.empty : Prisma.sql`LIMIT ${limit}::int`}`;
  return rows.map(({ id, columns, transaction }) => ({ id, columns, place: { transaction, id } }));
}

/** The seals from a number on, in their order; the newest alone with `last`. */
export async function readSeals(
  tx: Transaction,
  organizationId: string,
  { from = 1, last, limit }: { from?: number; last?: boolean; limit: number },
): Promise<Seal[]> {
  const rows = await tx.auditSeal.findMany({
    where: { organizationId, number: { gte: from } },
    orderBy: { number: last ? "desc" : "asc" },
    take: limit,
  });
  return rows.map(({ throughTransaction: transaction, throughId: id, ...seal }) => ({
    ...seal,
    through: { transaction, id },
  }));
}

export async function readEnd(tx: Transaction, organizationId: string): Promise<ChainEnd | null> {
  return tx.auditChainEnd.findUnique({ where: { organizationId } });
}
