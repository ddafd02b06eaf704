import { createHmac, timingSafeEqual } from "node:crypto";

/** Whose PIN it is: a hash is good for that person's row and for no other. */
export type PinOwner = { organizationId: string; userId: string };

/**
 * What is kept of a PIN: HMAC-SHA-256 (RFC 2104) under the installation's key, because a million tries find six digits by
 * any bare hash, however slow it is (OWASP ASVS 5.0, 11.4.3 for what has little entropy).
 */
export function hashPin(
  key: Uint8Array,
  salt: Uint8Array,
  { organizationId, userId }: PinOwner,
  pin: string,
): Uint8Array<ArrayBuffer> {
  const mac = createHmac("sha256", key)
    .update(salt)
    .update(JSON.stringify([organizationId, userId, pin]));
  return new Uint8Array(mac.digest());
}

/** Whether two hashes are the same, in the same time for any two. */
export const sameHash = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && timingSafeEqual(one, other);
