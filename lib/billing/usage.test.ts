import { expect, test } from "vitest";
import type { Billed } from "@/lib/billing/charge";
import { boughtOn, daysFrom, stepsOf, valueOn } from "@/lib/billing/usage";

const billed = (startsOn: string, seats: number, endedOn: string | null = null): Billed => ({
  priceMinor: 1n,
  term: "month",
  startsOn,
  endedOn,
  counts: [{ from: startsOn, seats }],
});

test("seats are told where they change, over subscriptions that follow each other", () => {
  const both = [billed("2026-11-02", 5, "2026-11-04"), billed("2026-11-05", 7)];
  expect(stepsOf(daysFrom("2026-11-01", "2026-11-06"), (day) => boughtOn(both, day))).toEqual([
    { day: "2026-11-01", value: 0 },
    { day: "2026-11-02", value: 5 },
    { day: "2026-11-04", value: 0 },
    { day: "2026-11-05", value: 7 },
  ]);
});

test("a number holds until the next", () => {
  const steps = [
    { day: "2026-11-02", value: 3 },
    { day: "2026-11-04", value: 1 },
  ];
  expect(["2026-11-01", "2026-11-02", "2026-11-03", "2026-12-01"].map((day) => valueOn(steps, day))).toEqual([
    0, 3, 3, 1,
  ]);
  expect(daysFrom("2026-11-02", "2026-11-01")).toEqual([]);
});
