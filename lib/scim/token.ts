import { hashToken, newToken } from "@/lib/credentials/token";

const MARK = "rollcall_scim_";
const SHOWN_CHARACTERS = MARK.length + 6;
const TOKEN = /^rollcall_scim_[A-Za-z0-9_-]{43}$/;

/** A new token of 256 random bits, marked so that scanners for leaked secrets know it. */
export const newScimToken = (): string => MARK + newToken();

/** The beginning that stays readable, to tell tokens apart. */
export const prefixOf = (token: string): string => token.slice(0, SHOWN_CHARACTERS);

/** What is kept of a token. */
export const hashScimToken = hashToken;

/** The token in an `Authorization` header (RFC 6750 §2.1), or null when there is none that could be one. */
export function tokenInHeader(authorization: string | null): string | null {
  const token = /^bearer +(\S+) *$/i.exec(authorization ?? "")?.[1] ?? "";
  return TOKEN.test(token) ? token : null;
}
