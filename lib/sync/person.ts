import { isUserField, type RowField } from "@/lib/imports/columns/column-field";
import { splitFullName } from "@/lib/imports/rows/full-name";
import { isPropertyField } from "@/lib/properties/field";
import type { Choice } from "@/lib/sync/kinds";
import type { Attributes } from "@/lib/sync/source";

export type Domains = { names: readonly string[]; primary: string };

/** Values by field: a text, or null where the directory says that there is none. What it says nothing of is not there. */
export type Values = Partial<Record<RowField, string | null>>;

/** A person as a directory has them, by the fields of ours. */
export function valuesOf(attributes: Attributes, fields: Choice["fields"], domains: Domains): Values {
  const values: Values = {};
  for (const [field, choice] of Object.entries(fields) as [RowField, { from: string }][]) {
    const text = attributes[choice.from];
    if (text === undefined) continue;
    values[field] = text?.trim() || null;
  }
  const names = namesFrom(values, attributes);
  const username = values.username ? usernameIn(values.username, domains) : undefined;
  const accessEmail = values.accessEmail ?? mailboxOf(attributes);
  return {
    ...values,
    ...names,
    ...(username ? { username } : {}),
    ...(accessEmail ? { accessEmail } : {}),
  };
}

/** Somebody whose names are not told apart has them taken from the name that is shown. */
function namesFrom({ firstName, lastName }: Values, { displayName, cn }: Attributes): Values {
  if (firstName && lastName) return {};
  const shown = displayName ?? cn;
  const taken = shown ? splitFullName(shown) : null;
  if (!taken || !("parts" in taken)) return {};
  return { firstName: firstName || taken.parts.firstName, lastName: lastName || taken.parts.lastName };
}

/** At one of the organization's domains it stays; else, or without any, it is at the primary one. */
function usernameIn(name: string, { names, primary }: Domains): string {
  const lower = name.toLowerCase();
  const at = lower.lastIndexOf("@");
  if (at < 0) return `${lower}@${primary}`;
  return names.includes(lower.slice(at + 1)) ? lower : `${lower.slice(0, at)}@${primary}`;
}

/** The name that somebody signs in with at the directory is a mailbox as often as not, and better than none. */
const mailboxOf = ({ userPrincipalName, mail }: Attributes): string | undefined =>
  mail || (userPrincipalName?.includes("#") ? undefined : userPrincipalName) || undefined;

/** The field that an issue of a form is about. */
export function fieldOfPath(path: string): RowField | null {
  if (path === "usernameLocal" || path === "domain") return "username";
  const field = path.replace(/^properties\./, "property.");
  return isUserField(field) || isPropertyField(field) ? field : null;
}
