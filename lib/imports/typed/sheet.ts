import type { ColumnField, PropertyNames, RowField } from "@/lib/imports/columns/column-field";
import { nameOfHeader } from "@/lib/imports/columns/header-names";
import { propertyOfHeader } from "@/lib/imports/columns/match";
import { splitFullName } from "@/lib/imports/rows/full-name";
import { isTypedField, TYPED_ROWS_MAX, withColumns } from "@/lib/imports/typed/fields";

/** One row of the form: texts as typed. A field that is not among the columns keeps its text until it is again. */
export type SheetRow = { id: string; cells: Partial<Record<RowField, string>> };

export type Sheet = { columns: RowField[]; rows: SheetRow[] };

/** Rows without a text, as many as were asked for and fit. */
export function blankRows(count: number, newId: () => string): SheetRow[] {
  const fitting = Math.max(1, Math.min(TYPED_ROWS_MAX, Math.trunc(count) || 1));
  return Array.from({ length: fitting }, () => ({ id: newId(), cells: {} }));
}

/** Whether nothing is typed in a row's columns. */
export const isBlankRow = ({ cells }: SheetRow, columns: readonly RowField[]): boolean =>
  columns.every((field) => !cells[field]?.trim());

export const countFilled = ({ columns, rows }: Sheet): number =>
  rows.filter((row) => !isBlankRow(row, columns)).length;

/**
 * The rows as they are sent, cells in the order of the columns: a blank row has none, and what is blank at the end is
 * left out, so that a row's place is its line.
 */
export function cellsToSend({ columns, rows }: Sheet): string[][] {
  const last = rows.findLastIndex((row) => !isBlankRow(row, columns));
  return rows
    .slice(0, last + 1)
    .map((row) => (isBlankRow(row, columns) ? [] : columns.map((field) => row.cells[field] ?? "")));
}

/** What became of a block: how much of it came in, and what did not. */
export type Placed = {
  sheet: Sheet;
  rows: number;
  columns: number;
  hadHeader: boolean;
  rowsLeft: number;
  columnsLeft: number;
  /** Of a block with a header, the columns that are no field of a person. */
  headersLeft: string[];
};

/**
 * Puts a block of cells into a sheet, from a cell to the right and down, and makes rows for it up to the limit. A block
 * whose first row names fields goes to those, and brings in the columns that are not there.
 */
export function placeBlock(
  sheet: Sheet,
  block: readonly string[][],
  at: { row: number; column: number },
  newId: () => string,
  properties: PropertyNames = [],
): Placed {
  const { header, body } = readHeader(block, properties);
  const width = Math.max(0, ...body.map((cells) => cells.length));
  const fields = header ?? sheet.columns.slice(at.column, at.column + width);
  const named = fields.filter((field) => field !== null);
  const fitting = Math.max(0, Math.min(body.length, TYPED_ROWS_MAX - at.row));
  const rows = sheet.rows.map((row) => ({ ...row }));
  while (rows.length < at.row + fitting) rows.push({ id: newId(), cells: {} });
  for (const [index, cells] of body.slice(0, fitting).entries()) {
    const row = rows[at.row + index];
    if (row) row.cells = { ...row.cells, ...cellsOf(cells, fields) };
  }
  return {
    sheet: { columns: header ? withColumns(sheet.columns, named) : sheet.columns, rows },
    rows: fitting,
    columns: named.length,
    hadHeader: header !== null,
    rowsLeft: body.length - fitting,
    columnsLeft: header ? 0 : width - named.length,
    headersLeft: header ? headersLeft(block[0] ?? [], header, properties) : [],
  };
}

type Header = (RowField | null)[];

const cellsOf = (cells: readonly string[], fields: Header): SheetRow["cells"] =>
  Object.fromEntries(
    fields.flatMap((field, place) => {
      const cell = cells[place];
      return field && cell !== undefined ? [[field, onOneLine(cell)]] : [];
    }),
  );

/**
 * Takes a block apart into the fields that its first row names and the rows below; without a header all are rows. A
 * header has at least two names, or one that is all it has, and no cell that a person could have.
 */
function readHeader(
  block: readonly string[][],
  properties: PropertyNames,
): { header: Header | null; body: readonly string[][] } {
  const [cells = [], ...rest] = block;
  const named = cells.map((cell) => fieldOfHeader(cell, properties));
  const filled = cells.filter((cell) => cell.trim() !== "").length;
  const count = named.filter((field) => field !== null).length;
  const isHeader = count >= 2 || (count === 1 && filled === 1);
  if (!isHeader || cells.some((cell) => /@|[0-9]{3}/.test(cell))) return { header: null, body: block };
  const apart = namesApart(named, rest);
  const header = apart.named.map((field, index) => {
    const isFirst = apart.named.indexOf(field) === index;
    return isFirst ? (field && isTypedField(field) ? field : null) : null;
  });
  return { header, body: apart.body };
}

/** First and last name in one column become two; a name that cannot be taken apart goes into the first. */
function namesApart(named: (ColumnField | null)[], body: readonly string[][]) {
  const at = named.indexOf("fullName");
  if (at < 0 || named.includes("firstName") || named.includes("lastName")) return { named, body };
  const split = (name = ""): [string, string] => {
    const taken = splitFullName(name);
    return "parts" in taken ? [taken.parts.firstName, taken.parts.lastName] : [name, ""];
  };
  return {
    named: named.toSpliced(at, 1, "firstName", "lastName"),
    body: body.map((cells) => (at < cells.length ? cells.toSpliced(at, 1, ...split(cells[at])) : cells)),
  };
}

const fieldOfHeader = (cell: string, properties: PropertyNames): ColumnField | null =>
  propertyOfHeader(cell, properties) ?? nameOfHeader(cell)?.field ?? null;

function headersLeft(cells: readonly string[], header: Header, properties: PropertyNames): string[] {
  const isUsed = (cell: string) => {
    const field = fieldOfHeader(cell, properties);
    return field === "fullName" ? header.includes("firstName") : field !== null && header.includes(field);
  };
  return cells.filter(
    (cell, index) => cell.trim() !== "" && (!isUsed(cell) || cells.indexOf(cell) !== index),
  );
}

/**
 * Copies a cell to the rows below it: to the last one in which anything is typed, or to all where nothing is. Rows in
 * between that are blank stay blank.
 */
export function fillDown(
  { columns, rows }: Sheet,
  { row, field }: { row: number; field: RowField },
): { sheet: Sheet; filled: number } {
  const text = rows[row]?.cells[field] ?? "";
  const below = rows.slice(row + 1);
  const areAllBlank = below.every((each) => isBlankRow(each, columns));
  let filled = 0;
  const changed = rows.map((each, index) => {
    if (index <= row || (!areAllBlank && isBlankRow(each, columns))) return each;
    if ((each.cells[field] ?? "") === text) return each;
    filled += 1;
    return { ...each, cells: { ...each.cells, [field]: text } };
  });
  return { sheet: { columns, rows: changed }, filled };
}

/** A cell as a line of a form can hold it: readers of fields take a line break for a space too. */
export const onOneLine = (text: string): string => text.replace(/\s*[\r\n]+\s*/g, " ");
