import { expect, test } from "vitest";
import { findDuplicates } from "@/lib/imports/plan/duplicates";
import type { JudgedRow } from "@/lib/imports/rows/judge";

const row = (
  line: number,
  values: JudgedRow["values"],
  usernameFrom: JudgedRow["usernameFrom"],
): JudgedRow => ({
  line,
  values,
  issues: [],
  usernameFrom,
});

test("a username made from the access email is said once, a login as well as the address", () => {
  const values = { accessEmail: "ada@x.example", username: "ada@acme.example" };
  const fields = (from: JudgedRow["usernameFrom"]) => {
    const rows = [row(2, values, from), row(3, values, from)];
    return [...findDuplicates(rows).values()].map((issues) => issues.map(({ field }) => field));
  };
  expect(fields("accessEmail")).toEqual([["accessEmail"], ["accessEmail"]]);
  expect(fields("login")).toEqual([
    ["accessEmail", "username"],
    ["accessEmail", "username"],
  ]);
});

test("a third row that shares only the username makes it worth saying", () => {
  const username = "ada@acme.example";
  const rows = [
    row(2, { accessEmail: "ada@x.example", username }, "accessEmail"),
    row(3, { accessEmail: "ada@x.example", username }, "accessEmail"),
    row(4, { accessEmail: "ada@y.example", username }, "accessEmail"),
  ];
  const found = findDuplicates(rows);
  expect(rows.map((each) => found.get(each)?.map(({ field, lines }) => [field, lines]))).toEqual([
    [
      ["accessEmail", [3]],
      ["username", [3, 4]],
    ],
    [
      ["accessEmail", [2]],
      ["username", [2, 4]],
    ],
    [["username", [2, 3]]],
  ]);
});

test("a hundred thousand rows with one key stay quick and small", () => {
  const rows = Array.from({ length: 100_000 }, (_, line) => row(line, { customerCode: "C-1" }, null));
  const found = findDuplicates(rows);
  expect(found.size).toBe(100_000);
  expect(found.get(rows[99_999] as JudgedRow)?.[0]?.message).toContain("lines 0, 1, 2, 3, 4 and 99,994 more");
});
