import { expect, test } from "vitest";
import { needsWords } from "@/lib/imports/leavers/guard";

test.each([
  [0, 0, false],
  [1, 10, false],
  [2, 10, true],
  [10, 100, false],
  [11, 100, true],
])("%d of %d: %s", (count, active, expected) => {
  expect(needsWords(count, active)).toBe(expected);
});
