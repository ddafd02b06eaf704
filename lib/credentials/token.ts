import { createHash, createHmac, randomBytes } from "node:crypto";

const TOKEN_BYTES = 32;

/** A one-time token of 256 random bits, as it stands in a link. */
export const newToken = (): string => randomBytes(TOKEN_BYTES).toString("base64url");

/** A token that is the same every time for the same thing, and that nobody without the secret can guess. */
export const tokenOf = (secret: string, about: string): string =>
  createHmac("sha256", secret).update(about).digest("base64url");

/** What is kept of a token: SHA-256 suffices, because the token itself cannot be guessed. */
export const hashToken = (token: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(createHash("sha256").update(token).digest());
