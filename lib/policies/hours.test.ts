import { describe, expect, test, vi } from "vitest";
import { hoursInWords, isWithinHours, readHours, type SignInHours } from "@/lib/policies/hours";

const office: SignInHours = { days: [1, 2, 3, 4, 5], from: "08:00", until: "18:00", zone: "Europe/Berlin" };
const night: SignInHours = { days: [5], from: "22:00", until: "06:00", zone: "UTC" };
const whole: SignInHours = { days: [1], from: "00:00", until: "00:00", zone: "UTC" };

describe("a moment", () => {
  // 2026-11-23 is a Monday; Berlin is an hour ahead of UTC in winter and two in summer.
  test.each<[string, SignInHours | null, string, boolean]>([
    ["any", null, "2026-11-22T03:00:00Z", true],
    ["the first minute", office, "2026-11-23T07:00:00Z", true],
    ["the minute before", office, "2026-11-23T06:59:59Z", false],
    ["the last minute", office, "2026-11-23T16:59:59Z", true],
    ["the end", office, "2026-11-23T17:00:00Z", false],
    ["a Sunday", office, "2026-11-22T10:00:00Z", false],
    ["the first minute in summer", office, "2026-07-20T06:00:00Z", true],
    ["the minute before in summer", office, "2026-07-20T05:59:00Z", false],
    ["Sunday in UTC and Monday there", { ...office, from: "00:30" }, "2026-11-22T23:45:00Z", true],
    ["Friday night", night, "2026-11-27T22:00:00Z", true],
    ["past midnight", night, "2026-11-28T05:59:00Z", true],
    ["the morning", night, "2026-11-28T06:00:00Z", false],
    ["the night before", night, "2026-11-27T05:00:00Z", false],
    ["a day round the clock", whole, "2026-11-23T00:00:00Z", true],
    ["its last minute", whole, "2026-11-23T23:59:59Z", true],
    ["the day after", whole, "2026-11-24T00:00:00Z", false],
  ])("is within the hours or not: %s", (_, hours, moment, within) => {
    expect(isWithinHours(hours, new Date(moment))).toBe(within);
  });
});

test("hours past midnight on a Sunday go on on Monday", () => {
  const sunday = { ...night, days: [7] };
  expect(isWithinHours(sunday, new Date("2026-11-23T05:00:00Z"))).toBe(true);
  expect(isWithinHours(sunday, new Date("2026-11-22T05:00:00Z"))).toBe(false);
});

test("hours are read in canonical form", () => {
  expect(readHours(null)).toBeNull();
  expect(readHours({ ...office, days: [5, 1, 1, 9] })).toEqual({ ...office, days: [1, 5] });
});

test.each<[string, unknown]>([
  ["nothing", undefined],
  ["a text", "08:00"],
  ["no day", { ...office, days: [] }],
  ["no such day", { ...office, days: [0, 8] }],
  ["no time of day", { ...office, from: "8:00" }],
  ["a time that there is not", { ...office, until: "24:00" }],
  ["no zone", { ...office, zone: "Europe/Nowhere" }],
  ["another kind of zone", { ...office, zone: 1 }],
])("%s is refused with words", (_, given) => {
  expect(readHours(given)).toEqual(expect.stringMatching(/\.$/));
});

test("hours are said in words", () => {
  expect(hoursInWords(null)).toBe("At any time");
  expect(hoursInWords(office)).toBe("Mon to Fri, 08:00 to 18:00, Europe/Berlin");
  expect(hoursInWords({ ...office, days: [1, 3] })).toBe("Mon, Wed, 08:00 to 18:00, Europe/Berlin");
});

test("a zone is kept by its own name alone, and none of the spellings that anybody may send", () => {
  const { DateTimeFormat } = Intl;
  const made = vi.spyOn(Intl, "DateTimeFormat").mockImplementation(function make(locales, options) {
    return new DateTimeFormat(locales, options);
  });
  const ask = (zone: string) => {
    made.mockClear();
    const hours = { days: [1], from: "08:00", until: "18:00", zone };
    expect(readHours(hours)).toEqual(hours);
    isWithinHours(hours, new Date());
    return made.mock.calls.length;
  };
  expect([ask("Pacific/Chatham"), ask("Pacific/Chatham")]).toEqual([1, 0]);
  expect([ask("PACIFIC/chatham"), ask("PACIFIC/chatham")]).toEqual([2, 2]);
  made.mockRestore();
});
