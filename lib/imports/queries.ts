import "server-only";
import { storedName } from "@/lib/auth/revive";
import { withOrganization } from "@/lib/db";
import type { Prisma } from "@/lib/generated/prisma/client";
import { isId } from "@/lib/ids";
import type { Refusal } from "@/lib/imports/refusals";
import { countRows } from "@/lib/imports/row-queries";
import {
  type ImportCounts,
  type ImportOptions,
  type ImportResult,
  type ImportState,
  NO_ROWS,
  type UndoResult,
} from "@/lib/imports/state";
import type { SpreadsheetFormat } from "@/lib/imports/table/spreadsheet-kind";
import type { Actor } from "@/lib/permissions/actor";
import { demand } from "@/lib/permissions/demand";
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

const HISTORY_MAX = 100;

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
      committedBy: storedName(found.committedBy),
      undoneBy: storedName(found.undoneBy),
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
    return { id, fileName, finishedAt, by: storedName(found.committedBy) };
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
    createdBy: storedName(found.createdBy) ?? "",
    createdAt: found.createdAt,
    finishedAt: found.finishedAt,
  };
}
