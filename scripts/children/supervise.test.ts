import { expect, test } from "vitest";
import { restartPauseMs } from "@/scripts/children/supervise";

test("restartPauseMs doubles from half a second to half a minute", () => {
  expect([0, 1, 2, 3, 4, 5, 6, 7, 8, 50].map(restartPauseMs)).toEqual([
    500, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000,
  ]);
});
