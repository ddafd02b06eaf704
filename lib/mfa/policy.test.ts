import { expect, test } from "vitest";
import { leastPasswordLength, mfaPolicyOf } from "@/lib/mfa/policy";

test("a password may be short where it is one of two factors (NIST SP 800-63B-4 §3.1.1.2)", () => {
  expect([
    leastPasswordLength("off"),
    leastPasswordLength("optional"),
    leastPasswordLength("required"),
  ]).toEqual([15, 15, 8]);
});

test("a row that says something else is no policy", () => {
  expect(() => mfaPolicyOf("always")).toThrow();
});
