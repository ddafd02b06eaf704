import { IMPORT_LIMITS } from "@/lib/imports/limits";
import {
  columnsTooMany,
  type Refusal,
  spreadsheetDamaged,
  spreadsheetTooLarge,
} from "@/lib/imports/refusals";

// What a sheet of .xlsx can have (ECMA-376).
const SHEET_COLUMNS_MAX = 16_384;
// A row below this is not worth a second look.
const ROW_BYTES_FREE = 1024 * 1024;
// The parser compares each cell of a web page with each merged one.
const MERGED_MAX = 2000;
const TAG_TOO_LONG = /<[^<>]{100000}/;
const PROLOGUE_BYTES = 4096;

/** What makes a sheet of .xlsx slower to parse than any that a program has written: a row without end. */
export function refuseSheet(content: Uint8Array): Refusal | null {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.length);
  let from = 0;
  for (let line = 1; from < bytes.length; line += 1) {
    const end = bytes.indexOf("</row>", from);
    const to = end < 0 ? bytes.length : end;
    if (to - from > ROW_BYTES_FREE) {
      const cells = countCells(bytes.subarray(from, to));
      if (cells > SHEET_COLUMNS_MAX) return columnsTooMany(cells, IMPORT_LIMITS.columnsMax, line);
    }
    if (end < 0) return null;
    from = end + "</row>".length;
  }
  return null;
}

/** Entities multiply each other, and no program writes them into a workbook. */
export function refuseEntities(content: Uint8Array | string): Refusal | null {
  const prologue = typeof content === "string" ? content : Buffer.from(content.subarray(0, PROLOGUE_BYTES));
  return /<!ENTITY/i.test(prologue.slice(0, PROLOGUE_BYTES).toString("latin1")) ? spreadsheetDamaged() : null;
}

/** A web page with thousands of merged cells, or with a tag that is longer than tags are. */
export function refusePage(html: string): Refusal | null {
  if (TAG_TOO_LONG.test(html)) return spreadsheetDamaged();
  let count = 0;
  for (const _ of html.matchAll(/\s(?:col|row)span\s*=\s*["']?0*(?:[2-9]|1\d)/gi)) {
    count += 1;
    if (count > MERGED_MAX) return spreadsheetTooLarge();
  }
  return null;
}

function countCells(row: Buffer): number {
  let count = 0;
  for (let at = row.indexOf("<c"); at >= 0; at = row.indexOf("<c", at + 2)) count += 1;
  return count;
}
