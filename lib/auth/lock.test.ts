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
  expect(lockMinutes(failures, { attempts: 50, minutes: 15 })).toBe(minutes);
});

test.each([
  [4, null],
  [5, 30],
  [6, null],
  [15, 60],
  [65, 1440],
  [95, 1440],
  [100, 1440],
])(
  "an organization may lock sooner and longer, and never for more than a day: %i, %s",
  (failures, minutes) => {
    expect(lockMinutes(failures, { attempts: 5, minutes: 30 })).toBe(minutes);
  },
);

test("an organization that locks last still locks at a hundred", () => {
  const policy = { attempts: 100, minutes: 1 };
  expect(lockMinutes(99, policy)).toBeNull();
  expect(lockMinutes(100, policy)).toBe(1440);
});
