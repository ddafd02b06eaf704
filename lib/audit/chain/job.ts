import "server-only";
import { sealKeys } from "@/lib/audit/chain/keys";
import { readEnd, readSealedEvents, readSeals } from "@/lib/audit/chain/rows";
import { BEGINNING, endSealOf, marksOf, NO_SEAL, type Place, sealOf } from "@/lib/audit/chain/seal";
import { lookUp, type Transaction, withOrganization } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { log } from "@/lib/log";
import { isoDayOf } from "@/lib/users/date";

// As many as one page of a check reads at once; an import of very many is sealed in as many steps.
const BATCH_EVENTS = 2_000;

/** The last place of a transaction. */
const LAST_ID = "ffffffff-ffff-ffff-ffff-ffffffffffff";

/** Seals what is new in the log of every organization. */
export async function sealAudit(): Promise<void> {
  const found = await lookUp<{ id: string }>(
    Prisma.sql`SELECT organizations_to_seal AS id FROM organizations_to_seal()`,
  );
  for (const { id } of found) await sealAuditOf(id);
}

/**
 * Seals what is new in one organization's log, batch by batch, each in a transaction of its own. Only what transactions wrote
 * that have all ended is sealed, so that none comes in behind a seal.
 * @returns how many events
 */
export async function sealAuditOf(organizationId: string, batch = BATCH_EVENTS): Promise<number> {
  let sealed = 0;
  for (;;) {
    const count = await withOrganization(organizationId, (tx) => sealBatch(tx, organizationId, batch));
    sealed += count;
    if (count < batch) return sealed;
  }
}

async function sealBatch(tx: Transaction, organizationId: string, batch: number): Promise<number> {
  // Of two workers one comes after the other.
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`audit seals ${organizationId}`}, 0))::text`;
  const [horizon] = await tx.$queryRaw<{ before: bigint }[]>`SELECT audit_horizon() AS before`;
  const before = horizon?.before ?? 0n;
  const [last] = await readSeals(tx, organizationId, { last: true, limit: 1 });
  const after = last?.through ?? BEGINNING;
  if (after.transaction >= before) return 0;
  const events = await readSealedEvents(tx, organizationId, after, { before, limit: batch });
  const end = events.at(-1);
  if (!end) return 0;
  const [key] = sealKeys();
  // A batch that is not full reaches to the horizon: what is put in before it later stands out.
  const through: Place = events.length < batch ? { transaction: before - 1n, id: LAST_ID } : end.place;
  const seal = {
    number: (last?.number ?? 0) + 1,
    through,
    events: events.length,
    marks: marksOf(events),
    keyId: key.id,
    sealedAt: new Date(),
  };
  const bytes = sealOf(key, organizationId, last?.seal ?? NO_SEAL, seal);
  const { through: place, ...said } = seal;
  await tx.auditSeal.create({
    data: {
      ...said,
      organizationId,
      throughTransaction: place.transaction,
      throughId: place.id,
      seal: bytes,
    },
    select: { number: true },
  });
  await moveEnd(tx, organizationId, seal.number, events.length, bytes);
  // Whoever keeps the logs elsewhere can tell whether the chain was ever longer than it is: once a day is enough for that.
  const told = { organizationId, number: seal.number, seal: Buffer.from(bytes).toString("hex") };
  log[isFirstOfDay(seal, last) ? "info" : "debug"](told, "Sealed the audit log.");
  return events.length;
}

type Sealed = { sealedAt: Date };

/** Whether a seal is the first of its day, in UTC. */
export const isFirstOfDay = (seal: Sealed, last: Sealed | undefined): boolean =>
  last === undefined || isoDayOf(last.sealedAt) !== isoDayOf(seal.sealedAt);

async function moveEnd(
  tx: Transaction,
  organizationId: string,
  number: number,
  more: number,
  last: Uint8Array,
): Promise<void> {
  const [key] = sealKeys();
  const before = await readEnd(tx, organizationId);
  const end = { number, events: (before?.events ?? 0n) + BigInt(more), keyId: key.id };
  const seal = endSealOf(key, organizationId, end, last);
  await tx.auditChainEnd.upsert({
    where: { organizationId },
    create: { organizationId, ...end, seal },
    update: { ...end, seal },
    select: { number: true },
  });
}
