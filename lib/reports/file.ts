import { csvText } from "@/lib/exports/csv";
import { xlsxWriter } from "@/lib/exports/xlsx";
import type { ReportFormat } from "@/lib/reports/kinds";

/** A report's bytes, a batch at a time; no cell of it is run as a formula (decision 7). */
export async function* reportBytes(
  name: string,
  format: ReportFormat,
  { header, batches }: { header: string[]; batches: AsyncIterable<string[][]> },
  onRows: (count: number) => void,
): AsyncGenerator<Uint8Array> {
  const workbook = format === "xlsx" ? xlsxWriter(name) : null;
  const encoder = new TextEncoder();
  const bytesOf = (rows: string[][]) => workbook?.add(rows) ?? encoder.encode(csvText(rows));
  // Without a byte order mark Excel takes UTF-8 for the code page of its computer.
  if (!workbook) yield encoder.encode("\ufeff");
  yield bytesOf([header]);
  for await (const rows of batches) {
    onRows(rows.length);
    yield bytesOf(rows);
  }
  if (workbook) yield workbook.end();
}
