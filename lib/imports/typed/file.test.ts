import { expect, test } from "vitest";
import { readTable } from "@/lib/imports/table/table";
import { typedFile, typedFileName } from "@/lib/imports/typed/file";

test.each([
  [
    "plain rows",
    [
      ["Ada", "Adams"],
      ["Ben", "Baker"],
    ],
  ],
  ["one column", [["Ada"], ["Ben"]]],
  [
    "every delimiter and quotes",
    [
      ["a;b", 'c"d', "e\tf|g,h"],
      ["sep=;", "x", "'=1+1"],
    ],
  ],
  ["a cell that declares a delimiter", [["sep=;"], ["a"]]],
  [
    "a header for a person",
    [
      ["First name", "Last name"],
      ["Ada", "Adams"],
    ],
  ],
])("an import reads %s as typed", (_, rows) => {
  const table = readTable(new TextEncoder().encode(typedFile(rows)), { hasHeader: false });
  expect(table.ok && [...table.value.rows].map(({ cells }) => cells)).toEqual(rows);
});

test("a row's place is its line, blank rows counted", () => {
  const file = typedFile([[], ["Ada", "x"], [], ["Ben", "y"]]);
  const table = readTable(new TextEncoder().encode(file), { hasHeader: false });
  expect(table.ok && [...table.value.rows].map(({ line }) => line)).toEqual([2, 4]);
});

test("it is listed by its number", () => {
  expect([typedFileName(1), typedFileName(12)]).toEqual(["1 row typed", "12 rows typed"]);
});
