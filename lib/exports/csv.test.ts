import fc from "fast-check";
import Papa from "papaparse";
import { expect, test } from "vitest";
import { csvLine, csvText, type Delimiter, guardFormula, unguardFormula } from "@/lib/exports/csv";
import { readRecords } from "@/lib/imports/table/records";
import { readTable } from "@/lib/imports/table/table";

test("cells are quoted where they could be read another way", () => {
  expect(csvLine(["Ada", "O'Neil, Jr.", 'Mary "Mo"', "a\nb", " x", "", "a;b"])).toBe(
    `Ada,"O'Neil, Jr.","Mary ""Mo""","a\nb"," x",,"a;b"`,
  );
  expect(csvText([["a", "b"], ["c"]], ";")).toBe("a;b\r\nc\r\n");
});

test.each([
  "=1+1",
  "=cmd|'/c calc'!A0",
  "@SUM(A1)",
  "-Dash",
  "+49 170",
  " =1",
  "\t=1",
  "\r=1",
  "＝1+1",
  "＠SUM",
  "'=1",
  "''=1",
])("%j is guarded, and comes back", (text) => {
  expect(guardFormula(text)).toBe(`'${text}`);
  expect(unguardFormula(guardFormula(text))).toBe(text);
});

test.each(["Ada", "'t Hooft", "'", "", "O'=Neil", "1-2", "a@b.example"])("%j needs no guard", (text) => {
  expect(guardFormula(text)).toBe(text);
  expect(unguardFormula(text)).toBe(text);
});

const naughty = fc.constantFrom(..."'\"=+-@,;\t|\r\n \u00a0＝ab\ufeff".split(""), "sep=", "\r\n", "''=");
const cell = fc.oneof(
  fc.string({ unit: "binary", maxLength: 8 }),
  fc.string({ unit: naughty, maxLength: 8 }),
);
const delimiter = fc.constantFrom<Delimiter>(",", ";", "\t", "|");
const table = fc.integer({ min: 1, max: 4 }).chain((width) =>
  fc.array(
    fc
      .array(cell, { minLength: width, maxLength: width })
      .filter((cells) => cells.some((each) => each.trim())),
    { minLength: 1, maxLength: 6 },
  ),
);

test("any table of any text survives writing and reading, to the unit", () => {
  fc.assert(
    fc.property(table, delimiter, (rows, by) => {
      const source = { text: csvText(rows, by), delimiter: by, start: { position: 0, line: 1 } };
      const read = [...readRecords(source)].map((record) =>
        "cells" in record ? record.cells.map(unguardFormula) : record,
      );
      expect(read).toEqual(rows);
    }),
    { numRuns: 1_500 },
  );
});

test("and as the bytes of a file, with its delimiter given and any well-formed text but NUL in it", () => {
  const wellFormed = table.filter((rows) =>
    rows.every((cells) => cells.every((each) => !/[\0\p{Cs}]/u.test(each))),
  );
  fc.assert(
    fc.property(wellFormed, delimiter, (rows, by) => {
      const text = csvText([["firstname", "b", "c", "d"], ...rows], by);
      const reading = readTable(new TextEncoder().encode(text), { delimiter: by, hasHeader: true });
      if (!reading.ok) return expect(reading.refusal.code).toBe("not_text");
      expect([...reading.value.rows].map(({ cells }) => cells.map(unguardFormula))).toEqual(rows);
    }),
    { numRuns: 1_000 },
  );
});

test("papaparse reads the same cells, and none of them is a formula", () => {
  fc.assert(
    fc.property(table, delimiter, (rows, by) => {
      const { data } = Papa.parse<string[]>(csvText(rows, by), {
        delimiter: by,
        newline: "\r\n",
        skipEmptyLines: true,
      });
      expect(data.map((cells) => cells.map(unguardFormula))).toEqual(rows);
      for (const each of data.flat()) expect(each).not.toMatch(/^\s*[=+\-@＝＋－＠]/);
    }),
    { numRuns: 1_000 },
  );
});
