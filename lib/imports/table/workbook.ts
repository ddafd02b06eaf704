import { type CellObject, type ParsingOptions, read, type WorkBook } from "@e965/xlsx";
import type { ImportLimits } from "@/lib/imports/limits";
import {
  cellTooLong,
  columnsTooMany,
  type FileReading,
  fileEmpty,
  type Refusal,
  readable,
  refused,
  sheetMissing,
  spreadsheetDamaged,
  spreadsheetEncrypted,
  spreadsheetTooLarge,
} from "@/lib/imports/refusals";
import { cellText } from "@/lib/imports/table/cell-text";
import { type OpenedContainer, openContainer } from "@/lib/imports/table/container";
import type { HeaderChoice, TableHead } from "@/lib/imports/table/head";
import { unescaped } from "@/lib/imports/table/hidden-sheets";
import { filledWidth, type TableRow } from "@/lib/imports/table/records";
import type { SpreadsheetFormat } from "@/lib/imports/table/spreadsheet-kind";
import { surveyTable } from "@/lib/imports/table/survey";
import { isExampleRow } from "@/lib/imports/templates/example";

/** What a person has decided about a workbook. `isHeadOnly` reads the first rows alone. */
export type SheetOptions = HeaderChoice & { sheet?: string; isHeadOnly?: boolean };

/** The sheet that people are read from, with its rows below the header. */
export type SheetTable = TableHead & {
  sheet: string;
  rowCount: number;
  exampleLine: number | null;
  rows: TableRow[];
};

/** `table` is null as long as nobody has said which of several sheets it is. */
export type Workbook = { format: SpreadsheetFormat; sheets: string[]; table: SheetTable | null };

const HEAD_ROWS = 1000;
// What a sheet of .xlsx and of .ods can have; a cell further down is none.
const SHEET_ROWS_MAX = 1_048_576;

/**
 * Reads a workbook of any kind: which sheets have rows, and the table of the chosen one, or of the only one. Formulas
 * are never evaluated. Runs as long as the parser does and takes as much memory; the caller limits both.
 */
export function readWorkbook(
  bytes: Uint8Array,
  limits: ImportLimits,
  { sheet, isHeadOnly = false, ...choice }: SheetOptions = {},
): FileReading<Workbook> {
  const container = openContainer(bytes);
  if (!container.ok) return container;
  const parsed = parse(container.value, isHeadOnly ? HEAD_ROWS : SHEET_ROWS_MAX);
  if (!parsed.ok) return parsed;
  const { format, openDocument } = container.value;
  const rowsBySheet = collectSheets(parsed.value, limits, openDocument);
  const sheets = [...rowsBySheet.keys()];
  if (sheets.length === 0) return refused(fileEmpty());
  const chosen = sheet ?? (sheets.length === 1 ? sheets[0] : undefined);
  if (chosen === undefined) return readable({ format, sheets, table: null });
  const records = rowsBySheet.get(chosen);
  if (!records) return refused(sheetMissing(chosen));
  const survey = surveyTable(records, limits, choice);
  if (!survey.ok) return survey;
  const headerLine = survey.value.headerLine ?? 0;
  const rows = records.filter(
    (record): record is TableRow =>
      "cells" in record && record.line > headerLine && !isExampleRow(record.cells),
  );
  return readable({ format, sheets, table: { ...survey.value, sheet: chosen, rows } });
}

function parse({ format, content }: OpenedContainer, sheetRows: number): FileReading<WorkBook> {
  const options: ParsingOptions = {
    type: typeof content === "string" ? "string" : "buffer",
    dense: true,
    sheetRows,
    cellFormula: false,
    cellHTML: false,
    cellNF: true,
    dateNF: "yyyy-mm-dd",
    raw: format === "html",
  };
  try {
    return readable(read(typeof content === "string" ? content : Buffer.from(content), options));
  } catch (error) {
    const isLocked = error instanceof Error && /password|encrypt/i.test(error.message);
    return refused(isLocked ? spreadsheetEncrypted() : spreadsheetDamaged());
  }
}

/** The sheets that have rows, by name. Hidden ones, where the lists of drop-downs are, count only if no other has. */
function collectSheets(
  workbook: WorkBook,
  limits: ImportLimits,
  openDocument: OpenedContainer["openDocument"],
): Map<string, (TableRow | Refusal)[]> {
  const date1904 = workbook.Workbook?.WBProps?.date1904 === true;
  const nameOf = (name: string) => (openDocument ? unescaped(name) : name);
  const all = workbook.SheetNames.map((name, index) => ({
    name: nameOf(name),
    isHidden:
      openDocument?.hidden.includes(nameOf(name)) || (workbook.Workbook?.Sheets?.[index]?.Hidden ?? 0) !== 0,
    records: collectRows((workbook.Sheets[name]?.["!data"] ?? []) as CellObject[][], limits, date1904),
  })).filter(({ records }) => records.length > 0);
  const visible = all.filter(({ isHidden }) => !isHidden);
  return new Map((visible.length > 0 ? visible : all).map(({ name, records }) => [name, records]));
}

// One cell in the last corner makes an array of a million rows with nothing in between: only what is there is visited.
// A cell's own limit in a workbook, and of all cells together: one text may stand in every cell for next to nothing, until
// each of them is written down.
const CELL_LENGTH_MAX = 32_767;
const SHEET_LENGTH_MAX = 64 * 1024 * 1024;

function collectRows(data: CellObject[][], limits: ImportLimits, date1904: boolean): (TableRow | Refusal)[] {
  const records: (TableRow | Refusal)[] = [];
  let length = 0;
  for (const index of Object.keys(data)) {
    const line = Number(index) + 1;
    const record = Number.isInteger(line) && collectCells(data[line - 1] ?? [], line, limits, date1904);
    if (!record) continue;
    if ("cells" in record) for (const cell of record.cells) length += cell.length;
    const kept = length > SHEET_LENGTH_MAX ? spreadsheetTooLarge() : record;
    records.push(kept);
    if ("code" in kept) break;
  }
  return records;
}

function collectCells(
  row: CellObject[],
  line: number,
  { columnsMax }: ImportLimits,
  date1904: boolean,
): TableRow | Refusal | null {
  const cells: string[] = [];
  // One more for the column of an errors file.
  if (row.length > columnsMax + 1) {
    const last = Object.keys(row)
      .map(Number)
      .findLast((index) => row[index] !== undefined && cellText(row[index]).trim() !== "");
    if (last !== undefined && last > columnsMax) return columnsTooMany(last + 1, columnsMax, line);
  }
  for (let index = 0; index < Math.min(row.length, columnsMax + 1); index += 1) {
    const cell = row[index];
    const text = cell ? cellText(cell, date1904) : "";
    if (text.length > CELL_LENGTH_MAX) return cellTooLong(line);
    cells.push(text);
  }
  const width = filledWidth(cells);
  return width === 0 ? null : { line, cells: cells.slice(0, width) };
}
