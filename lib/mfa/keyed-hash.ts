import "server-only";
import { createHmac } from "node:crypto";
import { required } from "@/lib/env";
import { keyOfSecret } from "@/lib/imports/passwords/seal";

const keys = new Map<string, Uint8Array>();

/** A key of the installation's for one purpose: where its secret is replaced, what was made with it is worth nothing. */
export function installationKey(purpose: string): Uint8Array {
  const key = keys.get(purpose) ?? keyOfSecret(required("NEXTAUTH_SECRET"), purpose);
  keys.set(purpose, key);
  return key;
}

/** Whose code it is: a hash is good for that person and no other. */
export type Owner = { organizationId: string; userId: string };

/**
 * What is kept of a code that is short enough to be found by trying (OWASP ASVS 5.0, 11.4.3): HMAC-SHA-256 (RFC 2104) under
 * the installation's key.
 * @param about what else the code is bound to
 */
export function hashCode(
  { organizationId, userId }: Owner,
  about: string,
  code: string,
): Uint8Array<ArrayBuffer> {
  const mac = createHmac("sha256", installationKey("second-step codes"));
  return new Uint8Array(mac.update(JSON.stringify([organizationId, userId, about, code])).digest());
}
