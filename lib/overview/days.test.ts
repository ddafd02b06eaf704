import { expect, test } from "vitest";
import { lastDays } from "@/lib/overview/days";

test("the last days end with today and go over ends of months and years", () => {
  expect(lastDays(new Date("2027-01-01T00:00:00Z"), 3)).toEqual(["2026-12-30", "2026-12-31", "2027-01-01"]);
  expect(lastDays(new Date("2028-03-01T23:59:59.999Z"), 2)).toEqual(["2028-02-29", "2028-03-01"]);
  expect(new Set(lastDays(new Date("2026-10-25T12:00:00Z"))).size).toBe(30);
});
