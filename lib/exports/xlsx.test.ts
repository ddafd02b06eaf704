import fc from "fast-check";
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

test("any table of any text comes back as it was, but for CRLF", () => {
  const unit = fc.oneof(
    fc.constantFrom(...UNITS, "_x0041_", "_x005F_", "&#10;"),
    fc.string({ unit: "binary" }),
  );
  const cell = fc.array(unit, { maxLength: 6 }).map((units) => units.join("").toWellFormed());
  // Excel and the parser read CRLF within a cell as one LF.
  const asRead = (cells: string[]) => cells.map((text) => text.replaceAll("\r\n", "\n"));
  // The first cell is filled, so that no row and no column is blank; the row of 27 reaches the column AA.
  const row = fc.array(cell, { maxLength: 27 }).map((cells) => ["x", ...cells, "y"]);
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 5 }), (rows) => {
      expect(readBack(written(rows)).rows.map(({ cells }) => cells)).toEqual(rows.map(asRead));
    }),
    { numRuns: 300 },
  );
});

test("a formula is text, and a sheet has a name that is allowed", () => {
  const table = readBack(
    written([["=1+1", "0049 69"]], "'A/B [1]: what a long name for one sheet of people"),
  );
  expect(table.rows).toEqual([{ line: 1, cells: ["=1+1", "0049 69"] }]);
  expect(table.sheet).toBe("A B  1   what a long name for");
});

test("a cell holds no more than Excel takes", () => {
  expect(readBack(written([["A".repeat(40_000)]])).rows[0]?.cells[0]).toHaveLength(32_767);
});
