import { describe, expect, test } from "vitest";
import { chargeOf } from "@/lib/billing/charge";
import { outlookOf, type Planned } from "@/lib/billing/outlook";

const planned: Planned = {
  priceMinor: 100n,
  term: "month",
  startsOn: "2026-01-16",
  endedOn: null,
  counts: [{ from: "2026-01-16", seats: 10 }],
  renewsOn: "2026-12-16",
  seatsAtRenewal: null,
  cancelledAt: null,
};
const nobodyElse = { used: 8, waiting: 0, arriving: 0 };
const today = "2026-11-23";

describe("the outlook", () => {
  test("is of next month, with as many seats as now", () => {
    expect(outlookOf(planned, nobodyElse, today)).toEqual({
      month: "2026-12",
      plannedMinor: 1000n,
      withWaitingMinor: 1000n,
      withArrivingMinor: 1000n,
      missing: 0,
    });
  });

  test("has fewer seats from the renewal on, and not fewer than are in use", () => {
    const fewer = { ...planned, seatsAtRenewal: 2 };
    // 15 days of 10 seats and 16 of the 8 in use.
    expect(outlookOf(fewer, nobodyElse, today).plannedMinor).toBe(897n);
    expect(outlookOf(fewer, { ...nobodyElse, used: 1 }, today).plannedMinor).toBe(587n);
    // Nothing of a month before it changes.
    expect(chargeOf(fewer, "2026-11").amountMinor).toBe(1000n);
  });

  test("ends with a cancelled subscription", () => {
    const cancelled = { ...planned, cancelledAt: new Date() };
    expect(outlookOf(cancelled, nobodyElse, today)).toMatchObject({ plannedMinor: 484n });
    expect(
      outlookOf({ ...cancelled, renewsOn: "2026-11-30" }, { ...nobodyElse, arriving: 50 }, today),
    ).toMatchObject({
      plannedMinor: 0n,
      withArrivingMinor: 0n,
      missing: 0,
    });
  });

  test("counts free seats before it asks for more", () => {
    expect(outlookOf(planned, { used: 8, waiting: 1, arriving: 4 }, today)).toMatchObject({
      plannedMinor: 1000n,
      withWaitingMinor: 1000n,
      withArrivingMinor: 1300n,
      missing: 3,
    });
    expect(outlookOf(planned, { used: 10, waiting: 5, arriving: 0 }, today)).toMatchObject({
      withWaitingMinor: 1500n,
      missing: 5,
    });
  });
});
