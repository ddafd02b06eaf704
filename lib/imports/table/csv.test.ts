import fc from "fast-check";
import Papa from "papaparse";
import { describe, expect, test } from "vitest";
import { countLineEnds, readRecord } from "@/lib/imports/table/csv";
import { isRow, readRecords } from "@/lib/imports/table/records";

const recordsOf = (text: string, delimiter: "," | ";" = ",") =>
  [...readRecords({ text, delimiter, start: { position: 0, line: 1 } })].map((record) =>
    isRow(record) ? [record.line, ...record.cells] : [record.line, record.code],
  );

describe("records and the lines they start on", () => {
  test.each([
    [
      "a,b\nc,d\n",
      [
        [1, "a", "b"],
        [2, "c", "d"],
      ],
    ],
    [
      "a,b\r\nc,d",
      [
        [1, "a", "b"],
        [2, "c", "d"],
      ],
    ],
    [
      "a,b\rc,d\r",
      [
        [1, "a", "b"],
        [2, "c", "d"],
      ],
    ],
    [
      "a\r\nb\nc\rd\n\re",
      [
        [1, "a"],
        [2, "b"],
        [3, "c"],
        [4, "d"],
        [6, "e"],
      ],
    ],
    [
      "\n\na\n , \n\nb",
      [
        [3, "a"],
        [6, "b"],
      ],
    ],
    [
      '"x\ny\r\nz\rw",b\nc',
      [
        [1, "x\ny\r\nz\rw", "b"],
        [5, "c"],
      ],
    ],
    ['"a ""b"" c",""\n', [[1, 'a "b" c', ""]]],
    ['5" pipe,a"b', [[1, '5" pipe', 'a"b']]],
    ['Ada, "Adams, Jr." ,x', [[1, "Ada", "Adams, Jr.", "x"]]],
    ["a,b,", [[1, "a", "b", ""]]],
    ['"a"', [[1, "a"]]],
    ["", []],
    ["\n \n", []],
  ])("%j", (text, expected) => {
    expect(recordsOf(text)).toEqual(expected);
  });

  test("a malformed quote is named by the line on which it opened", () => {
    expect(recordsOf('a,b\nc,"d\ne,f\n')).toEqual([
      [1, "a", "b"],
      [2, "quote_unclosed"],
    ]);
    expect(recordsOf('a,b\nc,"d" e\n')).toEqual([
      [1, "a", "b"],
      [2, "quote_malformed"],
    ]);
    expect(recordsOf('a\n"b\nc"d"\n')).toEqual([
      [1, "a"],
      [2, "quote_malformed"],
    ]);
  });

  test("both lines of a quote are named", () => {
    const refusal = readRecord('"b\nc"d"\n', ",", { position: 0, line: 7 });
    expect(refusal).toMatchObject({
      message:
        "A quote opened on line 7 is closed on line 8 with more text behind it in the same cell. Inside quotes, write a quote twice.",
    });
  });
});

test("a line of cells without end is refused before it fills the memory", () => {
  expect(recordsOf(`a\n${",".repeat(1_000_000)}\n`)).toEqual([
    [1, "a"],
    [2, "columns_too_many"],
  ]);
  expect(recordsOf(`a${",".repeat(16_383)}\n`)[0]).toHaveLength(1 + 16_384);
});

test("line ends are counted once each", () => {
  expect(countLineEnds("a\r\nb\nc\rd\n\r")).toBe(5);
});

const wellFormedCsv = fc
  .array(
    fc.array(
      fc.oneof(
        fc.string({ unit: fc.constantFrom(..."ab '=".split("")), maxLength: 4 }),
        fc
          .string({ unit: fc.constantFrom("a", " ", ",", '""', "\n", "\r\n"), maxLength: 5 })
          .map((text) => `"${text}"`),
      ),
      { minLength: 1, maxLength: 4 },
    ),
    { minLength: 1, maxLength: 6 },
  )
  .chain((rows) =>
    fc.constantFrom("\n", "\r\n").map((end) => rows.map((cells) => cells.join(",")).join(end)),
  );

test("papaparse, which wants one line end a file, reads the same", () => {
  fc.assert(
    fc.property(wellFormedCsv, (text) => {
      const newline = text.replace(/"[^"]*"/g, "").includes("\r\n") ? "\r\n" : "\n";
      const { data } = Papa.parse<string[]>(text, { delimiter: ",", newline });
      const filled = data.filter((cells) => cells.some((each) => each.trim() !== ""));
      expect(recordsOf(text).map(([, ...cells]) => cells)).toEqual(filled);
    }),
    { numRuns: 1_500 },
  );
});

test("the line of a record is one more than the line ends before it, for any text", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'a,"\r\n '.split("")), maxLength: 40 }), (text) => {
      const cursor = { position: 0, line: 1 };
      for (;;) {
        const record = readRecord(text, ",", cursor);
        if (!Array.isArray(record)) break;
        const end = text.slice(0, cursor.position);
        const isEnd = cursor.position >= text.length && !/[\r\n]$/.test(text);
        expect(cursor.line).toBe(1 + countLineEnds(end) + (isEnd ? 1 : 0));
      }
    }),
    { numRuns: 1_500 },
  );
});
