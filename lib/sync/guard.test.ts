import { expect, test } from "vitest";
import { needsWord } from "@/lib/sync/guard";

test.each([
  [0, 0, 0, false],
  [0, 60, 1000, false],
  [1, 0, 1, false],
  [2, 0, 2, true],
  [2, 0, 20, false],
  [3, 0, 20, true],
  [50, 0, 1000, false],
  [51, 0, 1000, true],
  [10, 41, 1000, true],
  [1, 2, 20, true],
])("%i leave after %i, of %i: a word is needed: %s", (leaving, recent, kept, needed) => {
  expect(needsWord(leaving, recent, kept)).toBe(needed);
});
