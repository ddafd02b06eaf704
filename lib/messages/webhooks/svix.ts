import { createHmac, timingSafeEqual } from "node:crypto";

/** How far a webhook's time may be from ours, either way. */
export const TOLERANCE_SECONDS = 5 * 60;

type Signed = { id: string | null; timestamp: string | null; signature: string | null; body: string };

/**
 * Whether a webhook comes from whoever holds the secret, and now: HMAC-SHA-256 over its id, time and body, as Svix signs
 * (Standard Webhooks 1.0). There may be several signatures, while a secret is being replaced.
 * @param secret `whsec_` and the key in base64
 * @param now in milliseconds
 */
export function isSignedBySvix(
  { id, timestamp, signature, body }: Signed,
  secret: string,
  now: number,
): boolean {
  if (!id || !timestamp || !signature || !/^\d{1,12}$/.test(timestamp)) return false;
  if (Math.abs(now / 1000 - Number(timestamp)) > TOLERANCE_SECONDS) return false;
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  const digest = createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64");
  const expected = Buffer.from(`v1,${digest}`);
  return signature.split(" ").some((each) => {
    const given = Buffer.from(each);
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}
