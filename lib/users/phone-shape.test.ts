import { expect, test } from "vitest";
import { readPhoneShape } from "@/lib/users/phone-shape";

test.each([
  ["+49 170 1234567", "+491701234567"],
  ["0049 170 1234567", "+491701234567"],
  ["0170/1234567", "01701234567"],
  ["'49 170 1234567", "491701234567"],
  ["[44] (20) 7455.9485", "442074559485"],
  ["", ""],
])("%s has the digits %s", (text, digits) => {
  expect(readPhoneShape(text, "mobilePhone")).toEqual({ ok: true, value: digits });
});

test.each([
  ["4.91701E+12", "Business phone “4.91701E+12”: a spreadsheet turned the number into this"],
  ["49170 12345 x9", "Business phone “49170 12345 x9” has letters."],
  ["49170#12345", "Business phone “49170#12345” may not have “#”."],
  ["49 + 170", "Business phone “49 + 170” has a + in the wrong place."],
  ["-", "Business phone “-” has no digits."],
  ["+49 170 1234567 / +49 170 1234568", "is two numbers."],
])("%s is refused: %s", (text, message) => {
  const reading = readPhoneShape(text, "businessPhone");
  expect(reading.ok ? "" : reading.problem.message).toContain(message);
});

test("a decimal point that a spreadsheet added is suggested away", () => {
  expect(readPhoneShape("4917012345670.0", "mobilePhone")).toMatchObject({
    problem: { code: "phone_changed_by_spreadsheet", suggestion: "4917012345670" },
  });
});
