import { expect, test } from "vitest";
import { inTable, textTable } from "@/scripts/bench/shared/text-table";

test("a table has its first column to the left and all others to the right", () => {
  const table = textTable(
    ["stop", "s"],
    [
      ["upload", "0.25"],
      ["commit", "12.50"],
    ],
  );
  expect(table.split("\n")).toEqual(["stop        s", "------  -----", "upload   0.25", "commit  12.50"]);
});

test("numbers have their digits, and what was not measured a dash", () => {
  expect(inTable(12345.678, 1)).toBe("12,345.7");
  expect(inTable(2, 2)).toBe("2.00");
  expect(inTable(null, 2)).toBe("-");
  expect(inTable(Number.NaN, 2)).toBe("-");
});
