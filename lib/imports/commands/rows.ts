import "server-only";
import type { Transaction } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { change, movePlan } from "@/lib/imports/commands/change";
import { type Edited, keepEdit, recordEdit } from "@/lib/imports/commands/edits";
import { judgingOf } from "@/lib/imports/judging";
import { replanShared } from "@/lib/imports/replan";
import { wordsOfChoice } from "@/lib/imports/review/choice-words";
import type { ChoiceKind } from "@/lib/imports/review/edits";
import type { RowFilter } from "@/lib/imports/review/filter";
import { type LineRuns, linesOf, runsOf } from "@/lib/imports/review/lines";
import { whereRows } from "@/lib/imports/review/row-filter-sql";
import type { Actor } from "@/lib/permissions/actor";
import { ok, type Result } from "@/lib/result";

type Import = Prisma.ImportGetPayload<object>;

export type RowChoice = { lines: number[] } | { filter: RowFilter };

/** How many rows were changed, and the plan before and after. */
type Chosen = { changed: number; planBefore: number; planVersion: number };

const MINUTES_MAX = 2;

/**
 * Selects or unselects rows: some lines, or all that a filter shows, which is an edit that can be taken back. What a commit
 * would do is another plan then.
 */
export function selectRows(
  actor: Actor,
  importId: string,
  rows: RowChoice,
  selected: boolean,
): Promise<Result<Chosen>> {
  return change(
    actor,
    "users.import.prepare",
    importId,
    ["review"],
    async (tx, found) =>
      ok(
        "filter" in rows
          ? await chooseAsEdit(tx, found, actor, {
              rows,
              selected,
              words: wordsOfChoice(rows.filter, selected),
            })
          : await chooseRows(tx, found, actor, rows, selected),
      ),
    { timeoutMs: MINUTES_MAX * 60_000 },
  );
}

/** The same for an import that is locked. */
export async function chooseRows(
  tx: Transaction,
  found: Import,
  actor: Actor,
  rows: RowChoice,
  selected: boolean,
): Promise<Chosen> {
  const lines = await markRows(tx, found, rows, selected);
  return planAfter(tx, found, actor, lines.length);
}

/** The same as an edit, which keeps the lines that have changed. */
export async function chooseAsEdit(
  tx: Transaction,
  found: Import,
  actor: Actor,
  { rows, selected, words }: { rows: RowChoice; selected: boolean; words: string },
): Promise<Chosen> {
  const lines = await markRows(tx, found, rows, selected);
  if (lines.length > 0) {
    const kind: ChoiceKind = selected ? "takenIn" : "leftOut";
    await keepEdit(tx, found, actor, { kind, words, cells: runsOf(lines), rowCount: lines.length });
    await recordEdit(tx, found, actor, { kind, rows: lines.length });
  }
  return planAfter(tx, found, actor, lines.length);
}

/** Takes such an edit back, or makes it again. Rows that are as they shall be already stay so. */
export async function turnChoice(
  tx: Transaction,
  found: Import,
  actor: Actor,
  { kind, runs, isUndo }: { kind: ChoiceKind; runs: LineRuns; isUndo: boolean },
): Promise<Edited> {
  const lines = await markRows(tx, found, { lines: linesOf(runs) }, (kind === "takenIn") !== isUndo);
  await recordEdit(tx, found, actor, { kind: isUndo ? "undo" : "redo", rows: lines.length });
  const { planBefore, planVersion } = await planAfter(tx, found, actor, lines.length);
  return { planBefore, planVersion, lines, rows: null, isLater: false };
}

async function planAfter(tx: Transaction, found: Import, actor: Actor, changed: number): Promise<Chosen> {
  const { planVersion: planBefore } = found;
  if (changed === 0) return { changed, planBefore, planVersion: planBefore };
  const { options } = await judgingOf(tx, found, actor);
  await replanShared(tx, found.organizationId, found.id, options);
  return { changed, planBefore, planVersion: await movePlan(tx, found) };
}

/** @returns the lines that were not so before, in order */
async function markRows(
  tx: Transaction,
  found: Import,
  rows: RowChoice,
  selected: boolean,
): Promise<number[]> {
  const where =
    "filter" in rows
      ? whereRows(found, rows.filter)
      : Prisma.sql`organization_id = ${found.organizationId}::uuid AND import_id = ${found.id}::uuid
          AND line = ANY(${rows.lines}::int[])`;
  const [marked] = await tx.$queryRaw<{ lines: number[] | null }[]>`
    WITH marked AS (
      UPDATE import_rows SET selected = ${selected} WHERE ${where} AND selected <> ${selected} RETURNING line)
    SELECT array_agg(line ORDER BY line) AS lines FROM marked`;
  return marked?.lines ?? [];
}
