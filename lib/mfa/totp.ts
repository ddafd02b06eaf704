import { createHmac, timingSafeEqual } from "node:crypto";
import { base32 } from "@/lib/mfa/base32";

/** RFC 6238 with what every authenticator app assumes: SHA-1, 30 seconds, 6 digits. */
export const TOTP_SECONDS = 30;
export const TOTP_DIGITS = 6;

/** 160 bits, as RFC 4226 §4 R6 recommends. */
export const TOTP_SECRET_BYTES = 20;

// Clocks that are a step off, and a code that is typed at the end of its step (RFC 6238 §5.2).
const STEPS_OFF_MAX = 1;

/**
 * The time step of a code, or null where it is none of the present one and its neighbours.
 * @param after the step of the last code that was taken: that code and those before it are worth nothing (RFC 6238 §5.2)
 */
export function stepOfCode(secret: Uint8Array, code: string, now: Date, after: number | null): number | null {
  if (!new RegExp(`^\\d{${TOTP_DIGITS}}$`).test(code)) return null;
  const present = stepAt(now);
  let found: number | null = null;
  for (let step = present - STEPS_OFF_MAX; step <= present + STEPS_OFF_MAX; step += 1) {
    const isRight = timingSafeEqual(Buffer.from(hotp(secret, step)), Buffer.from(code));
    if (isRight && step > (after ?? Number.NEGATIVE_INFINITY)) found ??= step;
  }
  return found;
}

export const stepAt = (now: Date): number => Math.floor(now.getTime() / 1000 / TOTP_SECONDS);

/** A one-time code of a counter (RFC 4226 §5.3). */
export function hotp(secret: Uint8Array, counter: number, digits = TOTP_DIGITS): string {
  const message = Buffer.alloc(8);
  message.writeBigUInt64BE(BigInt(counter));
  const mac = createHmac("sha1", secret).update(message).digest();
  const offset = (mac.at(-1) ?? 0) & 15;
  const number = mac.readUInt32BE(offset) & 0x7fffffff;
  return String(number % 10 ** digits).padStart(digits, "0");
}

/** What an app reads from a QR code: an address of the scheme `otpauth`. */
export function totpAddress(
  secret: Uint8Array,
  { issuer, account }: { issuer: string; account: string },
): string {
  const label = `${encodeURIComponent(issuer.replaceAll(":", " "))}:${encodeURIComponent(account)}`;
  const query = new URLSearchParams({ secret: base32(secret), issuer: issuer.replaceAll(":", " ") });
  // Apps show a plus sign where it stands for a space.
  return `otpauth://totp/${label}?${query.toString().replaceAll("+", "%20")}`;
}
