import "server-only";
import { actorColumns } from "@/lib/audit/record";
import { reviveActor } from "@/lib/auth/revive";
import { actAs, RightsLost, stillActs } from "@/lib/auth/standing";
import { type Transaction, withOrganization } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { ruleRefusal } from "@/lib/groups/rule-refusal";
import type { ImportState } from "@/lib/imports/state";
import type { ImportJob } from "@/lib/jobs/queue";
import type { Actor } from "@/lib/permissions/actor";
import { lackedBy } from "@/lib/permissions/can";

export type Import = Prisma.ImportGetPayload<object>;

/** Says how many rows are done, to whoever looks on meanwhile. */
export type Progress = (rowsDone: number) => Promise<unknown>;

export type Work = {
  /** The state that an import waits in for this. */
  state: Extract<ImportState, "committing" | "undoing">;
  /** Who asked for it, as the row keeps them. */
  askedBy: (found: Import) => unknown;
  /** Whether they may, with the rights that they have now. */
  may: (actor: Actor) => boolean;
  /** What becomes of the import when they may not; with words, when it is only what it would do that they may not. */
  refuse: (tx: Transaction, found: Import, message?: string) => Promise<void>;
  carryOut: (tx: Transaction, found: Import, actor: Actor, progress: Progress) => Promise<void>;
};

const MINUTES_MAX = 20;
const BATCH_ROWS = 10_000;
/** How often it is begun again at once for rights that were lost; then the queue does so, after a while. */
const LOSSES_MAX = 5;

/**
 * Carries something out for a whole import in one transaction. A killed process leaves nothing half done; run again, it
 * finds the work done or does it from the start. Of several at once one works, and the others find it done. Rights that
 * whoever asked for it loses by its end take all of it back.
 */
export async function runImport(job: ImportJob, work: Work, triesLeft = LOSSES_MAX): Promise<void> {
  const { organizationId, importId } = job;
  const find = (tx: Transaction) =>
    tx.import.findUnique({
      where: { organizationId_id: { organizationId, id: importId }, state: work.state },
    });
  const found = await withOrganization(organizationId, find);
  if (!found) return;
  const actor = await reviveActor(work.askedBy(found), organizationId);
  if (!actor || !work.may(actor)) return withOrganization(organizationId, (tx) => work.refuse(tx, found));
  const progress: Progress = (rowsDone) =>
    withOrganization(organizationId, (tx) =>
      tx.import.updateMany({
        where: { organizationId, id: importId, state: work.state },
        data: { rowsDone },
      }),
    );
  await progress(0);
  const carryOut = async (tx: Transaction) => {
    await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`import:${organizationId}:${importId}`}, 0))::text`;
    const locked = await find(tx);
    if (!locked) return;
    await actAs(tx, actor);
    await work.carryOut(tx, locked, actor, progress);
    await stillActs(tx);
  };
  const timeoutMs = MINUTES_MAX * 60_000;
  try {
    // No request waits for it, so it waits for whatever is under way.
    await withOrganization(organizationId, carryOut, {
      timeoutMs,
      lockMs: timeoutMs,
      lacks: lackedBy(actor),
      by: actorColumns(actor),
    });
  } catch (error) {
    // With what they have now it is refused, or comes to something else.
    if (error instanceof RightsLost && triesLeft > 0) return runImport(job, work, triesLeft - 1);
    const refusal = ruleRefusal(error);
    if (!refusal) throw error;
    await withOrganization(organizationId, (tx) => work.refuse(tx, found, refusal.message));
  }
}

/** An import's lines that meet a condition on `import_rows`, in batches by an order of them. */
export async function batchesOf(
  tx: Transaction,
  { organizationId, id: importId }: Import,
  condition: Prisma.Sql,
  order: Prisma.Sql = Prisma.sql`line`,
): Promise<number[][]> {
  const rows = await tx.$queryRaw<{ lines: number[] }[]>`
    WITH placed AS (
      SELECT line, row_number() OVER (ORDER BY ${order}) - 1 AS place FROM import_rows
      WHERE organization_id = ${organizationId}::uuid AND import_id = ${importId}::uuid AND ${condition}),
    batched AS (SELECT line, place, place / ${BATCH_ROWS}::int AS batch FROM placed)
    SELECT array_agg(line ORDER BY place) AS lines FROM batched GROUP BY batch ORDER BY batch`;
  return rows.map(({ lines }) => lines);
}
