import "server-only";
import type { Transaction } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { isId } from "@/lib/ids";
import { change } from "@/lib/imports/commands/change";
import { type Edited, judgeEdit } from "@/lib/imports/commands/edits";
import { turnChoice } from "@/lib/imports/commands/rows";
import { type EditCell, isChoiceKind, reversed, textAt } from "@/lib/imports/review/edits";
import type { LineRuns } from "@/lib/imports/review/lines";
import { loadRows } from "@/lib/imports/review/staged-rows";
import type { Actor } from "@/lib/permissions/actor";
import { fail, notFound, ok, type Result } from "@/lib/result";

type Import = Prisma.ImportGetPayload<object>;
type Edit = Prisma.ImportEditGetPayload<object>;

const MINUTES_MAX = 2;

/** Takes an edit back: a given one, or the last one of the actor's own that stands. */
export const undoEdit = (actor: Actor, importId: string, id: string | null): Promise<Result<Edited>> =>
  change(
    actor,
    "users.import.prepare",
    importId,
    ["review"],
    async (tx, found) => {
      const edit = id ? await findEdit(tx, found, id) : await lastOwn(tx, found, actor);
      if (!edit) return id ? notFound("edit") : fail("conflict", "There is no edit of yours to take back.");
      if (edit.undoneAt) return fail("conflict", "This edit has been taken back already.");
      return turn(tx, found, actor, edit, true);
    },
    { timeoutMs: MINUTES_MAX * 60_000 },
  );

/** Makes an edit again: a given one, or the last that the actor took back and made no other after. */
export const redoEdit = (actor: Actor, importId: string, id: string | null): Promise<Result<Edited>> =>
  change(
    actor,
    "users.import.prepare",
    importId,
    ["review"],
    async (tx, found) => {
      const edit = id ? await findEdit(tx, found, id) : await lastUndone(tx, found, actor);
      if (!edit) return id ? notFound("edit") : fail("conflict", "There is no edit to make again.");
      if (!edit.undoneAt) return fail("conflict", "This edit stands already.");
      return turn(tx, found, actor, edit, false);
    },
    { timeoutMs: MINUTES_MAX * 60_000 },
  );

async function turn(
  tx: Transaction,
  found: Import,
  actor: Actor,
  edit: Edit,
  isUndo: boolean,
): Promise<Result<Edited>> {
  if (edit.sheet !== found.sheet || edit.headerLine !== found.headerLine) {
    return fail("conflict", "This edit was made with another sheet or header line.");
  }
  if (isChoiceKind(edit.kind)) {
    await turnOver(tx, edit, isUndo);
    return ok(await turnChoice(tx, found, actor, { kind: edit.kind, runs: edit.cells as LineRuns, isUndo }));
  }
  const own = edit.cells as EditCell[];
  const cells = isUndo ? reversed(own) : own;
  const line = await firstChanged(tx, found, cells);
  if (line !== null) return fail("conflict", `Line ${line} has been edited since. Take that back first.`);
  await turnOver(tx, edit, isUndo);
  return judgeEdit(tx, found, actor, { kind: isUndo ? "undo" : "redo", cells });
}

/** Writes down that an edit does not stand any more, or stands again. */
async function turnOver(tx: Transaction, edit: Edit, isUndo: boolean): Promise<void> {
  const now = await clockOf(tx);
  const { organizationId, importId, id } = edit;
  await tx.importEdit.update({
    where: { organizationId_importId_id: { organizationId, importId, id } },
    data: isUndo ? { undoneAt: now } : { undoneAt: null, appliedAt: now },
    select: { id: true },
  });
}

/** The database's clock: edits of several machines are in one order. */
async function clockOf(tx: Transaction): Promise<Date> {
  const rows = await tx.$queryRaw<{ now: Date }[]>`SELECT clock_timestamp() AS now`;
  return rows[0]?.now ?? new Date();
}

/** The first line with a cell that no longer holds what the edit would change. */
async function firstChanged(
  tx: Transaction,
  found: Import,
  cells: readonly EditCell[],
): Promise<number | null> {
  const lines = [...new Set(cells.map(([line]) => line))];
  const rows = await loadRows(tx, found, Prisma.sql`line = ANY(${lines}::int[])`);
  const rowOf = new Map(rows.map((row) => [row.line, row]));
  const changed = cells.find(([line, column, before]) => {
    const row = rowOf.get(line);
    return !row || textAt(row, column) !== before;
  });
  return changed?.[0] ?? null;
}

async function findEdit(
  tx: Transaction,
  { organizationId, id: importId }: Import,
  id: string,
): Promise<Edit | null> {
  if (!isId(id)) return null;
  return tx.importEdit.findUnique({
    where: { organizationId_importId_id: { organizationId, importId, id } },
  });
}

const mine = ({ organizationId, id: importId, sheet, headerLine }: Import, { userId }: Actor) => ({
  organizationId,
  importId,
  userId,
  sheet,
  headerLine,
});

const lastOwn = (tx: Transaction, found: Import, actor: Actor): Promise<Edit | null> =>
  tx.importEdit.findFirst({
    where: { ...mine(found, actor), undoneAt: null },
    orderBy: [{ appliedAt: "desc" }, { id: "desc" }],
  });

async function lastUndone(tx: Transaction, found: Import, actor: Actor): Promise<Edit | null> {
  const newest = await tx.importEdit.findFirst({
    where: mine(found, actor),
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    select: { createdAt: true },
  });
  if (!newest) return null;
  return tx.importEdit.findFirst({
    where: { ...mine(found, actor), undoneAt: { gte: newest.createdAt } },
    orderBy: [{ undoneAt: "desc" }, { id: "desc" }],
  });
}
