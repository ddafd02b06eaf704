import { expect, test } from "vitest";
import { hashToken, newToken, tokenOf } from "@/lib/credentials/token";

test("a token is 256 bits as a part of an address, never the same", () => {
  const tokens = Array.from({ length: 1000 }, newToken);
  expect(new Set(tokens).size).toBe(1000);
  for (const token of tokens) expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/);
});

test("what is kept of it is its SHA-256", () => {
  expect(Buffer.from(hashToken("abc")).toString("hex")).toBe(
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  );
  expect(hashToken("")).toHaveLength(32);
});

test("a token of something is the same every time, and another one for anything else", () => {
  expect(tokenOf("a secret", "message 1")).toBe(tokenOf("a secret", "message 1"));
  expect(tokenOf("a secret", "message 1")).toMatch(/^[A-Za-z0-9_-]{43}$/);
  expect(tokenOf("a secret", "message 2")).not.toBe(tokenOf("a secret", "message 1"));
  expect(tokenOf("another", "message 1")).not.toBe(tokenOf("a secret", "message 1"));
});
