import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { base32 } from "@/lib/mfa/base32";
import { hotp, stepAt, stepOfCode, totpAddress } from "@/lib/mfa/totp";
import { ensureProgram } from "@/tests/support/programs";

const SECRET = new TextEncoder().encode("12345678901234567890");
const at = (seconds: number) => new Date(seconds * 1000);

test.each([
  [59, "94287082"],
  [1111111109, "07081804"],
  [1111111111, "14050471"],
  [1234567890, "89005924"],
  [2000000000, "69279037"],
  [20000000000, "65353130"],
])("RFC 6238, appendix B: at second %d it is %s", (seconds, code) => {
  expect(hotp(SECRET, stepAt(at(seconds)), 8)).toBe(code);
});

const RFC_4226 = "755224 287082 359152 969429 338314 254676 287922 162583 399871 520489".split(" ");

test("RFC 4226, appendix D: the codes of the counters from 0 on", () => {
  expect(RFC_4226.map((_, counter) => hotp(SECRET, counter))).toEqual(RFC_4226);
});

test.each([
  ["", ""],
  ["f", "MY"],
  ["fo", "MZXQ"],
  ["foo", "MZXW6"],
  ["foob", "MZXW6YQ"],
  ["fooba", "MZXW6YTB"],
  ["foobar", "MZXW6YTBOI"],
])("RFC 4648, section 10, without padding: %s is %s", (text, encoded) => {
  expect(base32(new TextEncoder().encode(text))).toBe(encoded);
});

describe("a code counts", () => {
  const now = at(1_790_000_000);
  const step = stepAt(now);

  test("one step before and after its time, and no further", () => {
    for (const off of [-1, 0, 1])
      expect(stepOfCode(SECRET, hotp(SECRET, step + off), now, null)).toBe(step + off);
    for (const off of [-3, -2, 2, 3])
      expect(stepOfCode(SECRET, hotp(SECRET, step + off), now, null)).toBeNull();
  });

  test("once: neither it nor one before it counts again", () => {
    expect(stepOfCode(SECRET, hotp(SECRET, step), now, step)).toBeNull();
    expect(stepOfCode(SECRET, hotp(SECRET, step - 1), now, step)).toBeNull();
    expect(stepOfCode(SECRET, hotp(SECRET, step + 1), now, step)).toBe(step + 1);
  });

  test.each(["", "12345", "1234567", "12345a", "１２３４５６", " 12345"])(
    "only as six digits: %j",
    (code) => {
      expect(stepOfCode(SECRET, code, now, null)).toBeNull();
    },
  );
});

test("an app reads the address", () => {
  const address = new URL(totpAddress(SECRET, { issuer: "Acme: Söhne & Co", account: "a+b@acme.example" }));
  expect(`${address.protocol}//${address.host}`).toBe("otpauth://totp");
  expect(decodeURIComponent(address.pathname)).toBe("/Acme  Söhne & Co:a+b@acme.example");
  expect(address.searchParams.get("secret")).toBe("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
  expect(address.searchParams.get("issuer")).toBe("Acme  Söhne & Co");
  expect(address.href).not.toContain("+b@acme.example&");
});

const TOOL = "oathtool";

test("oathtool says the same, of many secrets and times", { timeout: 400_000 }, () => {
  ensureProgram(TOOL);
  for (let index = 0; index < 40; index += 1) {
    const secret = crypto.getRandomValues(new Uint8Array(20));
    const now = at(1_700_000_000 + index * 7_654_321);
    const args = ["--totp", "--base32", `--now=${now.toISOString()}`, base32(secret)];
    const code = execFileSync(TOOL, args, { encoding: "utf8" }).trim();
    expect(stepOfCode(secret, code, now, null)).toBe(stepAt(now));
  }
});
