import { csvLine, unguardFormula } from "@/lib/exports/csv";
import { ERRORS_HEADER, isErrorsHeader } from "@/lib/imports/columns/header-names";
import type { ColumnMatch } from "@/lib/imports/columns/match";
import type { Issue } from "@/lib/imports/issues";
import { BYTE_ORDER_MARK, encode } from "@/lib/imports/table/encode";
import type { TableHead } from "@/lib/imports/table/head";
import { USER_FIELD_INFO } from "@/lib/users/fields";

export type ErrorsFileFormat = Pick<TableHead, "encoding" | "hasBom" | "delimiter"> & {
  /** The file's columns as they were matched; their headers are the file's, blank if it had none. */
  columns: readonly ColumnMatch[];
};

export type ErrorsFileRow = { cells: readonly string[]; issues: readonly Pick<Issue, "message">[] };

const LINES_PER_CHUNK = 500;

/**
 * The errors file of an import [S2], in pieces of bytes: the person's own columns in their order, then `Errors` with
 * everything wrong with each row, blank when fine. Encoding and delimiter are those of the file, so that it opens and,
 * once mended, imports as that did; an `Errors` column that it had already is replaced. Cells beyond the last column
 * come after `Errors`, where the next import finds them to be too many again. Without a header it gets one that
 * matches by itself. No cell runs as a formula in a spreadsheet.
 */
export function* errorsFile(
  { columns, encoding, hasBom, delimiter }: ErrorsFileFormat,
  rows: Iterable<ErrorsFileRow>,
): Generator<Uint8Array> {
  const kept = columns.filter(({ header }) => !isErrorsHeader(header));
  const isMarked = hasBom || encoding.startsWith("utf-16");
  const header = [...headersOf(kept), ERRORS_HEADER];
  let text = `${isMarked ? BYTE_ORDER_MARK : ""}${csvLine(header.map(unguardFormula), delimiter)}\r\n`;
  let lines = 1;
  for (const { cells, issues } of rows) {
    const own = kept.map(({ index }) => unguardFormula(cells[index] ?? ""));
    const beyond = cells.slice(columns.length).map(unguardFormula);
    const errors = issues.map(({ message }) => message).join(" ");
    text += `${csvLine([...own, errors, ...beyond], delimiter)}\r\n`;
    lines += 1;
    if (lines === LINES_PER_CHUNK) {
      yield encode(text, encoding);
      text = "";
      lines = 0;
    }
  }
  if (text !== "") yield encode(text, encoding);
}

function headersOf(columns: readonly ColumnMatch[]): string[] {
  const isNameless = columns.every(({ header }) => header.trim() === "");
  if (!isNameless) return columns.map(({ header }) => header);
  return columns.map(({ field, index }) => (field ? USER_FIELD_INFO[field].label : `Column ${index + 1}`));
}
