import fc from "fast-check";
import { expect, test } from "vitest";
import { splitFullName } from "@/lib/imports/rows/full-name";

test.each([
  ["Ada Adams", "Ada", "Adams"],
  [" Ada  Maria\u00a0 Adams ", "Ada Maria", "Adams"],
  ["Adams, Ada", "Ada", "Adams"],
  ["van Gogh, Vincent Willem", "Vincent Willem", "van Gogh"],
  ["Vincent van Gogh", "Vincent", "van Gogh"],
  ["Jan van der Berg", "Jan", "van der Berg"],
  ["João dos Santos", "João", "dos Santos"],
  ["Maria Da Silva", "Maria", "Da Silva"],
  ["Otto von Bismarck", "Otto", "von Bismarck"],
  ["Maria de los Ángeles García", "Maria de los Ángeles", "García"],
  ["José Ortega y Gasset", "José", "Ortega y Gasset"],
  ["Ana da Costa e Silva", "Ana", "da Costa e Silva"],
  ["Martin Luther King Jr.", "Martin Luther", "King Jr."],
  ["Li Wei", "Li", "Wei"],
  ["Van Morrison", "Van", "Morrison"],
  ["", "", ""],
  [" , ", "", ""],
])("%j is %j and %j", (text, firstName, lastName) => {
  expect(splitFullName(text)).toEqual({ parts: { firstName, lastName } });
});

test.each(["Plato", "Adams,", ", Ada", "Adams, Ada, PhD"])("%j is unclear, and says so", (text) => {
  expect(splitFullName(text)).toMatchObject({
    problem: { code: "name_unclear", message: expect.stringContaining("Last name, First") },
  });
});

test("no word of a name is lost, doubled or moved but for the comma", () => {
  const word = fc.stringMatching(/^[A-Za-zÄéø'.-]{1,6}$/);
  fc.assert(
    fc.property(fc.array(word, { minLength: 2, maxLength: 7 }), (words) => {
      const split = splitFullName(words.join(" "));
      if (!("parts" in split)) throw new Error("A name of several words was not split.");
      const { firstName, lastName } = split.parts;
      expect(`${firstName} ${lastName}`).toBe(words.join(" "));
      expect(firstName).not.toBe("");
      expect(splitFullName(`${lastName}, ${firstName}`)).toEqual(split);
    }),
  );
});

test.each(["2024-03-01", "2024-03-01 12:30", "1 March 2024", "March 1, 2024"])("%j is a date", (text) => {
  expect(splitFullName(text)).toMatchObject({
    problem: { code: "name_is_date", message: expect.stringContaining(`Full name “${text}” is a date`) },
  });
});
