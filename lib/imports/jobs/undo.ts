import "server-only";
import { actorColumns, record } from "@/lib/audit/record";
import { reviveActor } from "@/lib/auth/revive";
import { type Transaction, withOrganization } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { writeChangeEvents, writeChanges } from "@/lib/imports/jobs/changes";
import { judgeUndo } from "@/lib/imports/jobs/undo-outcomes";
import { mayUndo } from "@/lib/imports/rights";
import type { UndoOutcome, UndoResult } from "@/lib/imports/state";
import { enqueue, type ImportJob } from "@/lib/jobs/queue";
import type { Actor } from "@/lib/permissions/actor";

type Import = Prisma.ImportGetPayload<object>;

const BATCH_ROWS = 10_000;
const UNDO_MINUTES_MAX = 20;

/**
 * Takes an import back in one transaction: what it created is removed, what it changed is as before, and whoever has
 * been touched since is kept, with the reason. A killed process leaves nothing half done; run again, it finds the
 * import taken back or does it from the start.
 */
export async function undoImportRows({ organizationId, importId }: ImportJob): Promise<void> {
  const found = await withOrganization(organizationId, (tx) => findUndoing(tx, organizationId, importId));
  if (!found) return;
  const actor = await reviveActor(found.undoneBy, organizationId);
  if (!actor || !mayUndo(actor)) {
    const refusal = { code: "not_allowed", message: "Who took this import back may not do so any more." };
    await withOrganization(organizationId, (tx) =>
      tx.import.updateMany({
        where: { organizationId, id: importId, state: "undoing" },
        data: { state: "done", refusal, undoneBy: Prisma.DbNull },
      }),
    );
    return;
  }
  const progress = (rowsDone: number) =>
    withOrganization(organizationId, (tx) =>
      tx.import.updateMany({ where: { organizationId, id: importId, state: "undoing" }, data: { rowsDone } }),
    );
  await progress(0);
  await withOrganization(organizationId, (tx) => undo(tx, found, actor, progress), {
    timeoutMs: UNDO_MINUTES_MAX * 60_000,
  });
}

async function undo(
  tx: Transaction,
  found: Import,
  actor: Actor,
  progress: (rowsDone: number) => Promise<unknown>,
): Promise<void> {
  const { organizationId, id: importId } = found;
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`import:${importId}`}, 0))::text`;
  if (!(await findUndoing(tx, organizationId, importId))) return;
  const counts = await judgeUndo(tx, found, actor);
  let rowsDone = 0;
  for (const outcome of ["removed", "restored"] as const) {
    for (const lines of await batchesOf(tx, found, outcome)) {
      if (outcome === "removed") await remove(tx, found, lines, actor);
      else {
        await writeChanges(tx, found, lines, "before");
        await writeChangeEvents(tx, found, lines, "before", actor);
      }
      rowsDone += lines.length;
      await progress(rowsDone);
    }
  }
  const undoResult = resultOf(counts);
  const now = new Date();
  await tx.import.update({
    where: { organizationId_id: { organizationId, id: importId } },
    data: { state: "undone", undoResult, rowsDone: found.rowCount, undoneAt: now, updatedAt: now },
    select: { id: true },
  });
  const subject = { type: "import" as const, id: importId, name: found.fileName };
  await record(tx, organizationId, actor, "import.undone", subject, { after: undoResult });
  await enqueue(tx, "user-counts.compact", { organizationId }, organizationId);
}

async function batchesOf(
  tx: Transaction,
  { organizationId, id: importId }: Import,
  outcome: UndoOutcome,
): Promise<number[][]> {
  const rows = await tx.$queryRaw<{ lines: number[] }[]>`
    WITH placed AS (
      SELECT line, (row_number() OVER (ORDER BY line) - 1) / ${BATCH_ROWS}::int AS batch FROM import_rows
      WHERE organization_id = ${organizationId}::uuid AND import_id = ${importId}::uuid AND undo = ${outcome})
    SELECT array_agg(line ORDER BY line) AS lines FROM placed GROUP BY batch ORDER BY batch`;
  return rows.map(({ lines }) => lines);
}

/** Removes people as a person would by hand, and makes the links void that they never used. */
async function remove(
  tx: Transaction,
  { organizationId, id: importId }: Import,
  lines: number[],
  actor: Actor,
): Promise<void> {
  const by = actorColumns(actor);
  await tx.$executeRaw`
    WITH gone AS (
      UPDATE users u SET removed_at = now(), version = u.version + 1, updated_at = now() FROM import_rows r
      WHERE r.organization_id = ${organizationId}::uuid AND r.import_id = ${importId}::uuid
        AND r.line = ANY(${lines}::int[]) AND u.organization_id = r.organization_id AND u.id = r.user_id
      RETURNING u.id, u.username),
    revoked AS (
      UPDATE credentials c SET revoked_at = now() FROM gone
      WHERE c.organization_id = ${organizationId}::uuid AND c.user_id = gone.id
        AND c.used_at IS NULL AND c.revoked_at IS NULL)
    INSERT INTO audit_events (organization_id, id, action, actor_kind, actor_organization_id, actor_user_id,
      actor_name, subject_type, subject_id, subject_name, changes, ip)
    SELECT ${organizationId}::uuid, uuid7(), 'user.removed', ${by.actorKind}, ${by.actorOrganizationId}::uuid,
      ${by.actorUserId}::uuid, ${by.actorName}, 'user', gone.id, gone.username,
      jsonb_build_object('before', '{"removed": false}'::jsonb,
        'after', jsonb_build_object('removed', true, 'importId', ${importId}::text)), ${by.ip}
    FROM gone`;
}

function resultOf(counts: ReadonlyMap<UndoOutcome, number>): UndoResult {
  const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const removed = counts.get("removed") ?? 0;
  const restored = counts.get("restored") ?? 0;
  return { removed, restored, kept: all - removed - restored };
}

function findUndoing(tx: Transaction, organizationId: string, importId: string): Promise<Import | null> {
  return tx.import.findUnique({
    where: { organizationId_id: { organizationId, id: importId }, state: "undoing" },
  });
}
