import { type AccessProfile, type Role, roleOf } from "@/lib/permissions/roles";
import { type Property, propertyValuesOf } from "@/lib/properties/types";
import { isoDayOf } from "@/lib/users/date";
import type { UserInput } from "@/lib/users/input";
import type { OrganizationDomains } from "@/lib/users/username";

/** A person's fields as a form holds them: texts as typed, `""` for none. */
export type UserFormValues = {
  [Field in Exclude<keyof UserInput, "role" | "accessProfile" | "inAddressBook" | "properties">]-?: string;
} & {
  inAddressBook: boolean;
  /** By the property's id. */
  properties: Record<string, string>;
  role: Role;
  accessProfile: AccessProfile | "";
};

type FormProperty = Pick<Property, "id" | "defaultValue">;

/** The form of a person who is still to be added. */
export function blankUserForm(
  domain: string,
  role: Role,
  properties: readonly FormProperty[] = [],
): UserFormValues {
  return {
    firstName: "",
    lastName: "",
    usernameLocal: "",
    domain,
    accessEmail: "",
    otherEmail: "",
    mobilePhone: "",
    businessPhone: "",
    company: "",
    customerCode: "",
    udid: "",
    accessEndsAt: "",
    inAddressBook: false,
    properties: Object.fromEntries(properties.map(({ id, defaultValue }) => [id, defaultValue ?? ""])),
    role,
    accessProfile: "",
  };
}

type StoredUser = Omit<
  UserInput,
  "usernameLocal" | "domain" | "role" | "accessProfile" | "accessEndsAt" | "properties"
> & {
  username: string;
  properties: unknown;
  role: string;
  accessProfile: string | null;
  accessEndsAt: Date | null;
};

/** The form of a person as they are. */
export function userFormOf(user: StoredUser, properties: readonly FormProperty[] = []): UserFormValues {
  const values = propertyValuesOf(user.properties);
  const at = user.username.lastIndexOf("@");
  const { role, accessProfile } = roleOf(user);
  return {
    firstName: user.firstName,
    lastName: user.lastName,
    usernameLocal: user.username.slice(0, at),
    domain: user.username.slice(at + 1),
    accessEmail: user.accessEmail,
    otherEmail: user.otherEmail ?? "",
    mobilePhone: user.mobilePhone ?? "",
    businessPhone: user.businessPhone ?? "",
    company: user.company ?? "",
    customerCode: user.customerCode ?? "",
    udid: user.udid ?? "",
    accessEndsAt: user.accessEndsAt ? isoDayOf(user.accessEndsAt) : "",
    inAddressBook: user.inAddressBook ?? false,
    properties: Object.fromEntries(properties.map(({ id }) => [id, values[id] ?? ""])),
    role,
    accessProfile: accessProfile ?? "",
  };
}

export type UsernameParts = { local: string; domain: string };

/**
 * A username to begin with: the access email where its domain is the organization's, else its local part, else the
 * names in plain letters, at the primary domain. Blank as long as there is nothing to make one from.
 */
export function suggestUsername(
  { firstName, lastName, accessEmail }: Pick<UserFormValues, "firstName" | "lastName" | "accessEmail">,
  { domains, primaryDomain }: OrganizationDomains,
): UsernameParts {
  const [local = "", domain = ""] = accessEmail.trim().toLowerCase().split("@");
  if (plain(local) === local && local !== "") {
    return { local, domain: domains.includes(domain) ? domain : primaryDomain };
  }
  const names = [firstName, lastName].map(plain).filter((name) => name !== "");
  return { local: names.join("."), domain: primaryDomain };
}

// Letters that Unicode does not take apart into a plain one and a mark.
const PLAIN: Record<string, string> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  ł: "l",
  đ: "d",
  ð: "d",
  þ: "th",
  ı: "i",
};

function plain(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/[ßæœøłđðþı]/g, (letter) => PLAIN[letter] ?? "")
    .normalize("NFD")
    .replace(/[^a-z0-9._+-]/g, "");
}
