import { describe, expect, test } from "vitest";
import * as z from "zod";
import { querySchemaOf, readQueryTexts } from "@/lib/rest/query";

const schema = z.strictObject({
  limit: z.int().default(50),
  isNew: z.boolean().optional(),
  word: z.string().optional(),
  fields: z.array(z.string()).optional(),
  properties: z.record(z.string(), z.string()).optional(),
});

describe("the texts of an address", () => {
  test.each([
    ["", {}],
    ["limit=10&isNew=true&word=12", { limit: 10, isNew: true, word: "12" }],
    ["limit=ten&isNew=yes", { limit: "ten", isNew: "yes" }],
    ["limit=1&limit=2", { limit: ["1", "2"] }],
    ["fields=a,b&fields=c", { fields: ["a", "b", "c"] }],
    ["properties[x]=1&properties[y]=a,b", { properties: { x: "1", y: "a,b" } }],
    ["word[x]=1", { "word[x]": "1" }],
    ["other=1&toString=2", { other: "1", toString: "2" }],
    ["limit=9999999999999999999", { limit: "9999999999999999999" }],
  ])("%j are %j", (text, expected) => {
    expect(readQueryTexts(new URLSearchParams(text), schema)).toEqual(expected);
  });
});

describe("what is read behind the question mark", () => {
  const operation = {
    method: "GET" as const,
    path: "/things" as const,
    summary: "",
    access: "public" as const,
    answers: {},
    example: {},
  };

  test("is nothing where nothing is declared", () => {
    expect(querySchemaOf(operation)).toBeNull();
  });

  test("has `fields` where there are some to pick, and refuses others", () => {
    const asked = querySchemaOf({ ...operation, fields: z.object({ id: z.string(), name: z.string() }) });
    expect(asked?.safeParse({ fields: ["name"] }).success).toBe(true);
    expect(asked?.safeParse({ fields: ["colour"] }).success).toBe(false);
    expect(asked?.safeParse({ other: "1" }).success).toBe(false);
  });
});
