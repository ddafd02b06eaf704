import { expect, test } from "vitest";
import { lockMinutes } from "@/lib/auth/lock";

test.each([
  [1, null],
  [10, null],
  [49, null],
  [50, 15],
  [51, null],
  [60, 30],
  [70, 60],
  [90, 240],
  [99, null],
  [100, 1440],
  [101, 1440],
])("after %i wrong passwords in a row an account is locked for %s minutes", (failures, minutes) => {
  expect(lockMinutes(failures)).toBe(minutes);
});
