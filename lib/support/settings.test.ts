import { describe, expect, test } from "vitest";
import { hoursInWords, readSettings, settingsInput, usualSettings } from "@/lib/support/settings";

const FORM = {
  timeZone: "Europe/Berlin",
  days: ["5", "1", "1"],
  from: "09:00",
  until: "17:30",
  daysOff: "2026-12-25\r\n\n 2026-12-24 \n2026-12-25",
  email: " help@acme.example ",
  onCallEmail: "",
  onCallPhone: "+44 (20) 7946-0123",
  kinds: "Question\n Other \nQuestion\n",
};

test("a form is read line by line, in order and each once", () => {
  expect(settingsInput.parse(FORM)).toEqual({
    timeZone: "Europe/Berlin",
    days: [1, 5],
    from: "09:00",
    until: "17:30",
    daysOff: ["2026-12-24", "2026-12-25"],
    email: "help@acme.example",
    onCallEmail: "",
    onCallPhone: "+442079460123",
    kinds: ["Question", "Other"],
  });
});

test.each([
  ["timeZone", "Europe/Nowhere"],
  ["days", ["8"]],
  ["from", "24:00"],
  ["until", ""],
  ["daysOff", "2026-02-30"],
  ["daysOff", "25.12.2026"],
  [
    "daysOff",
    Array.from({ length: 201 }, (_, day) => new Date(day * 86_400_000).toISOString().slice(0, 10)).join("\n"),
  ],
  ["email", "nobody"],
  ["onCallEmail", "a@b\r\nBcc: c@d.example"],
  ["onCallPhone", "020 7946 0123"],
  ["kinds", " \n"],
  ["kinds", "x".repeat(61)],
  ["kinds", Array.from({ length: 21 }, (_, index) => `Kind ${index}`).join("\n")],
])("%s is not %j", (field, value) => {
  const read = settingsInput.safeParse({ ...FORM, [field]: value });
  expect(read.error?.issues.map(({ path }) => path[0])).toEqual([field]);
});

describe("what is kept", () => {
  test("is read back as it was, and what is missing is as usual", () => {
    const settings = settingsInput.parse(FORM);
    expect(readSettings(settings, "UTC")).toEqual(settings);
    expect(readSettings({ email: "a@acme.example" }, "UTC")).toEqual({
      ...usualSettings("UTC"),
      email: "a@acme.example",
    });
  });

  test.each([null, undefined, 7, "x", { days: "always" }, { timeZone: "Nowhere" }])(
    "%j is as usual",
    (kept) => {
      expect(readSettings(kept, "UTC")).toEqual(usualSettings("UTC"));
    },
  );
});

test.each([
  [[1, 2, 3, 4, 5], "Mon to Fri, 08:00 to 20:00, UTC"],
  [[1, 3], "Mon, Wed, 08:00 to 20:00, UTC"],
  [[], "Never"],
])("days %j in words", (days, words) => {
  expect(hoursInWords({ ...usualSettings("UTC"), days })).toBe(words);
});
