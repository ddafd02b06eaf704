import { expect, test } from "vitest";
import { judgePasswordLength } from "@/lib/users/password-length";

test.each([
  ["", null],
  ["12345678", null],
  ["        ", null],
  ["😀".repeat(8), null],
  ["a".repeat(256), null],
  ["😀".repeat(256), null],
  ["1234567", "password_too_short"],
  ["😀".repeat(7), "password_too_short"],
  ["a".repeat(257), "password_too_long"],
])("%j: %s", (password, code) => {
  const reading = judgePasswordLength(password);
  expect(reading.ok ? null : reading.problem.code).toBe(code);
  expect(JSON.stringify(reading)).not.toContain(password || "never");
});
