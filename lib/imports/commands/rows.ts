import "server-only";
import type { Transaction } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { change, movePlan } from "@/lib/imports/commands/change";
import { judgingOf } from "@/lib/imports/judging";
import { replanShared } from "@/lib/imports/replan";
import type { RowFilter } from "@/lib/imports/review/filter";
import { whereRows } from "@/lib/imports/review/row-filter-sql";
import type { Actor } from "@/lib/permissions/actor";
import { ok, type Result } from "@/lib/result";

type Import = Prisma.ImportGetPayload<object>;

export type RowChoice = { lines: number[] } | { filter: RowFilter };

/** How many rows were changed, and the plan before and after. */
type Chosen = { changed: number; planBefore: number; planVersion: number };

const MINUTES_MAX = 2;

/** Selects or unselects rows: some lines, or all that a filter shows. What a commit would do is another plan then. */
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
    async (tx, found) => ok(await chooseRows(tx, found, actor, rows, selected)),
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
  const changed = await markRows(tx, found, rows, selected);
  const { planVersion: planBefore } = found;
  if (changed === 0) return { changed, planBefore, planVersion: planBefore };
  const { options } = await judgingOf(tx, found, actor);
  await replanShared(tx, found.organizationId, found.id, options);
  return { changed, planBefore, planVersion: await movePlan(tx, found) };
}

function markRows(tx: Transaction, found: Import, rows: RowChoice, selected: boolean): Promise<number> {
  const where =
    "filter" in rows
      ? whereRows(found, rows.filter)
      : Prisma.sql`organization_id = ${found.organizationId}::uuid AND import_id = ${found.id}::uuid
          AND line = ANY(${rows.lines}::int[])`;
  return tx.$executeRaw`UPDATE import_rows SET selected = ${selected} WHERE ${where} AND selected <> ${selected}`;
}
