import { randomBytes } from "node:crypto";

const PASSWORD_BYTES = 24;

/** A password that stands in an address as it is. */
export const newPbxPassword = (): string => randomBytes(PASSWORD_BYTES).toString("base64url");

/** The address that a PBX's database module takes: the same server and database, and the PBX's login. */
export function pbxUrl(url: string, name: string, password: string): string {
  const { host, pathname, username } = new URL(url);
  return `postgres://${encodeURIComponent(name)}:${password}@${host}${pathname.length > 1 ? pathname : `/${username}`}`;
}
