import "server-only";
import { withOrganization } from "@/lib/db";
import { download } from "@/lib/download";
import type { Delimiter } from "@/lib/exports/csv";
import { xlsxWriter } from "@/lib/exports/xlsx";
import type { ColumnMatch } from "@/lib/imports/columns/match";
import {
  type ErrorsFileFormat,
  errorsFileCells,
  errorsFileHead,
  errorsFileHeader,
  errorsFileLines,
} from "@/lib/imports/errors-file";
import { findImport, type ImportDetails } from "@/lib/imports/queries";
import { eachRow } from "@/lib/imports/row-queries";
import { rowsProblem } from "@/lib/imports/state";
import type { TableEncoding } from "@/lib/imports/table/decode";
import type { Actor } from "@/lib/permissions/actor";
import { exportRefusal } from "@/lib/policies/export";
import { problem } from "@/lib/problem";
import { absence } from "@/lib/result";

const XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** An answer with the person's own file and an Errors column; of a spreadsheet of any kind a workbook. */
export async function errorsDownload(actor: Actor, importId: string): Promise<Response> {
  const found = await findImport(actor, importId);
  if (!found) return problem(absence("import"));
  const refusal = found.isOwn
    ? null
    : await withOrganization(actor.organization.id, (tx) => exportRefusal(tx, actor));
  if (refusal && !refusal.ok) return problem(refusal.error);
  const words = rowsProblem(found.state);
  if (words || found.matching.length === 0)
    return problem({ code: "conflict", message: words ?? "No rows of this file were read." });
  return found.format
    ? download(errorsWorkbook(actor, found), XLSX_TYPE, nameOf(found))
    : download(errorsText(actor, found), `text/csv; charset=${encodingOf(found)}`, nameOf(found));
}

async function* errorsText(actor: Actor, found: ImportDetails): AsyncGenerator<Uint8Array> {
  const format: ErrorsFileFormat = {
    columns: columnsOf(found),
    encoding: encodingOf(found),
    hasBom: found.hasBom,
    delimiter: (found.delimiter ?? ",") as Delimiter,
  };
  yield errorsFileHead(format);
  for await (const rows of eachRow(actor, found.id)) yield errorsFileLines(format, rows);
}

async function* errorsWorkbook(actor: Actor, found: ImportDetails): AsyncGenerator<Uint8Array> {
  const columns = columnsOf(found);
  const workbook = xlsxWriter(found.sheet ?? "");
  yield workbook.add([errorsFileHeader(columns)]);
  for await (const rows of eachRow(actor, found.id)) yield workbook.add(errorsFileCells(columns, rows));
  yield workbook.end();
}

const columnsOf = ({ headers, matching }: ImportDetails): ColumnMatch[] =>
  headers.map((header, index) => ({ index, header, field: matching[index] ?? null, how: "exact" }));

const encodingOf = ({ encoding }: ImportDetails) => (encoding ?? "utf-8") as TableEncoding;

function nameOf({ fileName, format }: ImportDetails): string {
  return fileName.replace(/(\.[^.]*)?$/, (extension) => `-errors${format ? ".xlsx" : extension || ".csv"}`);
}
