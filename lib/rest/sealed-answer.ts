import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from "node:crypto";

const CIPHER = "aes-256-gcm";
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** SHA-256 of some text. */
export const hashText = (text: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(createHash("sha256").update(text).digest());

/**
 * Encrypts an answer so that it can be read by whoever sends the same API key and idempotency key again, and by nobody
 * else: the product keeps neither. Among answers are links and PINs that are kept nowhere.
 */
export function sealAnswer(text: string, secret: string, idempotencyKey: string): Uint8Array<ArrayBuffer> {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, keyOf(secret, idempotencyKey), iv);
  const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return new Uint8Array(Buffer.concat([iv, cipher.getAuthTag(), sealed]));
}

/** @throws Error where it was sealed with other keys */
export function openAnswer(sealed: Uint8Array, secret: string, idempotencyKey: string): string {
  const decipher = createDecipheriv(CIPHER, keyOf(secret, idempotencyKey), sealed.subarray(0, IV_BYTES));
  decipher.setAuthTag(sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  return decipher.update(sealed.subarray(IV_BYTES + TAG_BYTES), undefined, "utf8") + decipher.final("utf8");
}

const keyOf = (secret: string, idempotencyKey: string) =>
  new Uint8Array(hkdfSync("sha256", secret, idempotencyKey, "api answer", 32));

/** JSON with the keys of every object in order, so that the same content is the same text. */
export const canonicalJson = (value: unknown): string =>
  JSON.stringify(value, (_, each: unknown) =>
    typeof each === "object" && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([one], [other]) => (one < other ? -1 : 1)))
      : each,
  ) ?? "";
