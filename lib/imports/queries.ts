import "server-only";
import { isStored, storedName } from "@/lib/auth/stored-actor";
import { withOrganization } from "@/lib/db";
import { isId } from "@/lib/ids";
import type { ColumnField } from "@/lib/imports/columns/column-field";
import { type ImportSummary, summaryOf } from "@/lib/imports/history-queries";
import { countReady, type Readiness } from "@/lib/imports/passwords/secrets";
import type { Refusal } from "@/lib/imports/refusals";
import { type RememberedMatching, recallMatching } from "@/lib/imports/remembered";
import { mayPrepare } from "@/lib/imports/rights";
import { countRows } from "@/lib/imports/row-queries";
import { type ImportCounts, type ImportOptions, type ImportState, NO_ROWS } from "@/lib/imports/state";
import type { SpreadsheetFormat } from "@/lib/imports/table/spreadsheet-kind";
import { countByImport } from "@/lib/messages/queries";
import type { Actor } from "@/lib/permissions/actor";
import { demand } from "@/lib/permissions/demand";
import { userProperties } from "@/lib/properties/queries";
import { forbidden, notFound, ok, type Result } from "@/lib/result";

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
  /** How far the file's passwords are; null where none wait to be used. */
  passwords: Readiness | null;
  planVersion: number;
  committedBy: string | null;
  undoneBy: string | null;
  undoneAt: Date | null;
  counts: ImportCounts;
  /** Whether the reader may change it before it is carried out. */
  mayPrepare: boolean;
  /** Whether its file is the reader's own. */
  isOwn: boolean;
};

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
      passwords: await countReady(tx, found),
      planVersion: found.planVersion,
      committedBy: storedName(found.committedBy),
      undoneBy: storedName(found.undoneBy),
      undoneAt: found.undoneAt,
      counts,
      mayPrepare: mayPrepare(actor, found),
      isOwn: isStored(found.createdBy, actor),
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

export type ImportStanding = Pick<ImportDetails, "state" | "rowsDone" | "rowCount" | "passwords">;

/** How far a worker has come, in rows and passwords that it has really done. */
export async function readProgress(actor: Actor, importId: string): Promise<ImportStanding | null> {
  demand(actor, "users.import.read");
  if (!isId(importId)) return null;
  const { id: organizationId } = actor.organization;
  return withOrganization(organizationId, async (tx) => {
    const found = await tx.import.findUnique({
      where: { organizationId_id: { organizationId, id: importId } },
      select: {
        organizationId: true,
        id: true,
        state: true,
        rowsDone: true,
        rowCount: true,
        passwordsExpireAt: true,
      },
    });
    if (!found) return null;
    const { rowsDone, rowCount } = found;
    return { state: found.state as ImportState, rowsDone, rowCount, passwords: await countReady(tx, found) };
  });
}

/** How the organization matched its last file with these headers; null when there was none. */
export function findRemembered(actor: Actor, headers: readonly string[]): Promise<RememberedMatching | null> {
  demand(actor, "users.import.read");
  const { id: organizationId } = actor.organization;
  return withOrganization(organizationId, async (tx) =>
    recallMatching(tx, organizationId, headers, await userProperties(tx, organizationId)),
  );
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
