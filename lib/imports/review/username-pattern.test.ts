import { describe, expect, test } from "vitest";
import { patternProblem, usernameByPattern } from "@/lib/imports/review/username-pattern";

describe("what a pattern makes of a person", () => {
  test.each([
    ["{first}.{last}", "Ada", "Lovelace", "ada.lovelace"],
    ["{f}{last}", "Ada", "Lovelace", "alovelace"],
    ["{last}", "Jürgen", "Müller-Lüdenscheidt", "mueller-luedenscheidt"],
    ["{first}_{l}", "Zoë", "O’Neil", "zoe_o"],
    ["{FIRST}.x.{last}", "Łukasz", "Ørsted", null],
    ["{first}.x.{last}", "Łukasz", "Ørsted", "lukasz.x.orsted"],
    ["{first}.{last}", "Ada", "", null],
    ["{first}.{last}", "明", "李", null],
    ["{first}.{last}", "Maria José", "de  Souza", "mariajose.desouza"],
    ["{email}", "", "", "a.b"],
  ])("%s of %s %s is %s", (pattern, first, last, expected) => {
    if (patternProblem(pattern) !== null) return expect(expected).toBeNull();
    expect(usernameByPattern(pattern, { first, last, email: "A.b+x@mail.example".replace("+x", "") })).toBe(
      expected,
    );
  });

  test("stays within 64 characters and ends in no dot", () => {
    const local = usernameByPattern("{first}.{last}", { first: "a".repeat(63), last: "b", email: "" });
    expect(local).toBe("a".repeat(63));
  });
});

test.each([
  ["{first}.{last}", null],
  ["{f}{last}", null],
  ["", /at least one/],
  ["ada", /at least one/],
  ["{first}@x", /only letters/],
  ["{nick}{last}", /only letters/],
  ["{first} {last}", /only letters/],
])("%j is judged", (pattern, problem) => {
  const found = patternProblem(pattern);
  if (problem === null) expect(found).toBeNull();
  else expect(found).toMatch(problem);
});
