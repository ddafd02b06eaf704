import { expect, test } from "vitest";
import { ROW_HEIGHT, scrollTo, windowOf } from "@/components/imports/review/window";

test.each([
  [0, 440, 100_000, 0, 24],
  [90_000 * ROW_HEIGHT, 440, 100_000, 89_990, 90_024],
  [1e9, 440, 100, 89, 100],
  [-50, 440, 5, 0, 5],
  [0, 440, 0, 0, 0],
])("at %i of %i px and %i rows it draws %i to %i", (scrollTop, height, count, from, to) => {
  expect(windowOf(scrollTop, height, count)).toEqual({ from, to });
});

test("every row in sight is drawn, wherever it is scrolled to", () => {
  for (let scrollTop = 0; scrollTop < 3000; scrollTop += 7) {
    const { from, to } = windowOf(scrollTop, 440, 1000);
    expect(from * ROW_HEIGHT).toBeLessThanOrEqual(scrollTop);
    expect(to * ROW_HEIGHT).toBeGreaterThanOrEqual(scrollTop + 440);
  }
});

test("a row comes into sight by the shortest way", () => {
  expect(scrollTo(0, 100, 480, 40)).toBe(0);
  expect(scrollTo(5, 0, 480, 40)).toBeNull();
  expect(scrollTo(10, 0, 480, 40)).toBe(11 * ROW_HEIGHT - 440);
});
