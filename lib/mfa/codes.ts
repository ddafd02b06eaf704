/** How many recovery codes somebody gets; each works once. */
export const RECOVERY_CODES = 10;

/** A code by SMS: its digits and for how long it is good (NIST SP 800-63B-4 §3.1.3.2). */
export const SMS_CODE_DIGITS = 6;
export const SMS_CODE_MINUTES = 10;

// Crockford's base32, which has no letters that look like digits: 50 bits a code.
const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
const LENGTH = 10;

/**
 * A new recovery code, in two groups.
 * @param randomBelow a whole number from 0 up to, and without, its argument, each as likely as any other
 */
export function newRecoveryCode(randomBelow: (end: number) => number): string {
  const letters = Array.from({ length: LENGTH }, () => ALPHABET[randomBelow(ALPHABET.length)]).join("");
  return `${letters.slice(0, LENGTH / 2)}-${letters.slice(LENGTH / 2)}`;
}

/** A recovery code as it is hashed, however it was typed: groups, capitals, and letters for digits make no difference. */
export const canonicalRecoveryCode = (typed: string): string =>
  typed.toLowerCase().replace(/[\s-]/g, "").replaceAll("o", "0").replace(/[il]/g, "1");

/** A new code for an SMS. */
export const newSmsCode = (randomBelow: (end: number) => number): string =>
  String(randomBelow(10 ** SMS_CODE_DIGITS)).padStart(SMS_CODE_DIGITS, "0");

/** Digits as they are compared, however they were grouped. */
export const canonicalDigits = (typed: string): string => typed.replace(/[\s-]/g, "");

/** A phone of which only whoever has it recognizes it. */
export const phoneInPart = (phone: string): string => `•••• ${phone.slice(-3)}`;
