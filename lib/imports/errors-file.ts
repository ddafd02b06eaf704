import { csvLine, unguardFormula } from "@/lib/exports/csv";
import { type ColumnField, labelOfColumn } from "@/lib/imports/columns/column-field";
import { ERRORS_HEADER, isErrorsHeader } from "@/lib/imports/columns/header-names";
import type { ColumnMatch } from "@/lib/imports/columns/match";
import type { Issue } from "@/lib/imports/issues";
import { BYTE_ORDER_MARK, encode } from "@/lib/imports/table/encode";
import type { TextFormat } from "@/lib/imports/table/table";
import { isPropertyField } from "@/lib/properties/field";

export type ErrorsFileFormat = TextFormat & {
  /** The file's columns as they were matched; their headers are the file's, blank if it had none. */
  columns: readonly ColumnMatch[];
};

export type ErrorsFileRow = {
  cells: readonly string[];
  issues: readonly Pick<Issue, "message">[];
  /** Its password is in no file that we write. */
  hadPassword?: boolean;
};

const PASSWORD_LEFT_OUT = "The password is not in this file. Write it again.";

/**
 * The head of the errors file of an import [S2]: the person's own columns in their order, then `Errors`. Encoding and
 * delimiter are those of the file, so that it opens and, once mended, imports as that did; an `Errors` column that it
 * had already is replaced. Without a header it gets one that matches by itself.
 */
export function errorsFileHead({ columns, encoding, hasBom, delimiter }: ErrorsFileFormat): Uint8Array {
  const isMarked = hasBom || encoding.startsWith("utf-16");
  const header = errorsFileHeader(columns).map(unguardFormula);
  return encode(`${isMarked ? BYTE_ORDER_MARK : ""}${csvLine(header, delimiter)}\r\n`, encoding);
}

/**
 * Its lines for some rows: everything wrong with each in its last cell, blank when fine. Cells beyond the last column
 * come after that, where the next import finds them to be too many again. No cell runs as a formula in a spreadsheet.
 */
export function errorsFileLines(
  { columns, encoding, delimiter }: ErrorsFileFormat,
  rows: readonly ErrorsFileRow[],
): Uint8Array {
  const unguarded = rows.map((row) => ({ ...row, cells: row.cells.map(unguardFormula) }));
  const lines = errorsFileCells(columns, unguarded).map((cells) => `${csvLine(cells, delimiter)}\r\n`);
  return encode(lines.join(""), encoding);
}

/** The cells of the errors file's first row, in whatever kind of file. */
export const errorsFileHeader = (columns: readonly ColumnMatch[]): string[] => [
  ...headersOf(keptOf(columns)),
  ERRORS_HEADER,
];

/** The cells of its other rows. */
export function errorsFileCells(columns: readonly ColumnMatch[], rows: readonly ErrorsFileRow[]): string[][] {
  const kept = keptOf(columns);
  return rows.map(({ cells, issues, hadPassword }) => [
    ...kept.map(({ index }) => cells[index] ?? ""),
    // A row that is fine stays blank here, which is what tells it from the others.
    [
      ...issues.map(({ message }) => message),
      ...(hadPassword && issues.length > 0 ? [PASSWORD_LEFT_OUT] : []),
    ].join(" "),
    ...cells.slice(columns.length),
  ]);
}

const keptOf = (columns: readonly ColumnMatch[]) => columns.filter(({ header }) => !isErrorsHeader(header));

/** A header that matches by itself: a property's name may be another one by then. */
const headerOf = (field: ColumnField) => (isPropertyField(field) ? field : labelOfColumn(field));

function headersOf(columns: readonly ColumnMatch[]): string[] {
  const isNameless = columns.every(({ header }) => header.trim() === "");
  if (!isNameless) return columns.map(({ header }) => header);
  return columns.map(({ field, index }) => (field ? headerOf(field) : `Column ${index + 1}`));
}
