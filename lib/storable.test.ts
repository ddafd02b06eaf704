import { describe, expect, test } from "vitest";
import * as z from "zod";
import { storable, unstorablePath } from "@/lib/storable";

describe("the first text that cannot be kept", () => {
  test.each([
    ["of a text", "a\0b", []],
    ["with the first half of a character", "\ud800", []],
    ["with the other half", "x\udc00", []],
    ["in a field", { name: "Ada", note: "\0" }, ["note"]],
    ["in a list", { rows: [["a"], ["b", "\0"]] }, ["rows", 1, 1]],
    ["as a key", { columns: { "\ud83d": "email" } }, ["columns"]],
  ])("is found %s", (_, input, path) => {
    expect(unstorablePath(input)).toEqual(path);
  });

  test.each([["Ada"], ["😀"], [""], [null], [undefined], [7], [{ rows: [["é"]] }], [new Date()]])(
    "is not there in %j",
    (input) => {
      expect(unstorablePath(input)).toBeNull();
    },
  );
});

test("a schema for what can be kept says where, before anything else", () => {
  const schema = storable(z.object({ name: z.string().min(2) }));
  expect(schema.safeParse({ name: "Ada" })).toEqual({ success: true, data: { name: "Ada" } });
  expect(schema.safeParse({ name: "A" }).error?.issues).toMatchObject([
    { path: ["name"], code: "too_small" },
  ]);
  expect(schema.safeParse({ name: "\0" }).error?.issues).toMatchObject([{ path: ["name"], code: "custom" }]);
});
