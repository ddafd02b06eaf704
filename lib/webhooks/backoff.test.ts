import { expect, test } from "vitest";
import { GIVE_UP_AFTER_MS, pauseAfter, waitAfter } from "@/lib/webhooks/backoff";

test("waits grow from seconds to two hours, and a day holds a score of tries", () => {
  const waits = Array.from({ length: 30 }, (_, index) => waitAfter(index + 1));
  expect(waits.slice(0, 4)).toEqual([5_000, 30_000, 120_000, 600_000]);
  expect(waits).toEqual(waits.toSorted((one, other) => one - other));
  let [tries, passed] = [1, 0];
  for (; passed < GIVE_UP_AFTER_MS; tries += 1) passed += waits[tries - 1] ?? 0;
  expect(tries).toBeGreaterThanOrEqual(15);
  expect(tries).toBeLessThanOrEqual(25);
});

test("an answer may ask for more, and for no more than two hours", () => {
  expect(waitAfter(1, 60_000)).toBe(60_000);
  expect(waitAfter(4, 60_000)).toBe(600_000);
  expect(waitAfter(1, 1e12)).toBe(7_200_000);
});

test("after five failures on end there is a pause, of ten minutes at most", () => {
  expect([0, 4, 5, 6, 50].map(pauseAfter)).toEqual([null, null, 5_000, 30_000, 600_000]);
});
