import { expect, test } from "vitest";
import { dayOf, dayText, renewalAfter, TERMS, type Term, termOf } from "@/lib/services/term";

const day = (text: string) => new Date(`${text}T00:00:00Z`);
const next = (starts: string, term: Term, after: string) =>
  dayText(renewalAfter(day(starts), term, day(after)));

test.each([
  ["2026-01-15", "month", "2026-01-15", "2026-02-15"],
  ["2026-01-15", "month", "2026-02-14", "2026-02-15"],
  ["2026-01-15", "month", "2026-02-15", "2026-03-15"],
  ["2026-01-31", "month", "2026-01-31", "2026-02-28"],
  ["2026-01-31", "month", "2026-02-28", "2026-03-31"],
  ["2026-01-31", "month", "2026-04-30", "2026-05-31"],
  ["2028-01-31", "month", "2028-01-31", "2028-02-29"],
  ["2028-02-29", "year", "2028-02-29", "2029-02-28"],
  ["2028-02-29", "year", "2031-02-28", "2032-02-29"],
  ["2026-12-01", "month", "2027-11-30", "2027-12-01"],
  ["2026-05-10", "year", "2026-05-10", "2027-05-10"],
  ["2026-05-10", "year", "2030-05-09", "2030-05-10"],
] as const)(
  "what began on %s and renews each %s does so behind %s on %s",
  (starts, term, after, expected) => {
    expect(next(starts, term, after)).toBe(expected);
  },
);

test("every renewal is behind the day, and none lies between", () => {
  for (const starts of ["2026-01-29", "2026-01-30", "2026-08-31", "2028-02-29"])
    for (const term of TERMS) {
      let at = day(starts);
      for (let count = 0; count < 60; count += 1) {
        const then = renewalAfter(day(starts), term, at);
        expect(then > at).toBe(true);
        const eve = new Date(then.getTime() - 86_400_000);
        if (eve > at) expect(renewalAfter(day(starts), term, eve)).toEqual(then);
        at = then;
      }
    }
});

test("a moment's day is that of UTC", () => {
  expect(dayText(dayOf(new Date("2026-11-23T23:59:59.999Z")))).toBe("2026-11-23");
  expect(() => termOf("week")).toThrow();
});
