import { hkdfSync } from "node:crypto";

/** S3 asks for 8 letters and digits at least; this many of them hold 92 bits. */
const LENGTH_MIN = 16;

// No two that are mistaken for one another on paper or in a small font: 0 and O, 1, I and l.
const LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const DIGITS = "23456789";
const CHARACTERS = LETTERS + DIGITS;

const BYTES = 4096;

/**
 * A password of letters and digits for somebody else to use once, as long as an organization asks at least. It is the
 * same every time for the same thing, so that it has to be kept nowhere, and nobody without the secret can guess it.
 */
export function generatePassword(secret: string, about: string, lengthMin: number): string {
  const length = Math.max(LENGTH_MIN, lengthMin);
  const usable = usableBytes(secret, about);
  for (let at = 0; at + length <= usable.length; at += length) {
    const password = usable.slice(at, at + length).join("");
    if (/[0-9]/.test(password) && /[A-Z]/.test(password) && /[a-z]/.test(password)) return password;
  }
  throw new Error("No password could be made.");
}

/** As many characters as there are unbiased bytes for, in their order (HKDF, RFC 5869). */
function usableBytes(secret: string, about: string): string[] {
  const bytes = new Uint8Array(hkdfSync("sha256", secret, "", about, BYTES));
  const limit = 256 - (256 % CHARACTERS.length);
  return [...bytes].filter((byte) => byte < limit).map((byte) => CHARACTERS[byte % CHARACTERS.length] ?? "");
}
