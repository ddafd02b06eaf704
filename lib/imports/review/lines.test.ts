import fc from "fast-check";
import { expect, test } from "vitest";
import { indexLines, linesFromText, linesToText, runsOf } from "@/lib/imports/review/lines";

test("a whole file is one run", () => {
  const lines = Array.from({ length: 100_000 }, (_, index) => index + 2);
  expect(runsOf(lines)).toEqual([2, 100_000]);
  const index = indexLines(runsOf(lines));
  expect(index.count).toBe(100_000);
  expect(index.lineAt(90_000)).toBe(90_002);
  expect(index.positionOf(90_002)).toBe(90_000);
  expect(index.slice(99_998, 100_010)).toEqual([100_000, 100_001]);
});

test("positions and lines of any view are each other's", () => {
  const ascending = fc
    .uniqueArray(fc.integer({ min: 1, max: 300 }))
    .map((lines) => lines.sort((a, b) => a - b));
  fc.assert(
    fc.property(ascending, (lines) => {
      const index = indexLines(runsOf(lines));
      expect(index.slice(0, 400)).toEqual(lines);
      for (const [position, line] of lines.entries()) expect(index.positionOf(line)).toBe(position);
      for (let line = 0; line <= 301; line += 1) {
        if (!lines.includes(line)) expect(index.positionOf(line)).toBeNull();
      }
      expect([index.lineAt(-1), index.lineAt(lines.length)]).toEqual([null, null]);
      if (lines.length > 0) expect(linesFromText(linesToText(lines), 300)).toEqual(lines);
    }),
  );
});

test.each(["", "a", "1-", "3-2", "1,,2", "1-1000000", "-1", "1;2"])("%j is no list of lines", (text) => {
  expect(linesFromText(text, 200)).toBeNull();
});
