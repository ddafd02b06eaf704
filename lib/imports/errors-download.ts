import "server-only";
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
import type { TableEncoding } from "@/lib/imports/table/decode";
import type { Actor } from "@/lib/permissions/actor";
import { problem } from "@/lib/problem";

const CSV_TYPE = "text/csv";
const XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** An answer with the person's own file and an Errors column; of a spreadsheet of any kind a workbook. */
export async function errorsDownload(actor: Actor, importId: string): Promise<Response> {
  const found = await findImport(actor, importId);
  if (!found) return problem({ code: "notFound", message: "This import does not exist." });
  if (found.matching.length === 0)
    return problem({ code: "conflict", message: "The rows have not been read yet." });
  const file = found.format ? errorsWorkbook(actor, found) : errorsText(actor, found);
  return new Response(streamOf(file), {
    headers: {
      "content-type": found.format ? XLSX_TYPE : CSV_TYPE,
      "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(nameOf(found))}`,
    },
  });
}

async function* errorsText(actor: Actor, found: ImportDetails): AsyncGenerator<Uint8Array> {
  const format: ErrorsFileFormat = {
    columns: columnsOf(found),
    encoding: (found.encoding ?? "utf-8") as TableEncoding,
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

function streamOf(pieces: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await pieces.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      await pieces.return(undefined);
    },
  });
}

function nameOf({ fileName, format }: ImportDetails): string {
  return fileName.replace(/(\.[^.]*)?$/, (extension) => `-errors${format ? ".xlsx" : extension || ".csv"}`);
}
