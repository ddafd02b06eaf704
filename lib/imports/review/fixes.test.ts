import { describe, expect, test } from "vitest";
import type { Issue } from "@/lib/imports/issues";
import {
  type FixableRow,
  type FixContext,
  fixRow,
  fixSchema,
  type TextFix,
} from "@/lib/imports/review/fixes";

const CONTEXT = {
  matching: ["firstName", "lastName", "accessEmail", "mobilePhone", null],
  primaryDomain: "acme.example",
} satisfies FixContext;
const issue = (field: Issue["field"], code: Issue["code"], suggestion?: string): Issue => ({
  field,
  code,
  message: "Wrong.",
  ...(suggestion ? { suggestion } : {}),
});
const row = (cells: string[], issues: Issue[] = []): FixableRow => ({
  line: 2,
  cells,
  givenUsername: null,
  values: { firstName: cells[0] ?? "", lastName: cells[1] ?? "", accessEmail: "ada@mail.example" },
  issues,
});
const fix = (given: TextFix, ...of: Parameters<typeof row>) => fixRow(row(...of), given, CONTEXT);

describe("a default country", () => {
  const given: TextFix = { kind: "country", country: "GB" };

  test("completes phones that lack one", () => {
    const lacking = [issue("mobilePhone", "phone_country_code_missing")];
    expect(fix(given, ["Ada", "A", "", "20 7455 9485"], lacking)).toEqual([[3, "+442074559485"]]);
  });

  test("leaves alone phones that are right, and what is no phone of that country", () => {
    expect(fix(given, ["Ada", "A", "", "+49 30 901820"])).toEqual([]);
    expect(fix(given, ["Ada", "A", "", "12"], [issue("mobilePhone", "phone_invalid")])).toEqual([]);
    expect(fix(given, ["Ada", "A", "", "20 7455 9485"], [issue("lastName", "missing")])).toEqual([]);
  });
});

test("white space is cleaned in matched columns", () => {
  expect(fix({ kind: "trim" }, ["  Ada\u00a0 M.\u200b ", "Lovelace", "a@b.example ", "", " x "])).toEqual([
    [0, "Ada M."],
    [2, "a@b.example"],
  ]);
});

test("two columns change places, also where a row is short of one", () => {
  const swap: TextFix = { kind: "swap", columns: [0, 1], rows: "all" };
  expect(fix(swap, ["Lovelace", "Ada"])).toEqual([
    [0, "Ada"],
    [1, "Lovelace"],
  ]);
  expect(fix(swap, ["Ada"])).toEqual([
    [0, ""],
    [1, "Ada"],
  ]);
  expect(fix({ ...swap, rows: "issues" }, ["Lovelace", "Ada"])).toEqual([]);
});

test("a pattern names people at the primary domain, those with an issue in their username or all", () => {
  const pattern: TextFix = { kind: "username", pattern: "{f}{last}", rows: "issues" };
  expect(fix(pattern, ["Ada", "Lovelace"])).toEqual([]);
  expect(fix(pattern, ["Ada", "Lovelace"], [issue("lastName", "missing")])).toEqual([]);
  const taken = [issue("username", "username_taken")];
  expect(fix(pattern, ["Ada", "Lovelace"], taken)).toEqual([[-1, "alovelace@acme.example"]]);
  expect(fix({ ...pattern, rows: "all" }, ["Ada", "Lovelace"])).toEqual([[-1, "alovelace@acme.example"]]);
  expect(fix({ ...pattern, rows: "all" }, ["Ada", ""])).toEqual([]);
});

test("offers go where their issue is", () => {
  const issues = [
    issue("username", "username_taken", "ada2@acme.example"),
    issue("accessEmail", "email_malformed", "ada@mail.example"),
    issue("mobilePhone", "phone_invalid"),
  ];
  const cells = ["Ada", "A", "ada@mail,example"];
  expect(fix({ kind: "offers", issue: null }, cells, issues)).toEqual([
    [-1, "ada2@acme.example"],
    [2, "ada@mail.example"],
  ]);
  expect(fix({ kind: "offers", issue: "email_malformed" }, cells, issues)).toEqual([[2, "ada@mail.example"]]);
});

test("one text of a column is replaced by another", () => {
  const replace: TextFix = { kind: "replace", column: 1, from: "Lovelace", to: "Byron" };
  expect(fix(replace, ["Lovelace", "Lovelace"])).toEqual([[1, "Byron"]]);
  expect(fix(replace, ["Lovelace", "lovelace"])).toEqual([]);
  expect(fix({ ...replace, from: ",", to: "." }, ["", "a@b,c,d"])).toEqual([[1, "a@b.c.d"]]);
  expect(fix({ ...replace, from: "", to: "x" }, ["", ""])).toEqual([[1, "x"]]);
  expect(fix({ ...replace, from: "", to: "x" }, ["", "y"])).toEqual([]);
});

test.each([
  [{ kind: "country", country: "gb" }],
  [{ kind: "swap", columns: [0], rows: "all" }],
  [{ kind: "username", pattern: "ada", rows: "all" }],
  [{ kind: "replace", column: 0, from: "a", to: "b\0" }],
  [{ kind: "rename" }],
])("%j is no fix", (given) => {
  expect(fixSchema.safeParse(given).success).toBe(false);
});
