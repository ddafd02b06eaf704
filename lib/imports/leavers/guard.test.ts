import { expect, test } from "vitest";
import { looksPartial, needsWords } from "@/lib/imports/leavers/guard";

test.each([
  [0, 0, false],
  [1, 10, false],
  [2, 10, true],
  [10, 100, false],
  [11, 100, true],
])("%d of %d: %s", (count, active, expected) => {
  expect(needsWords(count, active)).toBe(expected);
});

test("a file that lacks more than half of the people is taken for one of some of them", () => {
  expect([looksPartial(5, 10), looksPartial(6, 10), looksPartial(0, 0)]).toEqual([false, true, false]);
});
