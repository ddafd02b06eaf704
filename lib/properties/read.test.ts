import { describe, expect, test } from "vitest";
import { readNumber } from "@/lib/properties/number";
import { type PropertyReading, readProperties, readProperty } from "@/lib/properties/read";
import type { Property, PropertyType } from "@/lib/properties/types";

const property = (type: PropertyType, more: Partial<Property> = {}): Property => ({
  id: "p1",
  name: "Shoe size",
  type,
  choices: [],
  isUserProperty: true,
  isRequired: false,
  isUnique: false,
  defaultValue: null,
  help: "",
  value: null,
  version: 1,
  ...more,
});

const read = (type: PropertyType, text: string, options: PropertyReading & { choices?: string[] } = {}) => {
  const reading = readProperty(text, property(type, { choices: options.choices ?? [] }), options);
  return reading.ok ? reading.value : reading.problem.code;
};

test.each([
  ["42", "42"],
  [" +42 ", "42"],
  ["007", "7"],
  ["2.50", "2.5"],
  ["-0", "0"],
  ["-0.0", "0"],
  ["−3", "-3"],
  ["0.5", "0.5"],
  ["1,234.5", "1234.5"],
  ["1.234,5", "1234.5"],
  ["1 234,5", "1234.5"],
  ["1\u00a0234", "1234"],
  ["1'234.50", "1234.5"],
  ["1,234,567", "1234567"],
  ["1.234.567", "1234567"],
  ["1.234", "1.234"],
  ["2,5", "2.5"],
  ["１２", "12"],
  ["1,234", "number_ambiguous"],
  ["1,2,3", "number_malformed"],
  ["1e5", "number_malformed"],
  ["12 %", "number_malformed"],
  ["NaN", "number_malformed"],
  ["Infinity", "number_malformed"],
  ["9".repeat(31), "number_malformed"],
  [".5", "number_malformed"],
  ["", ""],
  ["  ", ""],
])("a number: %j is %s", (text, value) => {
  expect(read("number", text)).toBe(value);
});

test("a number that could be two offers the whole one", () => {
  expect(readNumber("1,234", "Size")).toMatchObject({
    problem: { message: "Size “1,234” is 1234 or 1.234. Write it without a comma.", suggestion: "1234" },
  });
});

test.each([
  ["  Two   words ", "Two   words"],
  ["=1+1", "=1+1"],
  ["x".repeat(500), "x".repeat(500)],
  ["x".repeat(501), "text_too_long"],
  ["a\u202eb", "text_direction"],
])("a text: %j", (text, value) => {
  expect(read("text", text)).toBe(value);
});

test.each([
  ["2026-12-31", "2026-12-31"],
  ["31.12.2026", "2026-12-31"],
  ["12/31/2026", "2026-12-31"],
  ["03/04/2026", "date_ambiguous"],
  ["2026-02-30", "date_malformed"],
])("a date: %s", (text, value) => {
  expect(read("date", text)).toBe(value);
});

test("a date is read in the order that was chosen", () => {
  expect(read("date", "03/04/2026", { dateOrder: "mdy" })).toBe("2026-03-04");
});

test.each([
  ["Yes", "true"],
  ["nein", "false"],
  ["TRUE", "true"],
  ["maybe", "yes_no_unclear"],
  ["", ""],
])("yes or no: %s", (text, value) => {
  expect(read("yesNo", text)).toBe(value);
});

test("a choice is known however it is written, and nothing else is one", () => {
  const choices = ["Front desk", "Kitchen"];
  expect(read("choice", " front  DESK ", { choices })).toBe("Front desk");
  expect(read("choice", "Garden", { choices })).toBe("choice_unknown");
  expect(read("choice", "", { choices })).toBe("");
});

test("a person is who the directory says", () => {
  const findPerson = (text: string) =>
    text === "ada" ? ["id-of-ada"] : text === "ann" ? ["one", "two"] : [];
  expect(read("person", " ada ", { findPerson })).toBe("id-of-ada");
  expect(read("person", "ann", { findPerson })).toBe("person_several");
  expect(read("person", "nobody", { findPerson })).toBe("person_unknown");
});

describe("the values of a form", () => {
  const size = property("number", { id: "size", isRequired: true });
  const boss = property("person", { id: "boss", name: "Boss" });
  const nobody = { findPerson: () => [] };

  test("are canonical, null for what is taken away, and leave alone what is not named", () => {
    expect(readProperties({ size: "1,5", boss: "" }, [size, boss], {})).toEqual({
      values: { size: "1.5", boss: null },
      issues: [],
    });
    expect(readProperties({ boss: "" }, [size, boss], {})).toMatchObject({
      values: { boss: null },
      issues: [],
    });
  });

  test("lack what is required, each at its field", () => {
    expect(readProperties({ size: " ", boss: "x" }, [size, boss], {}, nobody).issues).toEqual([
      { path: "properties.size", message: "Shoe size is missing." },
      { path: "properties.boss", message: "Boss “x” is nobody’s username or access email here." },
    ]);
  });

  test("stay as they are where somebody is gone meanwhile", () => {
    expect(readProperties({ boss: "gone" }, [boss], { boss: "gone" }, nobody).issues).toEqual([]);
  });

  test("are no values of a property that there is not", () => {
    expect(readProperties({ other: "1" }, [size], {}).issues).toMatchObject([{ path: "properties.other" }]);
  });
});
