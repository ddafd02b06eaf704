import { expect, test } from "vitest";
import { addDays, addMonths, addYears, daysBetween, daysOf, monthsFrom } from "@/lib/billing/days";

test.each([
  ["2026-11", 30],
  ["2026-12", 31],
  ["2027-02", 28],
  ["2028-02", 29],
  ["2100-02", 28],
  ["2000-02", 29],
])("%s has %i days", (month, count) => {
  const days = daysOf(month);
  expect(days).toHaveLength(count);
  expect(days.every((day) => day.startsWith(month))).toBe(true);
});

test("months and days go on over the ends of years", () => {
  expect(addMonths("2026-12", 1)).toBe("2027-01");
  expect(addMonths("2026-01", -1)).toBe("2025-12");
  expect(addMonths("2026-05", -17)).toBe("2024-12");
  expect(monthsFrom("2026-11", "2027-02")).toEqual(["2026-11", "2026-12", "2027-01", "2027-02"]);
  expect(addDays("2028-02-28", 2)).toBe("2028-03-01");
  expect(daysBetween("2026-11-23", "2027-11-23")).toBe(365);
});

test("the anniversary of a 29 February is the 28th where there is no other", () => {
  expect(addYears("2028-02-29", 1)).toBe("2029-02-28");
  expect(addYears("2028-02-29", 4)).toBe("2032-02-29");
  expect(addYears("2026-11-23", 2)).toBe("2028-11-23");
});
