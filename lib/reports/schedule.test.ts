import { describe, expect, test } from "vitest";
import { nextRun, type Schedule, scheduleInWords } from "@/lib/reports/schedule";

const next = (schedule: Schedule, zone: string, after: string) =>
  nextRun(schedule, zone, new Date(after)).toISOString();
const daily = (hour: number): Schedule => ({ every: "day", day: 1, hour });

describe("the next run", () => {
  test.each<[string, Schedule, string, string, string]>([
    [
      "today, if its hour is still to come",
      daily(7),
      "UTC",
      "2026-11-23T06:59:59Z",
      "2026-11-23T07:00:00.000Z",
    ],
    ["tomorrow, at its hour itself", daily(7), "UTC", "2026-11-23T07:00:00Z", "2026-11-24T07:00:00.000Z"],
    ["on a zone's own clock", daily(7), "Europe/Berlin", "2026-11-23T07:00:00Z", "2026-11-24T06:00:00.000Z"],
    [
      "where the day is another one",
      daily(1),
      "Asia/Tokyo",
      "2026-11-23T17:00:00Z",
      "2026-11-24T16:00:00.000Z",
    ],
    [
      "on its weekday",
      { every: "week", day: 1, hour: 0 },
      "UTC",
      "2026-11-23T00:00:00Z",
      "2026-11-30T00:00:00.000Z",
    ],
    [
      "on a Sunday",
      { every: "week", day: 7, hour: 9 },
      "UTC",
      "2026-11-23T00:00:00Z",
      "2026-11-29T09:00:00.000Z",
    ],
    [
      "on a day of the month",
      { every: "month", day: 1, hour: 6 },
      "UTC",
      "2026-11-23T00:00:00Z",
      "2026-12-01T06:00:00.000Z",
    ],
    [
      "on the last day of a shorter month",
      { every: "month", day: 31, hour: 6 },
      "UTC",
      "2027-02-01T00:00:00Z",
      "2027-02-28T06:00:00.000Z",
    ],
    [
      "on a leap day",
      { every: "month", day: 30, hour: 6 },
      "UTC",
      "2028-02-01T00:00:00Z",
      "2028-02-29T06:00:00.000Z",
    ],
    [
      "after an hour that the clock leaves out",
      daily(2),
      "Europe/Berlin",
      "2027-03-27T12:00:00Z",
      "2027-03-28T01:00:00.000Z",
    ],
    [
      "in the first of an hour that it has twice",
      daily(2),
      "Europe/Berlin",
      "2026-10-24T12:00:00Z",
      "2026-10-25T00:00:00.000Z",
    ],
    [
      "only once in an hour that it has twice",
      daily(2),
      "Europe/Berlin",
      "2026-10-25T00:00:00Z",
      "2026-10-26T01:00:00.000Z",
    ],
    [
      "in a zone of half an hour",
      daily(7),
      "Asia/Kolkata",
      "2026-11-23T00:00:00Z",
      "2026-11-23T01:30:00.000Z",
    ],
  ])("is %s", (_, schedule, zone, after, expected) => {
    expect(next(schedule, zone, after)).toBe(expected);
  });

  test("is always ahead, and moves on", () => {
    let at = new Date("2026-01-01T00:00:00Z");
    for (let run = 0; run < 40; run += 1) {
      const then = nextRun({ every: "month", day: 31, hour: 3 }, "America/New_York", at);
      expect(then.getTime()).toBeGreaterThan(at.getTime());
      expect(then.getTime() - at.getTime()).toBeLessThan(32 * 86_400_000);
      at = then;
    }
  });
});

test("a schedule in words", () => {
  expect(scheduleInWords(daily(7))).toBe("Every day at 07:00");
  expect(scheduleInWords({ every: "week", day: 5, hour: 18 })).toBe("Every Friday at 18:00");
  expect(scheduleInWords({ every: "month", day: 31, hour: 0 })).toBe(
    "Each month on day 31, or its last, at 00:00",
  );
});
