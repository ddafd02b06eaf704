import { expect, test } from "vitest";
import { changesBetween } from "@/lib/audit/changes";

test.each([
  [{}, {}, null],
  [{ a: 1 }, { a: 1 }, null],
  [{ a: null }, {}, null],
  [{}, { a: null }, null],
  [
    { a: 1, b: 2 },
    { a: 1, b: 3 },
    { before: { b: 2 }, after: { b: 3 } },
  ],
  [{ a: "" }, { a: null }, { before: { a: "" }, after: { a: null } }],
  [{ a: 0 }, { a: null }, { before: { a: 0 }, after: { a: null } }],
  [{ a: false }, { a: null }, { before: { a: false }, after: { a: null } }],
  [{ a: "1" }, { a: 1 }, { before: { a: "1" }, after: { a: 1 } }],
  [{ a: 1 }, {}, { before: { a: 1 }, after: { a: null } }],
  [{}, { a: true }, { before: { a: null }, after: { a: true } }],
  [
    { a: "x", b: "y" },
    { a: "y", b: "x" },
    { before: { a: "x", b: "y" }, after: { a: "y", b: "x" } },
  ],
])("from %j to %j changes %j", (before, after, changes) => {
  expect(changesBetween(before, after)).toEqual(changes);
});
