import { expect, test } from "vitest";
import type { PlannedRow } from "@/lib/imports/plan/plan";
import { readIssuePath, typedIssues } from "@/lib/imports/typed/issues";

const row = (fields: Partial<PlannedRow>): PlannedRow => ({
  line: 3,
  values: { accessEmail: "ada@acme.example" },
  issues: [],
  usernameFrom: "accessEmail",
  fate: "create",
  isSelected: true,
  ...fields,
});
const OPTIONS = { mode: "createOnly", matchKey: "accessEmail" } as const;

test("every issue of a row is said, at its cell, with what would be right", () => {
  const issues = [
    { field: "mobilePhone", code: "phone_invalid", message: "No.", suggestion: "+44" },
    { field: null, code: "person_above", message: "Above." },
  ] as const;
  expect(typedIssues([row({ issues: [...issues], fate: "invalid" })], OPTIONS, new Set())).toEqual([
    { path: "3.mobilePhone", message: "No.", suggestion: "+44" },
    { path: "3.", message: "Above." },
  ]);
});

test("whoever is there already is said, and whoever is new is right", () => {
  expect(typedIssues([row({}), row({ line: 4, fate: "exists" })], OPTIONS, new Set([4]))).toEqual([
    { path: "4.accessEmail", message: "Somebody with the access email “ada@acme.example” is here already." },
  ]);
});

test("a path is read as it was written", () => {
  expect(readIssuePath("12.accessEmail")).toEqual({ line: 12, field: "accessEmail" });
  expect(readIssuePath("12.")).toEqual({ line: 12, field: "" });
});
