import "server-only";
import { storedName } from "@/lib/auth/stored-actor";
import { withOrganization } from "@/lib/db";
import type { Prisma } from "@/lib/generated/prisma/client";
import { isId } from "@/lib/ids";
import type { ColumnField } from "@/lib/imports/columns/column-field";
import type { LeaversChoice } from "@/lib/imports/leavers/guard";
import type { Refusal } from "@/lib/imports/refusals";
import { type RememberedMatching, recallMatching } from "@/lib/imports/remembered";
import { mayPrepare } from "@/lib/imports/rights";
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
import { countByImport } from "@/lib/messages/queries";
import type { Actor } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import { demand } from "@/lib/permissions/demand";
import { forbidden, notFound, ok, type Result } from "@/lib/result";

export type ImportSummary = {
  id: string;
  state: ImportState;
  fileName: string;
  sizeBytes: number;
  rowCount: number;
  result: ImportResult | null;
  undoResult: UndoResult | null;
  /** How many were chosen to be suspended because they were not in the file. */
  suspended: number;
  createdBy: string;
  createdAt: Date;
  finishedAt: Date | null;
  /** What was written down with it; blank for nothing. */
  note: string;
  /** When it is to be carried out, where it waits for a moment. */
  goLiveAt: Date | null;
  /** Invitations to people whom it created; null when it sent none. */
  invitations: { sent: number; waiting: number; failed: number } | null;
  /** Whether somebody who may import has been asked to carry it out. */
  waits: boolean;
  /** Who asked for that, or gave it back unapproved, as long as either stands. */
  handedInBy: string | null;
  returnedBy: string | null;
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
  /** The file's first lines, any of which may be the header. */
  firstRows: { line: number; cells: string[] }[];
  /** Where the example of a template stood, which was left out. */
  exampleLine: number | null;
  matching: (ColumnField | null)[];
  options: ImportOptions;
  refusal: Refusal | null;
  rowsDone: number;
  planVersion: number;
  committedBy: string | null;
  undoneBy: string | null;
  undoneAt: Date | null;
  counts: ImportCounts;
  /** Whether the reader may change it before it is carried out. */
  mayPrepare: boolean;
};

const HISTORY_MAX = 100;

/**
 * The organization's imports, all of them or those that wait for approval: first those in which the actor is to do
 * something now, as they may approve them or have them returned, and then the newest.
 */
export async function listImports(actor: Actor, { waiting = false } = {}): Promise<ImportSummary[]> {
  demand(actor, "users.import.read");
  const { id: organizationId } = actor.organization;
  const handedIn = { state: "review", handedInAt: { not: null } };
  const returned = { state: "review", returnedAt: { not: null } };
  const isApproving = can(actor, "users.import.commit");
  return withOrganization(organizationId, async (tx) => {
    const list = (where: Prisma.ImportWhereInput) =>
      tx.import.findMany({
        where: { organizationId, ...where },
        orderBy: { createdAt: "desc" },
        take: HISTORY_MAX,
      });
    const others = await list(waiting ? handedIn : {});
    const mine = waiting
      ? []
      : (await list(isApproving ? handedIn : returned)).filter((each) => mayPrepare(actor, each));
    const ids = new Set(mine.map(({ id }) => id));
    const found = [...mine, ...others.filter(({ id }) => !ids.has(id))].slice(0, HISTORY_MAX);
    const invitations = await countByImport(
      tx,
      organizationId,
      found.map(({ id }) => id),
    );
    return found.map((each) => summaryOf(each, invitations.get(each.id) ?? null));
  });
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
    const invitations = await countByImport(tx, organizationId, [importId]);
    const counts = found.state === "review" ? await countRows(tx, organizationId, importId) : NO_ROWS;
    return {
      ...summaryOf(found, invitations.get(importId) ?? null),
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
      firstRows: found.firstRows as ImportDetails["firstRows"],
      exampleLine: found.exampleLine,
      matching: found.matching as (ColumnField | null)[],
      options: found.options as ImportOptions,
      refusal: found.refusal as Refusal | null,
      rowsDone: found.rowsDone,
      planVersion: found.planVersion,
      committedBy: storedName(found.committedBy),
      undoneBy: storedName(found.undoneBy),
      undoneAt: found.undoneAt,
      counts,
      mayPrepare: mayPrepare(actor, found),
    };
  });
}

/** What the file of an import is called; null when there is no such import. */
export async function findFileName(actor: Actor, importId: string): Promise<string | null> {
  demand(actor, "users.import.read");
  if (!isId(importId)) return null;
  const { id: organizationId } = actor.organization;
  const found = await withOrganization(organizationId, (tx) =>
    tx.import.findUnique({
      where: { organizationId_id: { organizationId, id: importId } },
      select: { fileName: true },
    }),
  );
  return found?.fileName ?? null;
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

/** How the organization matched its last file with these headers; null when there was none. */
export function findRemembered(actor: Actor, headers: readonly string[]): Promise<RememberedMatching | null> {
  demand(actor, "users.import.read");
  const { id: organizationId } = actor.organization;
  return withOrganization(organizationId, (tx) => recallMatching(tx, organizationId, headers));
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

/** The size in bytes that an import waits for, and what to seal it with, if it waits for its file. */
export async function uploadableImport(
  actor: Actor,
  importId: string,
): Promise<Result<{ sizeBytes: number; dataKey: Uint8Array }>> {
  demand(actor, "users.import.prepare");
  if (!isId(importId)) return notFound("import");
  const { id: organizationId } = actor.organization;
  const found = await withOrganization(organizationId, (tx) =>
    tx.import.findUnique({
      where: { organizationId_id: { organizationId, id: importId }, state: "uploading" },
      select: { sizeBytes: true, dataKey: true, createdBy: true },
    }),
  );
  if (!found?.dataKey) return notFound("import");
  if (!mayPrepare(actor, found)) return forbidden();
  return ok({ sizeBytes: Number(found.sizeBytes), dataKey: found.dataKey });
}

function summaryOf(
  found: Prisma.ImportGetPayload<object>,
  invitations: ImportSummary["invitations"],
): ImportSummary {
  const { choices, goLiveAt } = found.options as ImportOptions;
  return {
    note: choices?.note ?? "",
    goLiveAt: found.state === "scheduled" && goLiveAt ? new Date(goLiveAt) : null,
    invitations,
    id: found.id,
    state: found.state as ImportState,
    fileName: found.fileName,
    sizeBytes: Number(found.sizeBytes),
    rowCount: found.rowCount,
    result: found.result as ImportResult | null,
    undoResult: found.undoResult as UndoResult | null,
    suspended: (found.leavers as LeaversChoice | null)?.count ?? 0,
    createdBy: storedName(found.createdBy) ?? "",
    createdAt: found.createdAt,
    finishedAt: found.finishedAt,
    waits: found.state === "review" && found.handedInAt !== null,
    handedInBy: found.state === "review" ? storedName(found.handedInBy) : null,
    returnedBy: found.state === "review" ? storedName(found.returnedBy) : null,
  };
}
