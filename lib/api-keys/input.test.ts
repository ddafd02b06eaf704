import { describe, expect, test } from "vitest";
import { newApiKeyInput } from "@/lib/api-keys/input";

const given = {
  name: " Nightly ",
  scopes: ["imports.write", "imports.read", "imports.write"],
  expiresInDays: 90,
};

describe("a new key", () => {
  test("has a trimmed name and each scope once", () => {
    expect(newApiKeyInput.parse(given)).toEqual({
      name: "Nightly",
      scopes: ["imports.read", "imports.write"],
      expiresInDays: 90,
    });
  });

  test.each([
    ["name", { name: " " }],
    ["name", { name: "x".repeat(101) }],
    ["scopes", { scopes: [] }],
    ["scopes", { scopes: ["users.everything"] }],
    ["expiresInDays", { expiresInDays: 0 }],
    ["expiresInDays", { expiresInDays: 366 }],
    ["expiresInDays", { expiresInDays: Number.NaN }],
  ])("needs a right %s: %j", (path, fields) => {
    const parsed = newApiKeyInput.safeParse({ ...given, ...fields });
    expect(parsed.error?.issues.map((issue) => issue.path[0])).toContain(path);
  });

  test("says what is wrong with it in words of our own", () => {
    const wrong = { ...given, scopes: ["users.everything"], expiresInDays: Number.NaN };
    expect(newApiKeyInput.safeParse(wrong).error?.issues.map(({ message }) => message)).toEqual([
      "There is no scope “users.everything”: choose from imports.read, imports.write, users.read, users.write, credentials.write, groups.read, groups.write, policies.read, directory.read, telephony.read.",
      "Say for how many days the key is good: from 1 to 365.",
    ]);
  });
});
