import { expect, test } from "vitest";
import { queryOf } from "@/components/ui/query-of";

test("blank fields are left out, others trimmed and escaped, repeated ones kept", () => {
  expect(
    queryOf([
      ["q", "  ann & bob "],
      ["sort", ""],
      ["status", "active"],
      ["status", "pending"],
    ]),
  ).toBe("?q=ann+%26+bob&status=active&status=pending");
});

test("nothing chosen is no query at all", () => {
  expect(queryOf([["q", " "]])).toBe("");
});
