import { expect, test } from "vitest";
import {
  canonicalPassword,
  PASSWORD_CODE_POINTS_MAX,
  PASSWORD_CODE_POINTS_MIN,
  passwordHint,
  passwordLengthIssue,
} from "@/lib/credentials/password";

const policy = { lengthMin: PASSWORD_CODE_POINTS_MIN };
const letters = "abcdefghijklmnopqrstuvwxyz".repeat(10);

test("is long enough and not too long, in code points", () => {
  expect(passwordLengthIssue(letters.slice(0, PASSWORD_CODE_POINTS_MIN), policy)).toBeNull();
  expect(passwordLengthIssue(letters.slice(0, PASSWORD_CODE_POINTS_MAX), policy)).toBeNull();
  expect(passwordLengthIssue("🦊".repeat(15), policy)).toBeNull();
  expect(passwordLengthIssue("🦊".repeat(256), policy)).toBeNull();
  for (const short of ["", "short", letters.slice(0, 14), "🦊".repeat(14), "e\u0301".repeat(14)])
    expect(passwordLengthIssue(short, policy)).toMatch(/at least 15/);
  for (const long of [letters.slice(0, 257), "🦊".repeat(257), "x".repeat(100_000)])
    expect(passwordLengthIssue(long, policy)).toMatch(/at most 256/);
});

test("is as long as the organization asks", () => {
  expect(passwordLengthIssue(letters.slice(0, 19), { lengthMin: 20 })).toMatch(/at least 20/);
  expect(passwordLengthIssue(letters.slice(0, 20), { lengthMin: 20 })).toBeNull();
  expect(passwordHint({ lengthMin: 20 })).toMatch(/^At least 20 characters/);
});

test("is the same however its letters are put together", () => {
  expect(canonicalPassword("Zoe\u0308 A\u030a")).toBe(canonicalPassword("Zoë Å"));
});
