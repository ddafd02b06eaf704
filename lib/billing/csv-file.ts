import { download } from "@/lib/download";
import { csvLine } from "@/lib/exports/csv";

const BOM = "\ufeff";

/** Rows as a file that spreadsheets read as UTF-8, in which no cell runs as a formula. */
export function csvDownload(rows: readonly string[][], name: string): Response {
  return download(bytesOf(rows), "text/csv; charset=utf-8", name);
}

async function* bytesOf(rows: readonly string[][]): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  yield encoder.encode(BOM);
  for (const row of rows) yield encoder.encode(`${csvLine(row)}\r\n`);
}
