import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";

// AES-256-GCM (NIST SP 800-38D) with a random nonce of 96 bits for each text, which stands before it with its tag.
const CIPHER = "aes-256-gcm";
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** A new key of 256 bits. */
export const newKey = (): Uint8Array => randomBytes(KEY_BYTES);

/** The key that others are sealed with, made of the installation's secret (HKDF, RFC 5869). */
export const keyOfSecret = (secret: string, purpose: string): Uint8Array =>
  new Uint8Array(hkdfSync("sha256", secret, "", purpose, KEY_BYTES));

/** Encrypts bytes, bound to what they are about: they open for nothing else. */
export function seal(key: Uint8Array, clear: Uint8Array, about: string): Uint8Array<ArrayBuffer> {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, key, nonce).setAAD(Buffer.from(about));
  const sealed = [cipher.update(clear), cipher.final()];
  return Buffer.concat([nonce, cipher.getAuthTag(), ...sealed]);
}

/** Decrypts what `seal` made. @throws Error when the key, what it is about, or a single bit is another one */
export function unseal(key: Uint8Array, sealed: Uint8Array, about: string): Uint8Array {
  const nonce = sealed.subarray(0, NONCE_BYTES);
  const tag = sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
  const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES })
    .setAAD(Buffer.from(about))
    .setAuthTag(tag);
  return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
}
