import { ATTRIBUTES } from "@/lib/sync/kinds";
import type { Attributes } from "@/lib/sync/source";

/** An entry as a directory gives it: texts, bytes, or several of either. */
export type LdapEntry = { dn: string } & Record<string, string | Buffer | (string | Buffer)[]>;

/** What an entry is known by for good, whatever it is renamed to: OpenLDAP's and Active Directory's. */
export const ID_ATTRIBUTES = ["entryUUID", "objectGUID"] as const;

/** Attributes of the operation that say whether an account is shut. */
const STATE_ATTRIBUTES = ["pwdAccountLockedTime", "userAccountControl", "nsAccountLock"] as const;

export const PERSON_ATTRIBUTES: string[] = [...ID_ATTRIBUTES, ...STATE_ATTRIBUTES, ...ATTRIBUTES.ldap];

const first = (value: LdapEntry[string] | undefined): string | Buffer | null => {
  const one = Array.isArray(value) ? value[0] : value;
  return one === undefined || one.length === 0 ? null : one;
};

const textOf = (value: LdapEntry[string] | undefined): string | null => {
  const one = first(value);
  return one === null ? null : one.toString("utf8");
};

/** @returns null for an entry without an id of its own: nobody could tell it from another of the same name */
export function idOf(entry: LdapEntry): string | null {
  const uuid = textOf(entry.entryUUID);
  if (uuid) return uuid.toLowerCase();
  const guid = first(entry.objectGUID);
  return guid === null ? null : Buffer.from(guid as string, "latin1").toString("hex");
}

const ACCOUNT_DISABLED = 2;

/**
 * An entry as attributes: of several values the first. Of what was read whole an attribute that is not there is told as
 * none; otherwise nothing is said of it.
 */
export function attributesOf(entry: LdapEntry, isWhole: boolean): Attributes {
  const attributes: Attributes = {};
  for (const name of ATTRIBUTES.ldap) {
    const text = textOf(entry[name]);
    if (text !== null || isWhole) attributes[name] = text;
  }
  const control = Number(textOf(entry.userAccountControl) ?? 0);
  const isShut =
    (control & ACCOUNT_DISABLED) !== 0 ||
    textOf(entry.pwdAccountLockedTime) === "000001010000Z" ||
    textOf(entry.nsAccountLock)?.toLowerCase() === "true";
  return { ...attributes, accountEnabled: String(!isShut) };
}

export const valuesOf = (value: LdapEntry[string] | undefined): string[] =>
  (value === undefined ? [] : [value].flat())
    .map((each) => each.toString("utf8"))
    .filter((text) => text !== "");

/** A text as the value of a filter (RFC 4515, 3). */
export const escaped = (text: string): string =>
  text.replace(/[\\*()\0]/g, (sign) => `\\${sign.charCodeAt(0).toString(16).padStart(2, "0")}`);

/** An id as a filter. */
export const idFilter = (id: string): string =>
  /^[0-9a-f]{32}$/.test(id)
    ? `(objectGUID=${id.replace(/../g, (pair) => `\\${pair}`)})`
    : `(entryUUID=${escaped(id)})`;
