import "server-only";
import type { StoredActor } from "@/lib/auth/revive";
import { type Transaction, withOrganization } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { isId } from "@/lib/ids";
import type { Issue } from "@/lib/imports/issues";
import type { RowChanges } from "@/lib/imports/plan/people";
import type { Refusal } from "@/lib/imports/refusals";
import {
  type ImportCounts,
  type ImportOptions,
  type ImportResult,
  type ImportState,
  KEPT_BECAUSE,
  type KeptReason,
  NO_ROWS,
  type UndoResult,
} from "@/lib/imports/state";
import type { SpreadsheetFormat } from "@/lib/imports/table/spreadsheet-kind";
import type { Actor } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import type { Permission } from "@/lib/permissions/permissions";
import type { UserField } from "@/lib/users/fields";

export type ImportSummary = {
  id: string;
  state: ImportState;
  fileName: string;
  sizeBytes: number;
  rowCount: number;
  result: ImportResult | null;
  undoResult: UndoResult | null;
  createdBy: string;
  createdAt: Date;
  finishedAt: Date | null;
};

export type ImportDetails = ImportSummary & {
  encoding: string | null;
  hasBom: boolean;
  delimiter: string | null;
  /** A workbook's kind, or null for a file in text. */
  format: SpreadsheetFormat | null;
  /** The sheet that people are read from, or null as long as nobody has chosen one. */
  sheet: string | null;
  sheets: string[];
  hasHeader: boolean | null;
  headerLine: number | null;
  headers: string[];
  samples: string[][];
  matching: (UserField | null)[];
  options: ImportOptions;
  refusal: Refusal | null;
  rowsDone: number;
  planVersion: number;
  committedBy: string | null;
  undoneBy: string | null;
  undoneAt: Date | null;
  counts: ImportCounts;
};

export type ReviewRow = {
  line: number;
  cells: string[];
  values: Partial<Record<UserField, string>>;
  issues: Issue[];
  fate: keyof Omit<ImportCounts, "unselected">;
  selected: boolean;
  /** What the row changes of somebody who is there already. */
  changes: RowChanges | null;
};

const HISTORY_MAX = 100;
export const REVIEW_PAGE_SIZE = 100;

/** The organization's imports, newest first. */
export async function listImports(actor: Actor): Promise<ImportSummary[]> {
  demand(actor, "users.import.read");
  const { id: organizationId } = actor.organization;
  const found = await withOrganization(organizationId, (tx) =>
    tx.import.findMany({ where: { organizationId }, orderBy: { createdAt: "desc" }, take: HISTORY_MAX }),
  );
  return found.map(summaryOf);
}

/** One import with how many rows of each fate it has; null when there is none. */
export async function findImport(actor: Actor, importId: string): Promise<ImportDetails | null> {
  demand(actor, "users.import.read");
  if (!isId(importId)) return null;
  const { id: organizationId } = actor.organization;
  return withOrganization(organizationId, async (tx) => {
    const found = await tx.import.findUnique({
      where: { organizationId_id: { organizationId, id: importId } },
    });
    if (!found) return null;
    const counts = found.state === "review" ? await countRows(tx, organizationId, importId) : NO_ROWS;
    return {
      ...summaryOf(found),
      encoding: found.encoding,
      hasBom: found.hasBom,
      delimiter: found.delimiter,
      format: found.format as SpreadsheetFormat | null,
      sheet: found.sheet,
      sheets: found.sheets,
      hasHeader: found.hasHeader,
      headerLine: found.headerLine,
      headers: found.headers,
      samples: found.samples as string[][],
      matching: found.matching as (UserField | null)[],
      options: found.options as ImportOptions,
      refusal: found.refusal as Refusal | null,
      rowsDone: found.rowsDone,
      planVersion: found.planVersion,
      committedBy: (found.committedBy as StoredActor | null)?.name ?? null,
      undoneBy: (found.undoneBy as StoredActor | null)?.name ?? null,
      undoneAt: found.undoneAt,
      counts,
    };
  });
}

/** How far a worker has come, in rows that it has really done. */
export async function readProgress(
  actor: Actor,
  importId: string,
): Promise<{ state: ImportState; rowsDone: number; rowCount: number } | null> {
  demand(actor, "users.import.read");
  if (!isId(importId)) return null;
  const { id: organizationId } = actor.organization;
  const found = await withOrganization(organizationId, (tx) =>
    tx.import.findUnique({
      where: { organizationId_id: { organizationId, id: importId } },
      select: { state: true, rowsDone: true, rowCount: true },
    }),
  );
  return found && { ...found, state: found.state as ImportState };
}

export const REVIEW_FILTERS = [
  "all",
  "create",
  "update",
  "unchanged",
  "exists",
  "absent",
  "invalid",
  "unselected",
] as const;
export type ReviewFilter = (typeof REVIEW_FILTERS)[number];

/** A page of reviewed rows behind a line, in the file's order. */
export async function listReviewRows(
  actor: Actor,
  importId: string,
  { filter, afterLine }: { filter: ReviewFilter; afterLine: number },
): Promise<{ rows: ReviewRow[]; nextAfterLine: number | null }> {
  demand(actor, "users.import.read");
  const { id: organizationId } = actor.organization;
  const where =
    filter === "all" ? {} : filter === "unselected" ? { selected: false } : { fate: filter, selected: true };
  const found = await withOrganization(organizationId, (tx) =>
    tx.importRow.findMany({
      where: { organizationId, importId, line: { gt: afterLine }, ...where },
      orderBy: { line: "asc" },
      take: REVIEW_PAGE_SIZE + 1,
      select: {
        line: true,
        cells: true,
        values: true,
        issues: true,
        fate: true,
        selected: true,
        changes: true,
      },
    }),
  );
  const rows = found.slice(0, REVIEW_PAGE_SIZE) as ReviewRow[];
  return { rows, nextAfterLine: found.length > REVIEW_PAGE_SIZE ? (rows.at(-1)?.line ?? null) : null };
}

/** Rows by fate; unselected ones are counted as that and nothing else. */
export async function countRows(
  tx: Transaction,
  organizationId: string,
  importId: string,
): Promise<ImportCounts> {
  const rows = await tx.$queryRaw<{ fate: keyof ImportCounts; count: number }[]>(Prisma.sql`
    SELECT CASE WHEN selected THEN fate ELSE 'unselected' END AS fate, count(*)::int AS count
    FROM import_rows WHERE organization_id = ${organizationId}::uuid AND import_id = ${importId}::uuid GROUP BY 1`);
  return { ...NO_ROWS, ...Object.fromEntries(rows.map(({ fate, count }) => [fate, count])) };
}

export type KeptPerson = { line: number; userId: string; username: string | null; reason: KeptReason };

/** The people whom an undo kept, in the file's order, the first hundred of them behind a line. */
export async function listKept(
  actor: Actor,
  importId: string,
  { afterLine }: { afterLine: number },
): Promise<{ people: KeptPerson[]; nextAfterLine: number | null }> {
  demand(actor, "users.import.read");
  const { id: organizationId } = actor.organization;
  const found = await withOrganization(organizationId, (tx) =>
    tx.$queryRaw<KeptPerson[]>(Prisma.sql`
      SELECT r.line, r.user_id AS "userId", coalesce(u.username, r.values->>'username') AS username, r.undo AS reason
      FROM import_rows r LEFT JOIN users u ON u.organization_id = r.organization_id AND u.id = r.user_id
      WHERE r.organization_id = ${organizationId}::uuid AND r.import_id = ${importId}::uuid
        AND r.line > ${afterLine} AND r.undo = ANY(${Object.keys(KEPT_BECAUSE)})
      ORDER BY r.line LIMIT ${REVIEW_PAGE_SIZE + 1}`),
  );
  const people = found.slice(0, REVIEW_PAGE_SIZE);
  return { people, nextAfterLine: found.length > REVIEW_PAGE_SIZE ? (people.at(-1)?.line ?? null) : null };
}

export type EarlierImport = { id: string; fileName: string; by: string | null; finishedAt: Date | null };

/** The last import of the very same bytes that was carried out and stands. */
export async function findSameFile(actor: Actor, importId: string): Promise<EarlierImport | null> {
  demand(actor, "users.import.read");
  if (!isId(importId)) return null;
  const { id: organizationId } = actor.organization;
  return withOrganization(organizationId, async (tx) => {
    const mine = await tx.import.findUnique({
      where: { organizationId_id: { organizationId, id: importId } },
      select: { sha256: true },
    });
    if (!mine?.sha256) return null;
    const found = await tx.import.findFirst({
      where: { organizationId, sha256: mine.sha256, state: "done", id: { not: importId } },
      orderBy: { finishedAt: "desc" },
    });
    if (!found) return null;
    const { id, fileName, finishedAt } = found;
    return { id, fileName, finishedAt, by: (found.committedBy as StoredActor | null)?.name ?? null };
  });
}

/** The size in bytes that an import waits for; null when it waits for no file. */
export async function uploadableImport(actor: Actor, importId: string): Promise<number | null> {
  demand(actor, "users.import.prepare");
  if (!isId(importId)) return null;
  const { id: organizationId } = actor.organization;
  const found = await withOrganization(organizationId, (tx) =>
    tx.import.findUnique({
      where: { organizationId_id: { organizationId, id: importId }, state: "uploading" },
      select: { sizeBytes: true },
    }),
  );
  return found && Number(found.sizeBytes);
}

function summaryOf(found: Prisma.ImportGetPayload<object>): ImportSummary {
  return {
    id: found.id,
    state: found.state as ImportState,
    fileName: found.fileName,
    sizeBytes: Number(found.sizeBytes),
    rowCount: found.rowCount,
    result: found.result as ImportResult | null,
    undoResult: found.undoResult as UndoResult | null,
    createdBy: (found.createdBy as StoredActor).name,
    createdAt: found.createdAt,
    finishedAt: found.finishedAt,
  };
}

function demand(actor: Actor, permission: Permission): void {
  if (!can(actor, permission)) throw new Error(`A query was made without ${permission}.`);
}

const ERRORS_ROWS_AT_ONCE = 1000;

/** All rows of an import in the file's order, some at a time, for the errors file. */
export async function* eachRow(
  actor: Actor,
  importId: string,
): AsyncGenerator<{ cells: string[]; issues: Issue[] }[]> {
  demand(actor, "users.import.read");
  const { id: organizationId } = actor.organization;
  for (let afterLine = 0; ; ) {
    const rows = await withOrganization(organizationId, (tx) =>
      tx.importRow.findMany({
        where: { organizationId, importId, line: { gt: afterLine } },
        orderBy: { line: "asc" },
        take: ERRORS_ROWS_AT_ONCE,
        select: { line: true, cells: true, issues: true },
      }),
    );
    if (rows.length === 0) return;
    yield rows.map(({ cells, issues }) => ({ cells, issues: issues as unknown as Issue[] }));
    afterLine = rows.at(-1)?.line ?? afterLine;
  }
}
