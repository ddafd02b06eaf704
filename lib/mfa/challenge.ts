import { createHmac, timingSafeEqual } from "node:crypto";

/** A challenge is good for this long, and for the browser whose cookie holds it. */
export const CHALLENGE_MINUTES = 5;

/**
 * A challenge of WebAuthn as a cookie keeps it: with its end, and signed for what it is about, so that nobody can hand in
 * one of their own or one that was made for something else.
 * @param random at least 16 random bytes (WebAuthn Level 3 §13.4.3)
 */
export function sealChallenge(
  key: Uint8Array,
  random: Uint8Array,
  about: string,
  now: Date,
): { challenge: string; cookie: string } {
  const challenge = Buffer.from(random).toString("base64url");
  const until = now.getTime() + CHALLENGE_MINUTES * 60_000;
  const signed = `${challenge}.${until}`;
  return { challenge, cookie: `${signed}.${signatureOf(key, signed, about)}` };
}

/** The challenge in a cookie; null where it is not ours, is about something else or has ended. */
export function openChallenge(key: Uint8Array, cookie: string, about: string, now: Date): string | null {
  const [challenge = "", until = "", signature = ""] = cookie.split(".");
  const expected = Buffer.from(signatureOf(key, `${challenge}.${until}`, about));
  const given = Buffer.from(signature);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  return Number(until) > now.getTime() ? challenge : null;
}

const signatureOf = (key: Uint8Array, signed: string, about: string) =>
  createHmac("sha256", key)
    .update(JSON.stringify([signed, about]))
    .digest("base64url");
