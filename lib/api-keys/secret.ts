import { hashToken, newToken } from "@/lib/credentials/token";

const MARK = "rollcall_";
const SHOWN_CHARACTERS = MARK.length + 6;
const SECRET = /^rollcall_[A-Za-z0-9_-]{43}$/;

/** A new key of 256 random bits, marked so that scanners for leaked secrets know it. */
export const newSecret = (): string => MARK + newToken();

/** The beginning that stays readable, to tell keys apart: 36 bits of 256. */
export const prefixOf = (secret: string): string => secret.slice(0, SHOWN_CHARACTERS);

/** What is kept of a key: SHA-256, as for every secret that cannot be guessed. */
export const hashSecret = hashToken;

/** The key in an `Authorization` header (RFC 6750 §2.1), or null when there is none that could be one. */
export function secretInHeader(authorization: string | null): string | null {
  const secret = /^bearer +(\S+) *$/i.exec(authorization ?? "")?.[1] ?? "";
  return SECRET.test(secret) ? secret : null;
}
