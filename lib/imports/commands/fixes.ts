import "server-only";
import { type Transaction, withOrganization } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import type { ColumnField } from "@/lib/imports/columns/column-field";
import { change, findPrepared } from "@/lib/imports/commands/change";
import { applyEdit, type Edited } from "@/lib/imports/commands/edits";
import { chooseAsEdit } from "@/lib/imports/commands/rows";
import { withFreeNames } from "@/lib/imports/directory";
import type { Issue } from "@/lib/imports/issues";
import { KEPT_FIRST_WORDS } from "@/lib/imports/review/choice-words";
import { columnOf, editableColumns } from "@/lib/imports/review/editable";
import { countLines, type EditCell, textAt } from "@/lib/imports/review/edits";
import { wordsOfFix } from "@/lib/imports/review/fix-words";
import { type Fix, type FixContext, fixRow, isForIssues, type TextFix } from "@/lib/imports/review/fixes";
import { repeatedLines } from "@/lib/imports/review/identical";
import { loadRows, type StagedState, usernamesInFile } from "@/lib/imports/review/staged-rows";
import { organizationSettings } from "@/lib/organizations/queries";
import type { Actor } from "@/lib/permissions/actor";
import { fail, ok, type Result } from "@/lib/result";

type Import = Prisma.ImportGetPayload<object>;

const ROWS_AT_ONCE = 5000;
const EXAMPLES_MAX = 3;
const MINUTES_MAX = 2;

/** What a fix would do: how many rows it touches, and the first few cells before and after. */
export type FixPreview = {
  rows: number;
  examples: { line: number; column: number; before: string; after: string }[];
};

/** Says what a fix would do, and neither changes nor locks anything. */
export function previewFix(actor: Actor, importId: string, fix: Fix): Promise<Result<FixPreview>> {
  const work = async (tx: Transaction): Promise<Result<FixPreview>> => {
    const found = await findPrepared(tx, actor, importId, ["review"]);
    if (!found.ok) return found;
    if (fix.kind === "keepFirst") {
      return ok({ rows: (await findRepeated(tx, found.value)).length, examples: [] });
    }
    const cells = await cellsOf(tx, found.value, fix);
    return cells.ok ? ok({ rows: countLines(cells.value), examples: examplesOf(cells.value) }) : cells;
  };
  return withOrganization(actor.organization.id, work, { timeoutMs: MINUTES_MAX * 60_000 });
}

/** The first cell of each of the first few lines. */
function examplesOf(cells: readonly EditCell[]): FixPreview["examples"] {
  const lines = new Set<number>();
  const examples: FixPreview["examples"] = [];
  for (const [line, column, before, after] of cells) {
    if (lines.size === EXAMPLES_MAX) break;
    if (lines.has(line)) continue;
    lines.add(line);
    examples.push({ line, column, before, after });
  }
  return examples;
}

/** Does to all rows what a fix says, as one edit that can be taken back as one. */
export function applyFix(actor: Actor, importId: string, fix: Fix): Promise<Result<Edited>> {
  return change(
    actor,
    "users.import.prepare",
    importId,
    ["review"],
    async (tx, found) => {
      if (fix.kind === "keepFirst") return keepFirst(tx, found, actor);
      const cells = await cellsOf(tx, found, fix);
      if (!cells.ok) return cells;
      if (cells.value.length === 0) return fail("conflict", "There is no row left that this would change.");
      const words = wordsOfFix(fix, found.headers);
      return applyEdit(tx, found, actor, { kind: fix.kind, words, cells: cells.value });
    },
    { timeoutMs: MINUTES_MAX * 60_000 },
  );
}

/** Leaves every row out that says the very same as an earlier one, which is selected: they can be taken in again. */
async function keepFirst(tx: Transaction, found: Import, actor: Actor): Promise<Result<Edited>> {
  const lines = await findRepeated(tx, found);
  if (lines.length === 0)
    return fail("conflict", "No row says the very same as another one. Look at the duplicates one by one.");
  const { planBefore, planVersion } = await chooseAsEdit(tx, found, actor, {
    rows: { lines },
    selected: false,
    words: KEPT_FIRST_WORDS,
  });
  return ok({ planBefore, planVersion, lines, rows: null, isLater: false });
}

async function findRepeated(tx: Transaction, found: Import): Promise<number[]> {
  const repeated = repeatedLines();
  for await (const rows of inBatches(tx, found, Prisma.sql`fate = 'invalid' AND selected`)) {
    for (const row of rows) repeated.take(row);
  }
  return repeated.lines;
}

/** All cells that a fix changes, unless it names columns that are closed. */
async function cellsOf(tx: Transaction, found: Import, fix: TextFix): Promise<Result<EditCell[]>> {
  const { domains } = await organizationSettings(tx, found.organizationId);
  const matching = found.matching as (ColumnField | null)[];
  const named = fix.kind === "swap" ? fix.columns : fix.kind === "replace" ? [fix.column] : [];
  const editable = editableColumns(matching);
  if (named.some((column) => !editable.includes(column)) || new Set(named).size < named.length)
    return fail("invalid", "Choose columns that can be edited.");
  const primaryDomain = domains.find(({ isPrimary }) => isPrimary)?.name ?? "";
  return ok(await findCells(tx, found, fix, { matching, primaryDomain }));
}

async function findCells(
  tx: Transaction,
  found: Import,
  fix: TextFix,
  context: FixContext,
): Promise<EditCell[]> {
  const cells: EditCell[] = [];
  const offered: StagedState[] = [];
  const where = isForIssues(fix) ? Prisma.sql`fate = 'invalid'` : Prisma.sql`true`;
  for await (const rows of inBatches(tx, found, where)) {
    for (const row of rows) {
      const texts = fixRow(row, fix, context);
      for (const [column, text] of texts) cells.push([row.line, column, textAt(row, column), text]);
      if (fix.kind === "offers" && texts.length > 0) offered.push(row);
    }
  }
  return fix.kind === "offers" ? withOwnNames(tx, found, cells, offered, context) : cells;
}

/** Staged rows in the file's order, some thousands at a time. */
async function* inBatches(tx: Transaction, found: Import, where: Prisma.Sql): AsyncGenerator<StagedState[]> {
  for (let afterLine = 0; ; ) {
    const rows = await loadRows(tx, found, Prisma.sql`line > ${afterLine} AND ${where}`, ROWS_AT_ONCE);
    if (rows.length > 0) yield rows;
    if (rows.length < ROWS_AT_ONCE) return;
    afterLine = rows.at(-1)?.line ?? 0;
  }
}

/** The same cells, no two of which have the same username, nor one that another row has by now. */
async function withOwnNames(
  tx: Transaction,
  found: Import,
  cells: EditCell[],
  rows: readonly StagedState[],
  { matching }: FixContext,
): Promise<EditCell[]> {
  const at = columnOf("username", matching);
  const names = cells.flatMap(([, column, , after]) => (column === at ? [after] : []));
  const inFile = await usernamesInFile(tx, found, names, new Set());
  const given = new Set<string>();
  const isLost = (cell: EditCell) =>
    cell[1] === at && (inFile.has(cell[3]) || given.has(cell[3]) || !given.add(cell[3]));
  const lost = new Set(cells.filter(isLost).map(([line]) => line));
  if (lost.size === 0) return cells;
  const others = await otherOffers(
    tx,
    found,
    rows.filter(({ line }) => lost.has(line)),
    given,
  );
  return cells.flatMap((cell): EditCell[] => {
    const [line, column, before] = cell;
    if (column !== at || !lost.has(line)) return [cell];
    const name = others.get(line);
    return name ? [[line, column, before, name]] : [];
  });
}

async function otherOffers(
  tx: Transaction,
  found: Import,
  rows: readonly StagedState[],
  given: ReadonlySet<string>,
): Promise<Map<number, string>> {
  const unoffered = rows.map(({ line, values, usernameFrom, issues }) => ({
    line,
    values,
    usernameFrom,
    issues: issues.map(withoutOffer),
    fate: "invalid" as const,
    isSelected: true,
  }));
  const offered = await withFreeNames(tx, found.organizationId, unoffered, async (names) => {
    const inFile = await usernamesInFile(tx, found, names, new Set());
    return new Set([...inFile, ...given]);
  });
  return new Map(
    offered.flatMap(({ line, issues }) => {
      const name = issues.find(({ field, suggestion }) => field === "username" && suggestion)?.suggestion;
      return name ? [[line, name] as const] : [];
    }),
  );
}

const withoutOffer = ({ field, code, message, lines }: Issue): Issue => ({
  field,
  code,
  message,
  ...(lines ? { lines } : {}),
});
