import { describe, expect, test } from "vitest";
import { newPin } from "@/lib/credentials/pins/generate";
import { hashPin, sameHash } from "@/lib/credentials/pins/hash";
import { isGuessedFirst, newPinInput, pinIssue } from "@/lib/credentials/pins/shape";

describe("one's own digits", () => {
  test.each(["", "12345", "1234567", "12 456", "١٢٣٤٥٦", "abcdef", "-12345", "1e5000", "482 91"])(
    "%j are no PIN",
    (digits) => expect(pinIssue(digits)).toMatch(/6 digits/),
  );

  test.each([
    "000000",
    "123456",
    "654321",
    "121212",
    "123123",
    "111222",
    "112233",
    "123321",
    "100001",
    "890123",
    "135791",
  ])("%s are what is guessed first", (digits) => expect(pinIssue(digits)).toMatch(/easy to guess/));

  test.each(["482917", "019283", "730465"])("%s will do", (digits) => expect(pinIssue(digits)).toBeNull());
});

test("few PINs are refused, so that refusing them leaves next to all of a million", () => {
  const refused = Array.from({ length: 1_000_000 }, (_, n) => String(n).padStart(6, "0")).filter(
    isGuessedFirst,
  );
  expect(refused.length).toBeLessThan(8000);
  expect(refused.length).toBeGreaterThan(1000);
});

describe("the system's", () => {
  test("have six digits, the first ones too, and are none that is guessed first", () => {
    const drawn = [0, 123_456, 999_999, 4291];
    expect(newPin(() => drawn.shift() ?? -1)).toBe("004291");
    expect(drawn).toEqual([]);
  });
});

describe("what is kept of a PIN", () => {
  const key = new Uint8Array(32).fill(1);
  const salt = new Uint8Array(16).fill(2);
  const owner = { organizationId: "o", userId: "u" };
  const hash = hashPin(key, salt, owner, "482917");

  test("is the same for the same alone", () => {
    expect(sameHash(hash, hashPin(key, salt, owner, "482917"))).toBe(true);
    for (const other of [
      hashPin(key, salt, owner, "482918"),
      hashPin(key, salt, { ...owner, userId: "v" }, "482917"),
      hashPin(key, salt, { ...owner, organizationId: "p" }, "482917"),
      hashPin(key, new Uint8Array(16), owner, "482917"),
      hashPin(new Uint8Array(32), salt, owner, "482917"),
      new Uint8Array(),
    ])
      expect(sameHash(hash, other)).toBe(false);
  });
});

describe("what a PIN is asked for with", () => {
  test("has a number of uses and of hours, or the usual ones", () => {
    expect(newPinInput.parse({ digits: null })).toEqual({ digits: null });
    expect(newPinInput.parse({ digits: "482917", uses: 100, hours: 168 }).uses).toBe(100);
  });

  test.each([
    { digits: "123456" },
    { digits: null, uses: 0 },
    { digits: null, uses: 101 },
    { digits: null, uses: 1.5 },
    { digits: null, uses: Number.NaN },
    { digits: null, hours: 0 },
    { digits: null, hours: 169 },
    {},
  ])("is refused: %j", (given) => expect(newPinInput.safeParse(given).success).toBe(false));
});
