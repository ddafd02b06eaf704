import { expect, test } from "vitest";
import { columnOf, editableColumns } from "@/lib/imports/review/editable";

test("matched columns can be edited, a password's never, and the username without a column of its own", () => {
  expect(editableColumns(["firstName", null, "password", "accessEmail"])).toEqual([0, 3, -1]);
  expect(editableColumns(["username", "fullName"])).toEqual([0, 1]);
});

test("a field's text stands in its column", () => {
  expect(columnOf("accessEmail", ["firstName", "accessEmail"])).toBe(1);
  expect(columnOf("username", ["firstName"])).toBe(-1);
  expect(columnOf("username", ["firstName", "username"])).toBe(1);
  expect(columnOf("password", ["password"])).toBeNull();
  expect(columnOf("lastName", ["fullName"])).toBeNull();
});
