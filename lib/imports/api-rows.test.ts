import { describe, expect, test } from "vitest";
import { apiRowChange, columnsOfChange } from "@/lib/imports/api-rows";

const MATCHING = ["firstName", null, "password", "accessEmail"] as const;

describe("what a program may change of a row", () => {
  test.each([
    [{ selected: false }],
    [{ values: { firstName: "Ada" }, planVersion: 2 }],
    [{ cells: ["Ada", "", "", "a@b.example"], selected: true }],
  ])("%j", (given) => {
    expect(apiRowChange.safeParse(given).success).toBe(true);
  });

  test.each([
    [{}],
    [{ planVersion: 1 }],
    [{ values: { nickname: "A" } }],
    [{ values: {}, cells: [] }],
    [{ selected: "no" }],
    [{ values: { firstName: "A\0" } }],
    [{ selected: true, force: true }],
  ])("not %j", (given) => {
    expect(apiRowChange.safeParse(given).success).toBe(false);
  });
});

test("texts go to the columns that are matched, and never to a password's", () => {
  expect(
    columnsOfChange({ values: { accessEmail: "x", username: "ada", password: "p", udid: "u" } }, MATCHING),
  ).toEqual({
    cells: [
      { column: 3, value: "x" },
      { column: -1, value: "ada" },
    ],
    unknown: ["password", "udid"],
  });
  expect(columnsOfChange({ cells: ["Ada", "note", "secret", "x", "y"] }, MATCHING)).toEqual({
    cells: [
      { column: 0, value: "Ada" },
      { column: 3, value: "x" },
    ],
    unknown: [],
  });
});
