import { expect, test } from "vitest";
import { firstColumns, TYPED_FIELDS, withColumns } from "@/lib/imports/typed/fields";

test("a form has no column for passwords or statuses", () => {
  expect(TYPED_FIELDS).toContain("firstName");
  expect(TYPED_FIELDS).not.toContain("password");
  expect(TYPED_FIELDS).not.toContain("status");
});

test("a form begins with the usual columns and the mandatory ones, in the usual order", () => {
  expect(firstColumns(["company", "firstName", "password"])).toEqual([
    "firstName",
    "lastName",
    "accessEmail",
    "mobilePhone",
    "company",
  ]);
});

test("columns that come in find their place", () => {
  expect(withColumns(["accessEmail", "company"], ["firstName", "password"])).toEqual([
    "firstName",
    "accessEmail",
    "company",
  ]);
});
