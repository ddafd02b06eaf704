import "server-only";
import { storedName } from "@/lib/auth/stored-actor";
import { readRows, withOrganization } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { isId } from "@/lib/ids";
import type { RowField } from "@/lib/imports/columns/column-field";
import { type IssueCode, LINES_NAMED_MAX } from "@/lib/imports/issues";
import type { RowChanges } from "@/lib/imports/plan/people";
import type { RowFilter } from "@/lib/imports/review/filter";
import { type LineRuns, runsOf } from "@/lib/imports/review/lines";
import { whereRows } from "@/lib/imports/review/row-filter-sql";
import type { ReviewRow } from "@/lib/imports/row-queries";
import type { ImportState } from "@/lib/imports/state";
import type { Actor } from "@/lib/permissions/actor";
import { demand } from "@/lib/permissions/demand";

const READ = "users.import.read";

/** The lines of the rows that a filter shows, in the file's order. */
export async function listLines(actor: Actor, importId: string, filter: RowFilter): Promise<LineRuns> {
  demand(actor, READ);
  const { id: organizationId } = actor.organization;
  const whole = filter.show === "all" && !filter.issue && !filter.column && !filter.q;
  const run = whole ? await wholeRun(organizationId, importId) : null;
  if (run) return run;
  const where = whereRows({ organizationId, id: importId }, filter);
  const [found] = await readRows<{ lines: number[] | null }>(
    organizationId,
    Prisma.sql`SELECT array_agg(line ORDER BY line) AS lines FROM import_rows WHERE ${where}`,
  );
  return runsOf(found?.lines ?? []);
}

/** All lines of an import where they follow one another, which two looks at an index tell. */
async function wholeRun(organizationId: string, importId: string): Promise<LineRuns | null> {
  const [found] = await readRows<{ first: number | null; last: number | null; count: number }>(
    organizationId,
    Prisma.sql`
      SELECT min(r.line) AS first, max(r.line) AS last, (SELECT row_count FROM imports i
        WHERE i.organization_id = ${organizationId}::uuid AND i.id = ${importId}::uuid) AS count
      FROM import_rows r
      WHERE r.organization_id = ${organizationId}::uuid AND r.import_id = ${importId}::uuid AND r.line > 0`,
  );
  const { first = null, last = null, count } = found ?? {};
  return first !== null && last !== null && last - first + 1 === count ? [first, count] : null;
}

/** Reviewed rows by their lines; a line that is none is left out. */
export async function listRowsAt(actor: Actor, importId: string, lines: number[]): Promise<ReviewRow[]> {
  demand(actor, READ);
  const { id: organizationId } = actor.organization;
  return readRows<ReviewRow>(
    organizationId,
    Prisma.sql`
      SELECT line, cells, given_username AS "givenUsername", "values", issues, fate, selected, changes FROM import_rows
      WHERE organization_id = ${organizationId}::uuid AND import_id = ${importId}::uuid AND line = ANY(${lines}::int[])
      ORDER BY line`,
  );
}

/** Where an import stands and which plan its rows are of; null when there is none. */
export async function readPlanVersion(
  actor: Actor,
  importId: string,
): Promise<{ state: ImportState; planVersion: number } | null> {
  demand(actor, READ);
  if (!isId(importId)) return null;
  const { id: organizationId } = actor.organization;
  const [found] = await readRows<{ state: ImportState; planVersion: number }>(
    organizationId,
    Prisma.sql`SELECT state, plan_version AS "planVersion" FROM imports
      WHERE organization_id = ${organizationId}::uuid AND id = ${importId}::uuid`,
  );
  return found ?? null;
}

/** How many rows have an issue; `offers` of them have a text that would be right. */
export type IssueCount = { code: IssueCode; field: RowField | null; rows: number; offers: number };

/** The issues that a file's rows have, the most frequent first. */
export async function countIssues(actor: Actor, importId: string): Promise<IssueCount[]> {
  demand(actor, READ);
  const { id: organizationId } = actor.organization;
  return readRows<IssueCount>(
    organizationId,
    Prisma.sql`
      SELECT i.code, i.field, count(DISTINCT r.line)::int AS rows,
        (count(DISTINCT r.line) FILTER (WHERE i.suggestion IS NOT NULL))::int AS offers
      FROM import_rows r, jsonb_to_recordset(r.issues) AS i(code text, field text, suggestion text)
      WHERE r.organization_id = ${organizationId}::uuid AND r.import_id = ${importId}::uuid AND r.line > 0
        AND r.fate = 'invalid'
      GROUP BY i.code, i.field ORDER BY 3 DESC, 1, 2`,
  );
}

/** How many rows mean something else than when they were reviewed. */
export async function countDriftedRows(actor: Actor, importId: string): Promise<number> {
  demand(actor, READ);
  const { id: organizationId } = actor.organization;
  const [found] = await readRows<{ count: number }>(
    organizationId,
    Prisma.sql`SELECT count(*)::int AS count FROM import_rows
      WHERE organization_id = ${organizationId}::uuid AND import_id = ${importId}::uuid AND line > 0 AND drifted`,
  );
  return found?.count ?? 0;
}

/** The selected row that changes whoever asks; null when none does. */
export async function findOwnRow(
  actor: Actor,
  importId: string,
): Promise<{ line: number; changes: RowChanges } | null> {
  demand(actor, READ);
  if (actor.organizationId !== actor.organization.id) return null;
  const [found] = await readRows<{ line: number; changes: RowChanges }>(
    actor.organization.id,
    Prisma.sql`
      SELECT line, changes FROM import_rows
      WHERE organization_id = ${actor.organization.id}::uuid AND import_id = ${importId}::uuid AND line > 0
        AND user_id = ${actor.userId}::uuid AND user_version IS NOT NULL AND fate = 'update' AND selected
      ORDER BY line LIMIT 1`,
  );
  return found ?? null;
}

/** Rows of whom the access that the import gives has ended before `today` (as in `2026-12-31`), with their first lines. */
export async function findEndedAccess(
  actor: Actor,
  importId: string,
  today: string,
): Promise<{ count: number; lines: number[] }> {
  demand(actor, READ);
  const { id: organizationId } = actor.organization;
  const [found] = await readRows<{ count: number; lines: number[] | null }>(
    organizationId,
    Prisma.sql`
      SELECT count(*)::int AS count, (array_agg(line ORDER BY line))[1:${Prisma.raw(String(LINES_NAMED_MAX))}] AS lines
      FROM import_rows
      WHERE organization_id = ${organizationId}::uuid AND import_id = ${importId}::uuid AND line > 0 AND selected
        AND nullif(CASE fate WHEN 'create' THEN "values"->>'accessEndsAt'
          WHEN 'update' THEN changes->'after'->>'accessEndsAt' END, '') COLLATE "C" < ${today}`,
  );
  return { count: found?.count ?? 0, lines: found?.lines ?? [] };
}

/** How many edits of an import's rows stand. */
export function countEdits(actor: Actor, importId: string): Promise<number> {
  demand(actor, READ);
  const { id: organizationId } = actor.organization;
  return withOrganization(organizationId, (tx) =>
    tx.importEdit.count({ where: { organizationId, importId, undoneAt: null } }),
  );
}

export type EditSummary = {
  id: string;
  words: string;
  rowCount: number;
  by: string;
  isMine: boolean;
  createdAt: Date;
  isUndone: boolean;
  /** Made with another sheet or header line: it is not applied. */
  isElsewhere: boolean;
};

export type EditList = { edits: EditSummary[]; canUndo: boolean; canRedo: boolean };

const EDITS_MAX = 200;

/** What people changed in an import's rows, the last first. */
export async function listEdits(actor: Actor, importId: string): Promise<EditList> {
  demand(actor, READ);
  const { id: organizationId } = actor.organization;
  const { found, at } = await withOrganization(organizationId, async (tx) => ({
    at: await tx.import.findUnique({
      where: { organizationId_id: { organizationId, id: importId } },
      select: { sheet: true, headerLine: true },
    }),
    found: await tx.importEdit.findMany({
      where: { organizationId, importId },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      take: EDITS_MAX,
      omit: { cells: true },
    }),
  }));
  const here = found.filter((edit) => edit.sheet === at?.sheet && edit.headerLine === at.headerLine);
  const mine = here.filter(({ userId }) => userId === actor.userId);
  const newest = mine[0]?.createdAt;
  return {
    edits: found.map((edit) => ({
      id: edit.id,
      words: edit.words,
      rowCount: edit.rowCount,
      by: storedName(edit.madeBy) ?? "",
      isMine: edit.userId === actor.userId,
      createdAt: edit.createdAt,
      isUndone: edit.undoneAt !== null,
      isElsewhere: !here.includes(edit),
    })),
    canUndo: mine.some(({ undoneAt }) => undoneAt === null),
    canRedo: mine.some(({ undoneAt }) => undoneAt !== null && newest !== undefined && undoneAt >= newest),
  };
}
