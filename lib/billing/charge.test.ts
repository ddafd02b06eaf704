import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Billed, chargeOf, type MonthCharge, seatsOn, termDays } from "@/lib/billing/charge";
import { addDays, addYears, daysBetween, daysOf } from "@/lib/billing/days";

const monthly: Billed = {
  priceMinor: 1000n,
  term: "month",
  startsOn: "2026-11-01",
  endedOn: null,
  counts: [{ from: "2026-11-01", seats: 10 }],
};

describe("a subscription's month", () => {
  test("costs its price where nothing changes", () => {
    expect(chargeOf(monthly, "2026-11").amountMinor).toBe(10_000n);
    expect(chargeOf(monthly, "2027-02").amountMinor).toBe(10_000n);
    expect(chargeOf(monthly, "2026-10")).toEqual({ stretches: [], amountMinor: 0n });
  });

  test("is counted by days from where seats are more or less", () => {
    const counts = [
      { from: "2026-11-16", seats: 20 },
      { from: "2026-11-01", seats: 10 },
    ];
    const charge = chargeOf({ ...monthly, counts }, "2026-11");
    expect(charge.amountMinor).toBe(15_000n);
    expect(charge.stretches).toMatchObject([
      { from: "2026-11-01", to: "2026-11-15", seats: 10, amountMinor: 5000n },
      { from: "2026-11-16", to: "2026-11-30", seats: 20, amountMinor: 10_000n },
    ]);
    expect(charge.stretches[0]?.days.slice(0, 3).map(({ amountMinor }) => amountMinor)).toEqual([
      334n,
      334n,
      334n,
    ]);
  });

  test("begins with its start and is over on the day that it ends", () => {
    const few = { ...monthly, startsOn: "2026-11-30", counts: [{ from: "2026-11-30", seats: 1 }] };
    expect(chargeOf(few, "2026-11").amountMinor).toBe(33n);
    expect(chargeOf({ ...few, endedOn: "2026-11-30" }, "2026-11")).toEqual({
      stretches: [],
      amountMinor: 0n,
    });
    expect(chargeOf({ ...few, endedOn: "2026-12-02" }, "2026-12").amountMinor).toBe(32n);
  });

  test("without seats costs nothing", () => {
    expect(chargeOf({ ...monthly, counts: [{ from: "2026-11-01", seats: 0 }] }, "2026-11")).toEqual({
      stretches: [],
      amountMinor: 0n,
    });
  });

  test("of a year's price is its part of the days of that year", () => {
    const yearly: Billed = {
      ...monthly,
      term: "year",
      priceMinor: 36_500n,
      counts: [{ from: "2026-11-01", seats: 1 }],
    };
    expect(chargeOf(yearly, "2026-11").amountMinor).toBe(3000n);
    // From 1 November 2027 on the year has 366 days.
    expect(chargeOf(yearly, "2027-11").amountMinor).toBe(2992n);
    expect(termDays(yearly, "2027-10-31")).toBe(365);
    expect(termDays(yearly, "2027-11-01")).toBe(366);
    const leap = { ...yearly, startsOn: "2028-02-29" };
    expect(termDays(leap, "2029-02-27")).toBe(365);
    expect(termDays(leap, "2032-02-28")).toBe(366);
    expect(termDays(leap, "2032-02-29")).toBe(365);
  });
});

const day = fc.integer({ min: 0, max: 1800 }).map((count) => addDays("2024-01-01", count));
const seats = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 100_000 }));
const histories: fc.Arbitrary<Billed> = fc.record({
  priceMinor: fc.bigInt({ min: 0n, max: 10n ** 9n }),
  term: fc.constantFrom("month", "year"),
  startsOn: day,
  endedOn: fc.option(day),
  counts: fc.uniqueArray(fc.record({ from: day, seats }), { selector: ({ from }) => from, maxLength: 12 }),
});
const total = (all: readonly { amountMinor: bigint }[]) =>
  all.reduce((sum, each) => sum + each.amountMinor, 0n);
const daysIn = ({ stretches }: MonthCharge) => stretches.flatMap(({ days }) => days);

const month = day.map((each) => each.slice(0, 7));

test("the days of a month come to exactly what the month costs, and stretches to the same", () => {
  fc.assert(
    fc.property(histories, month, (billed, of) => {
      const charge = chargeOf(billed, of);
      expect(total(charge.stretches)).toBe(charge.amountMinor);
      for (const stretch of charge.stretches) expect(total(stretch.days)).toBe(stretch.amountMinor);
      expect(chargeOf({ ...billed, counts: billed.counts.toReversed() }, of)).toEqual(charge);
      for (const each of daysIn(charge)) expect(each.amountMinor).toBeGreaterThanOrEqual(0n);
      expect(daysIn(charge).map(({ day, seats }) => [day, seats])).toEqual(
        daysOf(of).flatMap((each) => (seatsOn(billed, each) > 0 ? [[each, seatsOn(billed, each)]] : [])),
      );
    }),
    { numRuns: 300 },
  );
});

test("a month costs its exact sum to within half a minor unit", () => {
  fc.assert(
    fc.property(histories, month, (billed, of) => {
      // In 365 × 366 × 28 × 29 × 30 × 31 parts of a unit every day's price is whole.
      const parts = 365n * 366n * 28n * 29n * 30n * 31n;
      const exact = daysOf(of).reduce(
        (sum, each) =>
          sum + (billed.priceMinor * BigInt(seatsOn(billed, each)) * parts) / BigInt(termDays(billed, each)),
        0n,
      );
      const off = chargeOf(billed, of).amountMinor * parts - exact;
      expect(2n * off <= parts && 2n * off > -parts).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test("the years of a start follow each other without a gap", () => {
  fc.assert(
    fc.property(day, fc.integer({ min: 0, max: 8 }), (startsOn, years) => {
      const first = addYears(startsOn, years);
      const next = addYears(startsOn, years + 1);
      const length = daysBetween(first, next);
      const of = { term: "year", startsOn } as const;
      expect([365, 366]).toContain(length);
      expect(termDays(of, first)).toBe(length);
      expect(termDays(of, addDays(next, -1))).toBe(length);
    }),
  );
});
