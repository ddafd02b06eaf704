import { SSF } from "@e965/xlsx";
import fc from "fast-check";
import { expect, test } from "vitest";
import { readName } from "@/lib/users/name";
import { createUserSchema } from "@/lib/users/schema";

const isRefused = (text: string) => {
  const reading = readName(text, "lastName");
  return !reading.ok && reading.problem.code === "name_is_date";
};

test.each([
  "2024-03-01",
  "1899-12-31",
  " 2024-03-01\u00a0",
  "2024-03-01T00:00:00Z",
  "2024-03-01 12:30:00.000",
  "01.03.2024",
  "1. 3. 2024",
  "3/1/24",
  "3/1/2024 12:30 PM",
  "31/12/2024",
  "1-Mar",
  "01. Mrz",
  "1-Mar-24",
  "Mar-24",
  "mars-24",
  "März 2024",
  "1 de março de 2024",
  "1 March",
  "March 1, 2024",
  "Friday, March 1, 2024",
  "12:30",
  "12:30:00 p.m.",
  "25:10:00",
  "２０２４-03-01",
])("%j is a date", (text) => {
  expect(isRefused(text)).toBe(true);
});

test.each([
  "March",
  "May",
  "April 2",
  "Jan",
  "Mark-12",
  "Mark 2024",
  "2 Martin 24",
  "Jane the 3rd",
  "3",
  "007",
  "1/2",
  "X Æ A-12",
  "24/7 Service",
  "John 3:16",
  "Maio",
  "مارس",
])("%j may be a name", (text) => {
  expect(readName(text, "lastName")).toEqual({ ok: true, value: text });
});

test("whatever a spreadsheet shows of a day or a time is one, in its usual formats", () => {
  const formats = [14, 15, 16, 17, 18, 19, 20, 21, 22, 46].map((id) => SSF.get_table()[id] ?? "");
  const format = fc.constantFrom(
    ...formats,
    "yyyy-mm-dd",
    "dd\\.mm\\.yyyy hh:mm",
    "dddd, mmmm d, yyyy",
    "d\\. mmmm yyyy",
  );
  fc.assert(
    fc.property(fc.double({ min: 1, max: 80_000, noNaN: true }), format, (value, shownAs) => {
      const shown = SSF.format(shownAs, value);
      expect(isRefused(shown), shown).toBe(true);
    }),
  );
});

test("the form refuses it too, and says what to do", () => {
  const parsed = createUserSchema.shape.firstName.safeParse("2024-03-01");
  expect(parsed.error?.issues[0]?.message).toBe(
    "First name “2024-03-01” is a date, not a name: a spreadsheet may have made it one. Type the name again.",
  );
});
