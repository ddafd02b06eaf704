import "server-only";
import { record, recordingSql } from "@/lib/audit/record";
import type { Transaction } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { revokeLinks, writeChangeEvents, writeChanges } from "@/lib/imports/jobs/changes";
import { takeExtensionsBack } from "@/lib/imports/jobs/extensions";
import { resumeLeavers } from "@/lib/imports/jobs/leavers";
import { batchesOf, type Import, type Progress, runImport } from "@/lib/imports/jobs/run";
import { undoLeavers } from "@/lib/imports/jobs/undo-leavers";
import { bringsExtensions, judgeUndo } from "@/lib/imports/jobs/undo-outcomes";
import { mayUndo } from "@/lib/imports/rights";
import { AS_BEFORE, type UndoOutcome, type UndoResult } from "@/lib/imports/state";
import { enqueue, type ImportJob } from "@/lib/jobs/queue";
import { cancelMessages } from "@/lib/messages/queue";
import type { Actor } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import { freeSeatsOf, takeSeatsOfImport } from "@/lib/services/leaving";

/**
 * Takes an import back in one transaction: what it created is removed, what it changed is as before, messages that still
 * wait are cancelled, and whoever has been touched since is kept, with the reason.
 */
export function undoImportRows(job: ImportJob): Promise<void> {
  return runImport(job, {
    state: "undoing",
    askedBy: ({ undoneBy }) => undoneBy,
    may: mayUndo,
    refuse: leaveAsItIs,
    carryOut: undo,
  });
}

async function leaveAsItIs(
  tx: Transaction,
  found: Import,
  message = "Who took this import back may not do so any more.",
): Promise<void> {
  const { organizationId, id } = found;
  const { count } = await tx.import.updateMany({
    where: { organizationId, id, state: "undoing" },
    data: { state: "done", refusal: { code: "not_allowed", message }, undoneBy: Prisma.DbNull },
  });
  if (count > 0) await resumeLeavers(tx, found);
}

const IN_TURN = ["removed", ...AS_BEFORE] as const;

async function undo(tx: Transaction, found: Import, actor: Actor, progress: Progress): Promise<void> {
  const { organizationId, id: importId } = found;
  const counts = await judgeUndo(tx, found, actor);
  const removed: string[] = [];
  const restored: string[] = [];
  let rowsDone = 0;
  for (const outcome of IN_TURN) {
    for (const lines of await batchesOf(tx, found, Prisma.sql`undo = ${outcome}`)) {
      if (outcome === "removed") removed.push(...(await remove(tx, found, lines, actor)));
      else {
        restored.push(...(await idsAt(tx, found, lines)));
        await writeChanges(tx, found, lines, "before");
        await revokeLinks(tx, found, lines, actor);
        await writeChangeEvents(tx, found, lines, "before", actor);
      }
      rowsDone += lines.length;
      await progress(rowsDone);
    }
  }
  if (bringsExtensions(found) && can(actor, "telephony.update"))
    await takeExtensionsBack(tx, found, actor, { removed, restored });
  await freeSeatsOf(tx, organizationId, actor, removed);
  await takeSeatsOfImport(tx, organizationId, actor, importId);
  await cancelMessages(tx, organizationId, importId);
  const leavers = found.leavers ? await undoLeavers(tx, found, actor) : null;
  const undoResult: UndoResult = {
    ...resultOf(counts),
    ...(leavers ? { reactivated: leavers.reactivated, stillSuspended: leavers.kept } : {}),
  };
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

async function idsAt(tx: Transaction, { organizationId, id: importId }: Import, lines: number[]) {
  const rows = await tx.importRow.findMany({
    where: { organizationId, importId, line: { in: lines } },
    select: { userId: true },
  });
  return rows.map(({ userId }) => userId);
}

/** Removes people as a person would by hand, and makes the links void that they never used. @returns their ids */
async function remove(
  tx: Transaction,
  { organizationId, id: importId }: Import,
  lines: number[],
  actor: Actor,
): Promise<string[]> {
  const events = Prisma.sql`
    SELECT id, username, jsonb_build_object('before', '{"removed": false}'::jsonb,
      'after', jsonb_build_object('removed', true, 'importId', ${importId}::text)) AS changes
    FROM gone`;
  const rows = await tx.$queryRaw<{ ids: string[] }[]>`
    WITH gone AS (
      UPDATE users u SET removed_at = now(), version = u.version + 1, updated_at = now() FROM import_rows r
      WHERE r.organization_id = ${organizationId}::uuid AND r.import_id = ${importId}::uuid
        AND r.line = ANY(${lines}::int[]) AND u.organization_id = r.organization_id AND u.id = r.user_id
      RETURNING u.id, u.username),
    revoked AS (
      UPDATE credentials c SET revoked_at = now() FROM gone
      WHERE c.organization_id = ${organizationId}::uuid AND c.user_id = gone.id
        AND c.used_at IS NULL AND c.revoked_at IS NULL),
    pins_ended AS (
      UPDATE pins p SET revoked_at = now(), revoked_because = 'changed' FROM gone
      WHERE p.organization_id = ${organizationId}::uuid AND p.user_id = gone.id AND p.revoked_at IS NULL),
    passwords_ended AS (
      DELETE FROM passwords p USING gone
      WHERE p.organization_id = ${organizationId}::uuid AND p.user_id = gone.id AND p.must_change AND p.used_at IS NULL),
    events AS (${recordingSql(organizationId, actor, "user.removed", events)})
    SELECT array(SELECT id FROM gone) AS ids`;
  return rows[0]?.ids ?? [];
}

function resultOf(counts: ReadonlyMap<UndoOutcome, number>): UndoResult {
  const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const removed = counts.get("removed") ?? 0;
  const restored = counts.get("restored") ?? 0;
  return { removed, restored, kept: all - removed - restored };
}
