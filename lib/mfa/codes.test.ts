import { randomInt } from "node:crypto";
import { expect, test } from "vitest";
import {
  canonicalDigits,
  canonicalRecoveryCode,
  newRecoveryCode,
  newSmsCode,
  phoneInPart,
} from "@/lib/mfa/codes";

test("a recovery code is ten letters and digits in two groups, of which none is mistaken for another", () => {
  for (let index = 0; index < 500; index += 1)
    expect(newRecoveryCode((end) => randomInt(end))).toMatch(
      /^[0-9abcdefghjkmnpqrstvwxyz]{5}-[0-9abcdefghjkmnpqrstvwxyz]{5}$/,
    );
  expect(newRecoveryCode(() => 31)).toBe("zzzzz-zzzzz");
});

test("it is the same however it is typed", () => {
  const code = canonicalRecoveryCode("0a1b0-zzzzz");
  for (const typed of ["0A1B0 ZZZZZ", " oaIbO-zzzzz", "0alb0zzzzz", "0 a 1 b 0 z z z z z"])
    expect(canonicalRecoveryCode(typed)).toBe(code);
  expect(canonicalRecoveryCode("0a1b0-zzzzy")).not.toBe(code);
});

test("a code for an SMS is six digits, with zeros in front", () => {
  expect(newSmsCode(() => 42)).toBe("000042");
  expect(newSmsCode((end) => end - 1)).toBe("999999");
  expect(canonicalDigits(" 123 4-56\n")).toBe("123456");
});

test("of a phone no more is shown than who has it needs", () => {
  expect(phoneInPart("+4915112345678")).toBe("•••• 678");
});
