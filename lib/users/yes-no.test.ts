import { expect, test } from "vitest";
import { readYesNo } from "@/lib/users/yes-no";

test.each([
  ["Yes", "yes"],
  [" TRUE ", "yes"],
  ["sí", "yes"],
  ["x", "yes"],
  ["No", "no"],
  ["não", "no"],
  ["0", "no"],
  ["", ""],
  ["  ", ""],
])("%j is %j", (text, value) => {
  expect(readYesNo(text, "inAddressBook")).toEqual({ ok: true, value });
});

test("another word is neither, and is said", () => {
  const reading = readYesNo("maybe", "inAddressBook");
  expect(reading).toMatchObject({ ok: false, problem: { code: "yes_no_unclear" } });
});
