import type { Resource } from "@/lib/scim/attribute";
import { isObject } from "@/lib/scim/canonical";
import { ENTERPRISE_URI } from "@/lib/scim/schemas";
import type { Slot } from "@/lib/scim/values";

/** What is kept beside a person's row, in SCIM's shape. */
export type KeptPerson = Resource;

type Names = { firstName: string; lastName: string };

export const fullName = ({ firstName, lastName }: Names): string => `${firstName} ${lastName}`;

/** The name to show: what came, as long as both names are in it by now, else both of them. */
export function formattedName(kept: unknown, names: Names): string {
  const came = typeof kept === "string" ? kept : "";
  return came.includes(names.firstName) && came.includes(names.lastName) ? came : fullName(names);
}

type Addresses = { accessEmail: string | null; otherEmail: string | null };
type Phones = { mobilePhone: string | null; businessPhone: string | null };

export const emailSlots = ({ accessEmail, otherEmail }: Addresses): Slot[] => [
  { of: "accessEmail", value: accessEmail, type: "work", isPrimary: true },
  { of: "otherEmail", value: otherEmail, type: "other" },
];

export const phoneSlots = ({ mobilePhone, businessPhone }: Phones): Slot[] => [
  { of: "mobilePhone", value: mobilePhone, type: "mobile" },
  { of: "businessPhone", value: businessPhone, type: "work" },
];

export const keptObject = (kept: KeptPerson, name: string): Resource => {
  const held = kept[name];
  return isObject(held) ? held : {};
};

export const keptEnterprise = (kept: KeptPerson): Resource => keptObject(kept, ENTERPRISE_URI);
