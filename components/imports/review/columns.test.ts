import { expect, test } from "vitest";
import {
  columnOfIssue,
  issuesAt,
  issuesElsewhere,
  reviewColumns,
  shownText,
} from "@/components/imports/review/columns";
import { verdictOf } from "@/components/imports/review/fates";
import type { Issue } from "@/lib/imports/issues";
import type { ReviewRow } from "@/lib/imports/row-queries";

const COLUMNS = reviewColumns(["Name ", "x", "", "Secret"], ["fullName", null, "accessEmail", "password"]);
const issue = (field: Issue["field"], message: string): Issue => ({ field, code: "missing", message });
const row = (given: Partial<ReviewRow> = {}): ReviewRow => ({
  line: 2,
  cells: ["Ada Adams", "", "ada@x.example", ""],
  givenUsername: null,
  values: { username: "ada@acme.example" },
  issues: [],
  fate: "create",
  selected: true,
  changes: null,
  ...given,
});

test("the review shows matched columns, and a username of its own where the file has none", () => {
  expect(COLUMNS).toEqual([
    { column: 0, field: "fullName", label: "Name", isEditable: true },
    { column: 2, field: "accessEmail", label: "Access email", isEditable: true },
    { column: 3, field: "password", label: "Secret", isEditable: false },
    { column: -1, field: "username", label: "Username", isEditable: true },
  ]);
  expect(reviewColumns(["Login"], ["username"])).toHaveLength(1);
});

test("a cell shows its text, a password never", () => {
  const texts = (given: Partial<ReviewRow>) => COLUMNS.map((column) => shownText(row(given), column));
  expect(texts({})).toEqual(["Ada Adams", "ada@x.example", "••••••", "ada@acme.example"]);
  expect(texts({ givenUsername: "countess" }).at(-1)).toBe("countess");
  expect(texts({ fate: "update" }).at(-1)).toBe("");
});

test("issues stand at their column, and elsewhere where there is none", () => {
  const wrong = row({
    issues: [issue("lastName", "A."), issue(null, "B."), issue("role", "C."), issue("username", "D.")],
  });
  expect(COLUMNS.map((column) => issuesAt(wrong, column).map(({ message }) => message))).toEqual([
    ["A."],
    [],
    [],
    ["D."],
  ]);
  expect(issuesElsewhere(wrong, COLUMNS).map(({ message }) => message)).toEqual(["B.", "C."]);
  expect(columnOfIssue(issue("username", ""), COLUMNS)?.column).toBe(-1);
  expect(columnOfIssue(issue("password", ""), COLUMNS)).toBeUndefined();
});

test("a verdict reads aloud", () => {
  expect(verdictOf(row())).toBe("Line 2: Create.");
  expect(verdictOf(row({ fate: "invalid", issues: [issue("lastName", "Last name is missing.")] }))).toBe(
    "Line 2: Error. Last name is missing.",
  );
  expect(verdictOf(row({ selected: false }))).toBe("Line 2: Left out.");
});
