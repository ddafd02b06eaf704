import { csvText } from "@/lib/exports/csv";
import { xlsxWriter } from "@/lib/exports/xlsx";
import {
  type ExportExtras,
  type ExportFormat,
  type ExportRow,
  exportCells,
  exportHeader,
} from "@/lib/users/export";

export const EXPORT_TYPES: Record<ExportFormat, string> = {
  csv: "text/csv; charset=utf-8",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
};

/** An export as bytes, a batch of people at a time; an import takes either kind as it is. */
export function exportBytes(
  batches: AsyncIterable<readonly ExportRow[]>,
  format: ExportFormat,
  extras: ExportExtras = {},
): AsyncGenerator<Uint8Array> {
  const header = exportHeader(extras);
  return format === "csv" ? csvBytes(header, batches) : xlsxBytes(header, batches);
}

async function* csvBytes(
  header: string[],
  batches: AsyncIterable<readonly ExportRow[]>,
): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  // Without a byte order mark Excel takes UTF-8 for the code page of its computer.
  yield encoder.encode(`\ufeff${csvText([header])}`);
  for await (const rows of batches) yield encoder.encode(csvText(rows.map(exportCells)));
}

async function* xlsxBytes(
  header: string[],
  batches: AsyncIterable<readonly ExportRow[]>,
): AsyncGenerator<Uint8Array> {
  const workbook = xlsxWriter("People");
  yield workbook.add([header]);
  for await (const rows of batches) yield workbook.add(rows.map(exportCells));
  yield workbook.end();
}
