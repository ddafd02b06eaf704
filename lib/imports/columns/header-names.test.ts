import { expect, test } from "vitest";
import { isErrorsHeader, isHalfName, nameOfHeader } from "@/lib/imports/columns/header-names";
import { USER_FIELD_INFO, USER_FIELDS } from "@/lib/users/fields";

test("our own keys and labels are exact", () => {
  for (const field of USER_FIELDS) {
    expect(nameOfHeader(field)).toEqual({ field, how: "exact" });
    expect(nameOfHeader(USER_FIELD_INFO[field].label)).toEqual({ field, how: "exact" });
  }
});

test.each([
  ["emailaddress", { field: "accessEmail", how: "known" }],
  ["E-Mail", { field: "accessEmail", how: "known" }],
  ["Login", { field: "username", how: "known" }],
  ["Nachname", { field: "lastName", how: "suggested" }],
  ["Phone (optional)", { field: "mobilePhone", how: "suggested" }],
  ["constructor", null],
  ["__proto__", null],
  ["", null],
  ["(x)", null],
])("%s: %j", (header, name) => {
  expect(nameOfHeader(header)).toEqual(name);
});

test("names that are no field", () => {
  expect(isHalfName("NAME ")).toBe(true);
  expect(isErrorsHeader(" errors")).toBe(true);
  expect(isErrorsHeader("Error code")).toBe(false);
});
