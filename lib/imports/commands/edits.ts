import "server-only";
import { record } from "@/lib/audit/record";
import { storeActor } from "@/lib/auth/stored-actor";
import type { Transaction } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { newId } from "@/lib/ids";
import type { ColumnField } from "@/lib/imports/columns/column-field";
import { change, movePlan, save } from "@/lib/imports/commands/change";
import { judgingOf } from "@/lib/imports/judging";
import { editableColumns } from "@/lib/imports/review/editable";
import {
  countLines,
  type EditCell,
  type EditKind,
  type TextKind,
  textAt,
  withTexts,
} from "@/lib/imports/review/edits";
import { columnName } from "@/lib/imports/review/fix-words";
import type { LineRuns } from "@/lib/imports/review/lines";
import { rejudge } from "@/lib/imports/review/rejudge";
import { loadRows, type StagedState } from "@/lib/imports/review/staged-rows";
import type { ReviewRow } from "@/lib/imports/row-queries";
import type { ImportOptions } from "@/lib/imports/state";
import { enqueue } from "@/lib/jobs/queue";
import type { Actor } from "@/lib/permissions/actor";
import { fail, notFound, ok, type Result } from "@/lib/result";

type Import = Prisma.ImportGetPayload<object>;

/** More rows than this are judged by the worker, as the whole file was. */
export const ROWS_AT_ONCE_MAX = 2000;

const ROWS_TOLD_MAX = 500;

/** A text for a column from 0; `from` is the text that it was changed from, so that nobody's edit is lost unseen. */
export type CellChange = { column: number; value: string; from?: string };

export type RowEdit = { line: number; cells: CellChange[] };

export type Edited = {
  /** The plan before and after: others have changed something too if the first is not the caller's. */
  planBefore: number;
  planVersion: number;
  /** The lines that were changed, and others that mean something else by it. */
  lines: number[];
  /** The rows of those lines; null where they are very many: whoever asks reads those in sight. */
  rows: ReviewRow[] | null;
  /** A worker judges all rows anew. */
  isLater: boolean;
};

/** Changes cells of one row, which is judged at once with all rows that it touches. */
export function editCells(actor: Actor, importId: string, given: RowEdit): Promise<Result<Edited>> {
  return change(actor, "users.import.prepare", importId, ["review"], (tx, found) =>
    editRow(tx, found, actor, given),
  );
}

/** The same for an import that is locked. */
export async function editRow(
  tx: Transaction,
  found: Import,
  actor: Actor,
  given: RowEdit,
): Promise<Result<Edited>> {
  const [row] = await loadRows(tx, found, Prisma.sql`line = ${given.line}`);
  if (!row) return notFound("row");
  const matching = found.matching as (ColumnField | null)[];
  const editable = editableColumns(matching);
  const closed = given.cells.find(({ column }) => !editable.includes(column));
  if (closed) return fail("invalid", "This column cannot be edited here.");
  const theirs = given.cells.find(({ column, from }) => from !== undefined && from !== textAt(row, column));
  if (theirs) return editedMeanwhile(textAt(row, theirs.column));
  const cells = given.cells
    .map(({ column, value }): EditCell => [given.line, column, textAt(row, column), value])
    .filter(([, , before, after]) => before !== after);
  if (cells.length === 0) {
    const { planVersion } = found;
    return ok({ planBefore: planVersion, planVersion, ...told([row]), isLater: false });
  }
  return applyEdit(tx, found, actor, { kind: "cells", words: wordsFor(found, cells), cells, rows: [row] });
}

type Change<Kind> = {
  kind: Kind;
  cells: EditCell[];
  /** The rows of those cells, where they have been read already. */
  rows?: StagedState[];
};

/** Keeps an edit, and has its rows judged: at once, or by the worker where they are many. */
export async function applyEdit(
  tx: Transaction,
  found: Import,
  actor: Actor,
  { words, ...given }: Change<TextKind> & { words: string },
): Promise<Result<Edited>> {
  const { kind, cells } = given;
  await keepEdit(tx, found, actor, { kind, words, cells, rowCount: countLines(cells) });
  return judgeEdit(tx, found, actor, given);
}

type Kept = { kind: EditKind; words: string; cells: EditCell[] | LineRuns; rowCount: number };

/** Keeps an edit, so that it stands in the list and can be taken back. `cells` are runs of lines where rows were chosen. */
export async function keepEdit(
  tx: Transaction,
  { organizationId, id: importId, sheet, headerLine }: Import,
  actor: Actor,
  { kind, words, cells, rowCount }: Kept,
): Promise<void> {
  // By the database's clock, so that edits of several machines are in one order.
  await tx.$executeRaw`
    INSERT INTO import_edits (organization_id, import_id, id, kind, words, cells, row_count, sheet, header_line, made_by,
      user_id, created_at, applied_at)
    SELECT ${organizationId}::uuid, ${importId}::uuid, ${newId()}::uuid, ${kind}, ${words}, ${JSON.stringify(cells)}::jsonb,
      ${rowCount}::int, ${sheet}, ${headerLine}::int, ${JSON.stringify(storeActor(actor))}::jsonb,
      ${actor.userId}::uuid, now, now FROM clock_timestamp() AS now`;
}

/** Tells the audit log of an edit, or that one was taken back or made again. */
export function recordEdit(
  tx: Transaction,
  { organizationId, id, fileName }: Import,
  actor: Actor,
  after: { kind: EditKind | "undo" | "redo"; rows: number },
): Promise<void> {
  return record(
    tx,
    organizationId,
    actor,
    "import.edited",
    { type: "import", id, name: fileName },
    { after },
  );
}

/** Writes the cells of an edit that is kept already, and tells of it. */
export async function judgeEdit(
  tx: Transaction,
  found: Import,
  actor: Actor,
  { kind, cells, rows }: Change<TextKind | "undo" | "redo">,
): Promise<Result<Edited>> {
  const { organizationId, id: importId, planVersion } = found;
  const count = countLines(cells);
  await recordEdit(tx, found, actor, { kind, rows: count });
  if (count > ROWS_AT_ONCE_MAX && (await hasFile(tx, found))) {
    // Said here already, so that who has the former plan in sight is refused while the worker has not begun.
    const next = await movePlan(tx, found);
    const { drifted: _, ...options } = found.options as ImportOptions;
    await save(tx, found, { state: "parsing", rowsDone: 0, options, preparedBy: storeActor(actor) });
    await enqueue(tx, "import.parse", { organizationId, importId }, importId);
    return ok({ planBefore: planVersion, planVersion: next, lines: [], rows: null, isLater: true });
  }
  const judged = await writeCells(tx, found, actor, cells, rows);
  const next = await movePlan(tx, found);
  return ok({ planBefore: planVersion, planVersion: next, ...told(judged), isLater: false });
}

const told = (states: readonly StagedState[]): Pick<Edited, "lines" | "rows"> => ({
  lines: states.map(({ line }) => line),
  rows: states.length <= ROWS_TOLD_MAX ? states.map(reviewRowOf) : null,
});

const reviewRowOf = (state: StagedState): ReviewRow => ({
  line: state.line,
  cells: state.cells,
  givenUsername: state.givenUsername,
  values: state.values,
  issues: state.issues,
  fate: state.fate as ReviewRow["fate"],
  selected: state.selected,
  changes: state.changes,
});

async function writeCells(
  tx: Transaction,
  found: Import,
  actor: Actor,
  cells: readonly EditCell[],
  known?: StagedState[],
): Promise<StagedState[]> {
  const texts = new Map<number, [number, string][]>();
  for (const [line, column, , after] of cells) {
    const mine = texts.get(line);
    if (mine) mine.push([column, after]);
    else texts.set(line, [[column, after]]);
  }
  const rows = known ?? (await loadRows(tx, found, Prisma.sql`line = ANY(${[...texts.keys()]}::int[])`));
  const changed = rows.map((row) => withTexts(row, texts.get(row.line) ?? []));
  return rejudge(tx, found, await judgingOf(tx, found, actor), rows, changed);
}

/** Whether the file can be read again: one with passwords is kept for an hour. */
export async function hasFile(tx: Transaction, { organizationId, id: importId }: Import): Promise<boolean> {
  return (await tx.importPart.count({ where: { organizationId, importId } })) > 0;
}

const editedMeanwhile = (value: string): Result<never> =>
  fail("conflict", `Somebody else has changed this cell meanwhile. It says “${value}” now.`, [
    { path: "value", message: value },
  ]);

function wordsFor({ headers }: Import, cells: readonly EditCell[]): string {
  const names = cells.map(([, column]) => columnName(headers, column));
  return `${names.join(", ")} on line ${cells[0]?.[0] ?? 0}`;
}
