import { expect, test } from "vitest";
import { leastPasswordLength, mfaPolicyOf, mfaPolicySchema } from "@/lib/mfa/policy";

test("a password may be short where it is one of two factors (NIST SP 800-63B-4 §3.1.1.2)", () => {
  expect([
    leastPasswordLength("off"),
    leastPasswordLength("optional"),
    leastPasswordLength("required"),
  ]).toEqual([15, 15, 8]);
});

test("days of grace are a whole number", () => {
  expect(mfaPolicySchema.parse({ policy: "required", graceDays: "14" })).toEqual({
    policy: "required",
    graceDays: 14,
  });
  for (const graceDays of ["", "-1", "91", "1.5", "x"])
    expect(mfaPolicySchema.safeParse({ policy: "required", graceDays }).success).toBe(false);
  expect(mfaPolicySchema.safeParse({ policy: "sometimes", graceDays: 1 }).success).toBe(false);
});

test("a row that says something else is no policy", () => {
  expect(() => mfaPolicyOf("always")).toThrow();
});
