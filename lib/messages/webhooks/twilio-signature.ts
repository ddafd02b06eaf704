import { createHmac, timingSafeEqual } from "node:crypto";

/**
 * Whether a status callback comes from Twilio: HMAC-SHA-1 with the account's token over the address it was sent to and,
 * behind it, each field's name and value in the order of the names.
 */
export function isSignedByTwilio(
  url: string,
  fields: URLSearchParams,
  signature: string | null,
  authToken: string,
): boolean {
  const text = [...fields]
    .toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .reduce((so, [name, value]) => so + name + value, url);
  const expected = Buffer.from(createHmac("sha1", authToken).update(text).digest("base64"));
  const given = Buffer.from(signature ?? "");
  return given.length === expected.length && timingSafeEqual(given, expected);
}
