import { expect, test } from "vitest";
import { waitAfter } from "@/lib/messages/backoff";

test("each try waits longer, up to two hours", () => {
  expect([1, 2, 3, 4].map(waitAfter)).toEqual([30_000, 120_000, 480_000, 1_920_000]);
  expect([5, 6, 100].map(waitAfter)).toEqual([7_200_000, 7_200_000, 7_200_000]);
});
