import { expect, test } from "vitest";
import { DATE_STYLES, localeOf, momentIn, timeZones, UTC_LOCALE } from "@/lib/organizations/locale";

const WINTER = new Date("2026-12-01T10:30:00Z");
const SUMMER = new Date("2026-07-01T22:05:00Z");

test("a moment is told in its zone, as the style says", () => {
  expect(momentIn(WINTER, UTC_LOCALE)).toBe("1 December 2026 at 10:30 UTC");
  const berlin = (dateStyle: (typeof DATE_STYLES)[number]) => ({ timeZone: "Europe/Berlin", dateStyle });
  expect(momentIn(WINTER, berlin("dayMonth"))).toBe("1 December 2026 at 11:30 CET");
  expect(momentIn(SUMMER, berlin("dayMonth"))).toBe("2 July 2026 at 00:05 CEST");
  expect(momentIn(SUMMER, berlin("monthDay"))).toBe("July 2, 2026 at 12:05 AM CEST");
  expect(momentIn(WINTER, berlin("iso"))).toBe("2026-12-01 at 11:30 CET");
  const there = (timeZone: string) => momentIn(WINTER, { timeZone, dateStyle: "iso" });
  expect(there("America/New_York")).toBe("2026-12-01 at 05:30 EST");
  expect(there("Asia/Kolkata")).toBe("2026-12-01 at 16:00 GMT+5:30");
});

test("every zone and style that there is to choose can be told", () => {
  expect(timeZones()[0]).toBe("UTC");
  expect(timeZones().length).toBeGreaterThan(300);
  for (const timeZone of timeZones())
    for (const dateStyle of DATE_STYLES) expect(momentIn(WINTER, { timeZone, dateStyle })).toMatch(/ at \d/);
});

test("a style of a later release is the usual one", () => {
  expect(localeOf({ timeZone: "UTC", dateStyle: "stardate" })).toEqual(UTC_LOCALE);
});
