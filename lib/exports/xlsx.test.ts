import fc from "fast-check";
import { strFromU8, unzipSync } from "fflate";
import { expect, test } from "vitest";
import { xlsxWriter } from "@/lib/exports/xlsx";
import { IMPORT_LIMITS } from "@/lib/imports/limits";
import { readWorkbook } from "@/lib/imports/table/workbook";

function written(rows: string[][], sheet = "People"): Buffer {
  const writer = xlsxWriter(sheet);
  const middle = Math.floor(rows.length / 2);
  return Buffer.concat([writer.add(rows.slice(0, middle)), writer.add(rows.slice(middle)), writer.end()]);
}

function readBack(bytes: Uint8Array) {
  const reading = readWorkbook(bytes, IMPORT_LIMITS, { hasHeader: false });
  if (!reading.ok || !reading.value.table) throw new Error(JSON.stringify(reading));
  return reading.value.table;
}

const UNITS = Array.from(
  "aZ9 =+-@'\"<>&;,_x\t\n\r\u0000\u0001\u000b\u007f\u0085\u00a0\u2028\ufeff\ufffe\uffffÄ李😀",
);

test("any table of any text comes back as it was", () => {
  const unit = fc.oneof(
    fc.constantFrom(...UNITS, "\r\n", "_x0041_", "_x005F_", "_x000D_", "_x005F", "&#10;", "&#13;"),
    fc.string({ unit: "binary" }),
  );
  const cell = fc.array(unit, { maxLength: 6 }).map((units) => units.join("").toWellFormed());
  // The last cell is filled, so that no row is blank; the row of 27 reaches the column AA.
  const row = fc.array(cell, { maxLength: 27 }).map((cells) => [...cells, "y"]);
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 5 }), (rows) => {
      expect(readBack(written(rows)).rows.map(({ cells }) => cells)).toEqual(rows);
    }),
    { numRuns: 300 },
  );
});

test("a line break within a cell is escaped as the standard has it", () => {
  const sheet = strFromU8(unzipSync(written([["a\r\nb"]]))["xl/worksheets/sheet1.xml"] ?? new Uint8Array());
  expect(sheet).toContain(">a_x000D_\nb</t>");
});

test("a formula is text, and a sheet has a name that is allowed", () => {
  const table = readBack(
    written([["=1+1", "0049 69"]], "'A/B [1]: what a long name for one sheet of people"),
  );
  expect(table.rows).toEqual([{ line: 1, cells: ["=1+1", "0049 69"] }]);
  expect(table.sheet).toBe("A B  1   what a long name for");
});

test("a cell holds no more than Excel takes, and says so where that is not all", () => {
  const textOf = (text: string) => readBack(written([[text]])).rows[0]?.cells[0] ?? "";
  const most = `${"A".repeat(32_765)}_x`;
  expect(textOf(most)).toBe(most);
  for (const text of ["A".repeat(32_768), "😀".repeat(20_000), `A${"😀".repeat(20_000)}`]) {
    const kept = textOf(text);
    expect(kept).toMatch(/^A?(?:A|😀)+ … cut: a cell holds at most 32,767 characters$/u);
    expect(kept.length).toBeGreaterThan(32_764);
    expect(kept.length).toBeLessThanOrEqual(32_767);
  }
});

test("rows that a sheet cannot hold any more go on in the next one, below the same header", () => {
  const writer = xlsxWriter("People of a rather long name, all of them", {}, 3);
  const rows = ["a", "b", "c", "d", "e"].map((cell) => [cell]);
  const bytes = Buffer.concat([
    writer.add([["Name"], ...rows.slice(0, 1)]),
    writer.add(rows.slice(1)),
    writer.end(),
  ]);
  const sheets = [
    "People of a rather long name, a",
    "People of a rather long nam (2)",
    "People of a rather long nam (3)",
  ];
  const read = sheets.map((sheet) => {
    const reading = readWorkbook(bytes, IMPORT_LIMITS, { hasHeader: false, sheet });
    return reading.ok ? reading.value.table?.rows.map(({ cells }) => cells[0]) : reading.refusal.code;
  });
  expect(read).toEqual([
    ["Name", "a", "b"],
    ["Name", "c", "d"],
    ["Name", "e"],
  ]);
});
