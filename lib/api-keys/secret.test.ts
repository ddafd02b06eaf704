import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { hashSecret, newSecret, prefixOf, secretInHeader } from "@/lib/api-keys/secret";

describe("a new key", () => {
  test("is marked, and holds 256 random bits", () => {
    const secrets = Array.from({ length: 100 }, newSecret);
    expect(new Set(secrets).size).toBe(100);
    for (const secret of secrets) {
      expect(secret).toMatch(/^rollcall_[A-Za-z0-9_-]{43}$/);
      expect(Buffer.from(secret.slice("rollcall_".length), "base64url")).toHaveLength(32);
    }
  });

  test("shows a beginning that leaves far more than 128 bits to guess", () => {
    const secret = newSecret();
    expect(prefixOf(secret)).toBe(secret.slice(0, 15));
  });

  test("is kept as its SHA-256", () => {
    const secret = newSecret();
    expect(Buffer.from(hashSecret(secret))).toEqual(createHash("sha256").update(secret).digest());
  });
});

describe("the Authorization header", () => {
  const secret = newSecret();
  test.each([[`Bearer ${secret}`], [`bearer ${secret}`], [`BEARER  ${secret} `]])(
    "gives it: %s",
    (header) => {
      expect(secretInHeader(header)).toBe(secret);
    },
  );

  test.each([
    [null],
    [""],
    ["Bearer"],
    [secret],
    [`Basic ${secret}`],
    [`Bearer ${secret}x`],
    [`Bearer ${secret} ${secret}`],
    ["Bearer rollcall_short"],
    [`Bearer ${secret.replace("rollcall", "other")}`],
  ])("holds none: %s", (header) => {
    expect(secretInHeader(header)).toBeNull();
  });
});
