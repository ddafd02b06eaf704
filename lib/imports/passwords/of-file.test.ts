import { expect, test } from "vitest";
import { takePassword, withoutPasswords } from "@/lib/imports/passwords/of-file";
import type { JudgedRow } from "@/lib/imports/rows/judge";

const COLUMNS = [
  { index: 0, field: "firstName" as const },
  { index: 1, field: "password" as const },
];
const row = (issues: JudgedRow["issues"] = []): JudgedRow => ({
  line: 2,
  values: {},
  issues,
  usernameFrom: null,
});

test("a password is taken out, white space and all, and the row says that it is set", () => {
  const judged = row();
  expect(takePassword(judged, ["Ada", " eight or more "], COLUMNS)).toEqual({
    line: 2,
    password: " eight or more ",
  });
  expect(judged.values).toEqual({ password: "set" });
});

test("nothing is taken of a blank cell, a refused password, or a file without the column", () => {
  const refused = row([{ field: "password", code: "password_too_short", message: "" }]);
  expect(takePassword(row(), ["Ada", ""], COLUMNS)).toBeNull();
  expect(takePassword(row(), ["Ada"], COLUMNS)).toBeNull();
  expect(takePassword(refused, ["Ada", "short"], COLUMNS)).toBeNull();
  expect(takePassword(row(), ["Ada", "eight or more"], COLUMNS.slice(0, 1))).toBeNull();
  expect(refused.values).toEqual({});
});

test("samples lose what stands in a column of passwords", () => {
  expect(withoutPasswords([["Ada", "secret"], ["Ben"]], [null, "password"])).toEqual([["Ada", ""], ["Ben"]]);
});
