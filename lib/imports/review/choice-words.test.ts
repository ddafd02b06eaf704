import { expect, test } from "vitest";
import { wordsOfChoice } from "@/lib/imports/review/choice-words";
import { ALL_ROWS } from "@/lib/imports/review/filter";

test("rows that were chosen together are told by what they were found by", () => {
  expect(wordsOfChoice(ALL_ROWS, false)).toBe("Left out: all rows");
  expect(wordsOfChoice({ ...ALL_ROWS, show: "unselected" }, true)).toBe("Taken in: unselected rows");
  expect(
    wordsOfChoice({ show: "invalid", issue: "missing", column: "lastName", q: "zoë", within: null }, false),
  ).toBe("Left out: rows with errors, with “Missing”, with an issue in “Last name”, with “zoë” in a cell");
});
