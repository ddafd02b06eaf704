import { describe, expect, test } from "vitest";
import { openNow, type SupportHours } from "@/lib/support/hours";

const WEEK: SupportHours = {
  timeZone: "Europe/Berlin",
  days: [1, 2, 3, 4, 5],
  from: "08:00",
  until: "20:00",
  daysOff: [],
};

const at = (hours: Partial<SupportHours>, moment: string) => {
  const { isOpen, changesAt } = openNow({ ...WEEK, ...hours }, new Date(moment));
  return [isOpen, changesAt?.toISOString().replace(":00.000Z", "Z") ?? null];
};

describe("on the clocks of the zone", () => {
  test.each([
    // Berlin is an hour ahead of UTC in winter, two in summer.
    ["2026-11-23T06:59:59Z", false, "2026-11-23T07:00Z"],
    ["2026-11-23T07:00:00Z", true, "2026-11-23T19:00Z"],
    ["2026-11-23T18:59:59.999Z", true, "2026-11-23T19:00Z"],
    ["2026-11-23T19:00:00Z", false, "2026-11-24T07:00Z"],
    ["2026-07-01T06:00:00Z", true, "2026-07-01T18:00Z"],
    // Friday evening until Monday.
    ["2026-11-27T19:00:00Z", false, "2026-11-30T07:00Z"],
    ["2026-11-29T12:00:00Z", false, "2026-11-30T07:00Z"],
  ])("%s: %s until %s", (moment, isOpen, changesAt) => {
    expect(at({}, moment)).toEqual([isOpen, changesAt]);
  });

  test.each([
    ["Pacific/Auckland", "2026-11-22T19:00:00Z", true, "2026-11-23T07:00Z"],
    ["America/St_Johns", "2026-11-23T11:29:00Z", false, "2026-11-23T11:30Z"],
    ["Asia/Kathmandu", "2026-11-23T02:15:00Z", true, "2026-11-23T14:15Z"],
    ["UTC", "2026-11-23T08:00:00Z", true, "2026-11-23T20:00Z"],
  ])("%s at %s", (timeZone, moment, isOpen, changesAt) => {
    expect(at({ timeZone }, moment)).toEqual([isOpen, changesAt]);
  });
});

describe("over the changes of clocks", () => {
  test("the weekend of spring is an hour shorter, that of autumn an hour longer", () => {
    expect(at({}, "2026-03-27T19:00:00Z")).toEqual([false, "2026-03-30T06:00Z"]);
    expect(at({}, "2026-10-23T18:00:00Z")).toEqual([false, "2026-10-26T07:00Z"]);
  });

  const night = { days: [6, 7], from: "22:00", until: "06:00" };
  test("a night in which clocks are changed", () => {
    expect(at(night, "2026-03-28T21:00:00Z")).toEqual([true, "2026-03-29T04:00Z"]);
    expect(at(night, "2026-10-24T20:00:00Z")).toEqual([true, "2026-10-25T05:00Z"]);
  });

  test("what begins at a time that is skipped begins when clocks have gone past it", () => {
    // At 02:00 clocks show 03:00; 02:30 is never shown, and comes with 03:30 of the new time.
    const skipped = { days: [7], from: "02:30", until: "12:00" };
    const [isOpen, changesAt] = at(skipped, "2026-03-29T00:59:00Z");
    expect([isOpen, changesAt]).toEqual([false, "2026-03-29T01:30Z"]);
  });

  test("what begins at a time that comes twice begins at the first", () => {
    const twice = { days: [7], from: "02:30", until: "12:00" };
    expect(at(twice, "2026-10-25T00:29:00Z")).toEqual([false, "2026-10-25T00:30Z"]);
    expect(at(twice, "2026-10-25T01:00:00Z")).toEqual([true, "2026-10-25T11:00Z"]);
  });

  test("clocks that are changed by half an hour, and at midnight", () => {
    const lordHowe = { timeZone: "Australia/Lord_Howe", days: [7], from: "08:00", until: "20:00" };
    expect(at(lordHowe, "2026-10-03T21:00:00Z")).toEqual([true, "2026-10-04T09:00Z"]);
    const cairo = { timeZone: "Africa/Cairo", days: [5], from: "00:00", until: "20:00" };
    // On 24 April 2026 midnight is skipped in Cairo.
    expect(at(cairo, "2026-04-23T21:59:00Z")).toEqual([false, "2026-04-23T22:00Z"]);
  });
});

describe("days off and hours without end", () => {
  test("a day off is skipped, and a night that began before it ends as ever", () => {
    expect(at({ daysOff: ["2026-11-23", "2026-11-24"] }, "2026-11-23T10:00:00Z")).toEqual([
      false,
      "2026-11-25T07:00Z",
    ]);
    const night = { from: "22:00", until: "06:00", daysOff: ["2026-11-24"] };
    expect(at(night, "2026-11-24T02:00:00Z")).toEqual([true, "2026-11-24T05:00Z"]);
    expect(at(night, "2026-11-24T21:00:00Z")).toEqual([false, "2026-11-25T21:00Z"]);
  });

  test("all day and every day is always, and no day is never", () => {
    const always = { days: [1, 2, 3, 4, 5, 6, 7], from: "00:00", until: "00:00" };
    expect(at(always, "2026-11-23T10:00:00Z")).toEqual([true, null]);
    expect(at({ ...always, daysOff: ["2026-11-25"] }, "2026-11-23T10:00:00Z")).toEqual([
      true,
      "2026-11-24T23:00Z",
    ]);
    expect(at({ days: [] }, "2026-11-23T10:00:00Z")).toEqual([false, null]);
  });

  test("it agrees with what clocks show a year long, at every three hours and a quarter", () => {
    const show = new Intl.DateTimeFormat("en-GB", {
      timeZone: WEEK.timeZone,
      weekday: "short",
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
    });
    for (let moment = Date.UTC(2026, 0, 1); moment < Date.UTC(2027, 0, 1); moment += 11_700_000) {
      const [weekday = "", clock = ""] = show.format(moment).replace(",", "").split(" ");
      const expected = !["Sat", "Sun"].includes(weekday) && clock >= "08:00" && clock < "20:00";
      const found = openNow(WEEK, new Date(moment));
      expect(found.isOpen, new Date(moment).toISOString()).toBe(expected);
      expect(openNow(WEEK, found.changesAt ?? new Date()).isOpen).toBe(!expected);
    }
  });
});
