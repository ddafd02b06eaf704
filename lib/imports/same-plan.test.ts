import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { xlsxWriter } from "@/lib/exports/xlsx";
import { IMPORT_LIMITS } from "@/lib/imports/limits";
import { IMPORT_MODES } from "@/lib/imports/plan/modes";
import type { PlannedRow } from "@/lib/imports/plan/plan";
import type { TableRow } from "@/lib/imports/table/records";
import type { TextTable } from "@/lib/imports/table/table";
import { readWorkbook, type SheetTable } from "@/lib/imports/table/workbook";
import { writeXls } from "@/lib/imports/templates/xls";
import { makeHandmadeWorkbook } from "@/tests/support/handmade-workbook";
import {
  directoryOf,
  expectedFixtures,
  matchTable,
  NOBODY,
  planTable,
  readFixture,
} from "@/tests/support/import-fixtures";
import { makeWorkbook } from "@/tests/support/workbooks";

/** The rows of a file from its first line on, header and blank lines in their places. */
function linesOf({ headerLine, headers, rows }: TextTable): string[][] {
  const lines: string[][] = [];
  const put = ({ line, cells }: TableRow) => {
    while (lines.length < line - 1) lines.push([]);
    lines.push([...cells]);
  };
  if (headerLine !== null) put({ line: headerLine, cells: [...headers] });
  for (const row of rows) put(row);
  return lines;
}

const WRITERS: Record<string, (lines: readonly string[][]) => Uint8Array> = {
  "our writer as .xlsx": (lines) => {
    const writer = xlsxWriter("People");
    return Buffer.concat([writer.add(lines), writer.end()]);
  },
  "our writer as .xls": (lines) => writeXls("People", lines),
  "the parser's writer as .xlsx": (lines) => makeWorkbook({ People: [...lines] }),
  "the parser's writer as .ods": (lines) => makeWorkbook({ People: [...lines] }, "ods"),
  "a zip made by hand": (lines) =>
    makeHandmadeWorkbook(
      lines.flatMap((cells, index) => (cells.length > 0 ? [{ line: index + 1, cells }] : [])),
    ),
};

function readSheet(bytes: Uint8Array, hasHeader?: boolean): SheetTable {
  const reading = readWorkbook(bytes, IMPORT_LIMITS, { hasHeader });
  if (!reading.ok || !reading.value.table) throw new Error(JSON.stringify(reading));
  return reading.value.table;
}

/** A workbook holds no cell as long as the one of this file; all else that is said of it is the same. */
const LONGEST = "long-cell.csv";
const CELL_LENGTH_MAX = 32_767;

const planOf = (plan: readonly PlannedRow[]) =>
  plan.map(({ fate, values, issues, target }) => ({ fate, values, issues, changes: target?.changes }));

/** Compares what two files become in every mode, where nobody is there, where their people are, and otherwise. */
function expectSamePlan(table: SheetTable, text: TextTable): void {
  const { columns } = matchTable(text);
  expect(matchTable(table).columns).toEqual(columns);
  const created = planTable(text);
  for (const mode of IMPORT_MODES) {
    for (const directory of [NOBODY, directoryOf(created), directoryOf(created, { lastName: "Before" })]) {
      const expected = planTable(text, mode, directory);
      expect(planOf(planTable(table, mode, directory)), mode).toEqual(planOf(expected));
    }
  }
}

const readable = [...expectedFixtures].flatMap(([name, { refused }]) =>
  refused === undefined ? [name] : [],
);

describe.each(readable)("%s", (name) => {
  const { asked, table } = readFixture(name);
  const isCut = name === LONGEST;
  const lines = linesOf(table).map((cells) =>
    isCut ? cells.map((cell) => cell.slice(0, CELL_LENGTH_MAX)) : cells,
  );

  test.each(Object.entries(WRITERS))("is the same by %s", (_, write) => {
    const bytes = write(lines);
    expect(readSheet(bytes).hasHeader).toBe(asked.hasHeader);
    const sheet = readSheet(bytes, table.hasHeader === false ? false : undefined);
    expect(sheet).toMatchObject({ headerLine: table.headerLine, rowCount: table.rowCount });
    expect(sheet.rows.map(({ line }) => line)).toEqual([...table.rows].map(({ line }) => line));
    const inText = isCut ? { ...table, rows: sheet.rows } : table;
    expectSamePlan(sheet, inText);
  });
});

describe.each(["s0-generic", "quotes", "s2-columns"])("%s as LibreOffice wrote it", (name) => {
  test.each(["xlsx", "xls", "ods"])("as .%s", (extension) => {
    const at = new URL(`../../tests/fixtures/spreadsheets/${name}.${extension}`, import.meta.url);
    const { table } = readFixture(`${name}.csv`);
    expectSamePlan(readSheet(new Uint8Array(readFileSync(at))), table);
  });
});
