import { expect, test } from "vitest";
import { fileWords } from "@/lib/imports/file-words";

const TEXT = {
  format: null,
  sheet: null,
  encoding: "utf-8",
  delimiter: ";",
  headerLine: 1,
  exampleLine: null,
};

test.each([
  [TEXT, "Read as UTF-8, cells set apart by semicolon."],
  [
    { ...TEXT, headerLine: 2, exampleLine: 3 },
    "Read as UTF-8, cells set apart by semicolon. Line 1 was passed over. The example on line 3 was left out.",
  ],
  [
    { ...TEXT, format: "xlsx" as const, sheet: "Staff", encoding: null, delimiter: null, headerLine: 4 },
    "Read as an Excel workbook (.xlsx), sheet “Staff”. Lines 1 to 3 were passed over.",
  ],
  [{ ...TEXT, encoding: null, headerLine: null }, ""],
])("%j", (facts, words) => {
  expect(fileWords(facts)).toBe(words);
});
