import { expect, test } from "vitest";
import { dayOf, endedAccess } from "@/lib/imports/review/access-ended";
import type { ReviewRow } from "@/lib/imports/row-queries";

const TODAY = dayOf(new Date("2026-11-22T23:30:00Z"));
const row = (given: Partial<ReviewRow>) => ({
  fate: "create" as const,
  selected: true,
  values: {},
  changes: null,
  ...given,
});
const changing = (accessEndsAt: string | null) => ({ before: {}, after: { accessEndsAt } });

test.each<[string, Partial<ReviewRow>, string | null]>([
  ["yesterday", { values: { accessEndsAt: "2026-11-21" } }, "2026-11-21"],
  ["today, which is not over", { values: { accessEndsAt: "2026-11-22" } }, null],
  ["never", { values: {} }, null],
  ["emptied", { values: { accessEndsAt: "" } }, null],
  ["yesterday, left out", { values: { accessEndsAt: "2026-11-21" }, selected: false }, null],
  ["yesterday, wrong", { values: { accessEndsAt: "2026-11-21" }, fate: "invalid" }, null],
  ["set to yesterday", { fate: "update", changes: changing("2026-11-21") }, "2026-11-21"],
  ["set to never", { fate: "update", changes: changing(null) }, null],
  ["as it was", { fate: "update", values: { accessEndsAt: "2026-11-21" } }, null],
])("access ends %s", (_, given, day) => {
  expect(endedAccess(row(given), TODAY)).toBe(day);
});
