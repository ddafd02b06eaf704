import { readEmail } from "@/lib/users/email";
import { readText } from "@/lib/users/text";

export type Claims = Readonly<Record<string, unknown>>;

/** What a provider calls the things of a person: OpenID Connect, and the attributes that SAML providers send. */
const ADDRESS = ["email", "mail", "emailaddress", "urn:oid:0.9.2342.19200300.100.1.3"];
const FIRST_NAME = ["given_name", "givenname", "firstname", "first_name", "urn:oid:2.5.4.42"];
const LAST_NAME = ["family_name", "surname", "sn", "lastname", "last_name", "urn:oid:2.5.4.4"];
const FULL_NAME = ["name", "displayname", "cn", "urn:oid:2.16.840.1.113730.3.1.241"];

/**
 * An e-mail address among claims, in lower case. A claim that the organization named is the only one that is looked at.
 * An address that the provider itself has not verified is none.
 */
export function addressIn(claims: Claims, named: string): string | null {
  if (claims.email_verified === false || claims.email_verified === "false") return null;
  const text = named ? exactly(claims, named) : textOf(claims, ADDRESS);
  if (!text) return null;
  const reading = readEmail(text, "accessEmail");
  return reading.ok && reading.value !== "" ? reading.value : null;
}

/** A person's names, made from what there is; the address's first part where there is nothing. */
export function namesIn(claims: Claims, address: string | null): { firstName: string; lastName: string } {
  const whole = nameOf(textOf(claims, FULL_NAME), "firstName").split(" ");
  const firstName = nameOf(textOf(claims, FIRST_NAME), "firstName") || (whole.at(0) ?? "");
  const lastName = nameOf(textOf(claims, LAST_NAME), "lastName") || whole.slice(1).join(" ");
  const local = (address ?? "").split("@")[0] ?? "";
  return { firstName: firstName || local, lastName: lastName || (firstName ? "" : local) || local };
}

const SHOWN_MAX = 40;
const SHOWN_LENGTH_MAX = 200;

/** Claims as whoever tries a provider out reads them. */
export function claimsInWords(claims: Claims): Record<string, string> {
  const shown = Object.entries(claims).slice(0, SHOWN_MAX);
  return Object.fromEntries(
    shown.map(([name, value]) => [
      name.slice(0, SHOWN_LENGTH_MAX),
      (typeof value === "string" ? value : (JSON.stringify(value) ?? "")).slice(0, SHOWN_LENGTH_MAX),
    ]),
  );
}

function nameOf(text: string, field: "firstName" | "lastName"): string {
  const reading = readText(text, field);
  return reading.ok ? reading.value.trim() : "";
}

function exactly(claims: Claims, name: string): string {
  const value = Object.hasOwn(claims, name) ? claims[name] : undefined;
  return typeof value === "string" ? value : "";
}

// Microsoft's names are addresses whose last part is the name.
function textOf(claims: Claims, names: readonly string[]): string {
  for (const name of names)
    for (const [key, value] of Object.entries(claims)) {
      const plain = key.toLowerCase();
      if (typeof value === "string" && value !== "" && (plain === name || plain.endsWith(`/claims/${name}`)))
        return value;
    }
  return "";
}
