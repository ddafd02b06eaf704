import type { CountryCode } from "libphonenumber-js/max";
import { ROLES, type Role } from "@/lib/permissions/roles";
import type { Property } from "@/lib/properties/types";
import type { Resource } from "@/lib/scim/attribute";
import { isObject } from "@/lib/scim/canonical";
import { isPresent } from "@/lib/scim/evaluate";
import { emailSlots, fullName, type KeptPerson, keptObject, phoneSlots } from "@/lib/scim/kept";
import { namesFor } from "@/lib/scim/names";
import { badRequest } from "@/lib/scim/refusal";
import { ENTERPRISE_URI, propertiesByAttribute, ROLLCALL_URI } from "@/lib/scim/schemas";
import { keptPlain, type UserRow } from "@/lib/scim/user-resource";
import { keptValues } from "@/lib/scim/values";
import { readEmail } from "@/lib/users/email";
import type { UserField } from "@/lib/users/fields";
import type { UserInput } from "@/lib/users/input";
import { readFieldInFull, userServerSchema } from "@/lib/users/schema-server";
import { mandatoryOf } from "@/lib/users/user-form-read";
import { usernameFor } from "@/lib/users/username";

/** What of an organization decides how a resource is read. */
export type Settings = {
  defaultCountry: string | null;
  mandatoryFields: readonly string[];
  domains: readonly { name: string; isPrimary: boolean }[];
  properties: readonly Property[];
};

/** A resource as it is written: what commands take, and what is kept beside a person's row. */
export type WrittenUser = {
  input: UserInput;
  active: boolean | undefined;
  externalId: string | null;
  kept: KeptPerson;
};

type Person = { row: UserRow; resource: Resource };

const KEPT_LENGTH_MAX = 300_000;

/**
 * Reads a whole resource.
 * @param current the person as they are; null for somebody new
 * @throws Refusal `invalidValue` that says all that is wrong
 */
export function readUser(
  next: Resource,
  current: Person | null,
  settings: Settings,
  writesRoles: boolean,
): WrittenUser {
  const defaultCountry = (settings.defaultCountry as CountryCode | null) ?? undefined;
  const username = readUsername(next, settings);
  const names = namesFor(next, username);
  const emails = chooseEmails(listOf(next.emails));
  const accessEmail = emails.access?.text ?? current?.row.accessEmail ?? username;
  const phones = choosePhones(listOf(next.phoneNumbers), defaultCountry);
  const enterprise = keptObject(next, ENTERPRISE_URI);
  const own = keptObject(next, ROLLCALL_URI);
  const at = username.lastIndexOf("@");
  const schema = userServerSchema({ mandatory: mandatoryFor(settings, current), defaultCountry });
  const parsed = schema.safeParse({
    ...names,
    usernameLocal: username.slice(0, at),
    domain: username.slice(at + 1),
    accessEmail,
    otherEmail: emails.other?.text ?? null,
    mobilePhone: phones.mobile?.text ?? null,
    businessPhone: phones.business?.text ?? null,
    company: textOf(enterprise.organization),
    customerCode: textOf(own.customerCode),
    udid: textOf(own.udid),
    accessEndsAt: textOf(own.accessEndsAt),
    ...(typeof own.inAddressBook === "boolean" ? { inAddressBook: own.inAddressBook } : {}),
    role: roleFor(next, current, writesRoles),
  });
  if (!parsed.success)
    throw badRequest("invalidValue", parsed.error.issues.map(({ message }) => message).join(" "));
  const { accessProfile: _, ...fields } = parsed.data;
  const kept: KeptPerson = {
    ...keptNames(next, current, fields),
    ...keptPlain(next),
    ...optional("emails", keptValues(listOf(next.emails), emailSlots(fields), emails.slots)),
    ...optional("phoneNumbers", keptValues(listOf(next.phoneNumbers), phoneSlots(fields), phones.slots)),
    ...optional(ENTERPRISE_URI, keptOf(enterprise)),
  };
  if (JSON.stringify(kept).length > KEPT_LENGTH_MAX)
    throw badRequest("invalidValue", "This is more than Rollcall keeps of one person.");
  const properties = givenProperties(own, current, settings.properties);
  return {
    input: { ...fields, ...(properties ? { properties } : {}) },
    active: typeof next.active === "boolean" ? next.active : undefined,
    externalId: typeof next.externalId === "string" ? next.externalId : null,
    kept,
  };
}

const textOf = (value: unknown): string | null => (typeof value === "string" ? value : null);
const listOf = (value: unknown): Resource[] => (Array.isArray(value) ? value.filter(isObject) : []);
const optional = (name: string, value: unknown): Resource => (isPresent(value) ? { [name]: value } : {});

function readUsername(next: Resource, { domains }: Settings): string {
  const names = domains.map(({ name }) => name);
  const primaryDomain = domains.find(({ isPrimary }) => isPrimary)?.name ?? names[0] ?? "";
  const reading = usernameFor({ username: textOf(next.userName) ?? "" }, { domains: names, primaryDomain });
  if (!reading.ok) throw badRequest("invalidValue", reading.problem.message);
  if (reading.value === "") throw badRequest("invalidValue", "“userName” is missing.");
  return reading.value;
}

/** Of somebody who is there already nothing is asked that they have not had before either. */
function mandatoryFor(settings: Settings, current: Person | null): UserField[] {
  return mandatoryOf(settings).filter(
    (field) => current === null || Boolean(current.row[field as keyof UserRow]),
  );
}

function roleFor(next: Resource, current: Person | null, writesRoles: boolean): Role {
  const before = ROLES.find((role) => role === current?.row.role) ?? "user";
  if (!writesRoles) return before;
  const given = listOf(next.roles);
  const said = textOf((given.find(({ primary }) => primary === true) ?? given[0])?.value);
  if (said === null) return "user";
  const role = ROLES.find((each) => each === said.toLowerCase());
  if (role) return role;
  throw badRequest("invalidValue", `There is no role “${said.slice(0, 100)}”: use ${ROLES.join(", ")}.`);
}

type Chosen = { entry: Resource; text: string };

function chooseEmails(given: readonly Resource[]) {
  const readable = given.flatMap((entry): Chosen[] => {
    const reading = readEmail(textOf(entry.value) ?? "", "accessEmail");
    return reading.ok && reading.value !== "" ? [{ entry, text: reading.value }] : [];
  });
  const isWork = ({ entry }: Chosen) => textOf(entry.type)?.toLowerCase() === "work";
  const access = readable.find(({ entry }) => entry.primary === true) ?? readable.find(isWork) ?? readable[0];
  const other = readable.find((each) => each !== access);
  return { access, other, slots: slotsOf({ accessEmail: access, otherEmail: other }) };
}

/** What can be read as a number of the whole world is a person’s phone; whatever else comes is kept as it is. */
function choosePhones(given: readonly Resource[], defaultCountry: CountryCode | undefined) {
  const first = (type: string, field: "mobilePhone" | "businessPhone"): Chosen | undefined => {
    for (const entry of given) {
      if (textOf(entry.type)?.toLowerCase() !== type) continue;
      const text = (textOf(entry.value) ?? "").replace(/^tel:/i, "");
      const reading = readFieldInFull(text, field, { defaultCountry });
      if (reading.ok && reading.value !== "") return { entry, text };
    }
    return undefined;
  };
  const mobile = first("mobile", "mobilePhone");
  const business = first("work", "businessPhone");
  return { mobile, business, slots: slotsOf({ mobilePhone: mobile, businessPhone: business }) };
}

const slotsOf = (chosen: Record<string, Chosen | undefined>): ReadonlyMap<Resource, string> =>
  new Map(Object.entries(chosen).flatMap(([of, each]) => (each ? [[each.entry, of] as const] : [])));

/** Names are kept that say something else than first and last name do, before or after. */
function keptNames(
  next: Resource,
  current: Person | null,
  names: Pick<UserInput, "firstName" | "lastName">,
): Resource {
  const { familyName: _, givenName: __, formatted, ...rest } = keptObject(next, "name");
  const usual = [fullName(names), ...(current ? [fullName(current.row)] : [])];
  const isOwn = (text: unknown) => typeof text === "string" && !usual.includes(text);
  const name = { ...rest, ...(isOwn(formatted) ? { formatted } : {}) };
  return {
    ...optional("name", name),
    ...(isOwn(next.displayName) ? { displayName: next.displayName } : {}),
  };
}

function keptOf(enterprise: Resource): Resource {
  const { organization: _, manager, ...rest } = enterprise;
  const value = isObject(manager) ? textOf(manager.value) : null;
  return { ...rest, ...(value === null ? {} : { manager: { value } }) };
}

function givenProperties(
  own: Resource,
  current: Person | null,
  properties: readonly Property[],
): Record<string, string | null> | null {
  const before = current ? keptObject(current.resource, ROLLCALL_URI) : {};
  const given = [...propertiesByAttribute(properties)].flatMap(
    ([name, { id }]): [string, string | null][] => {
      const value = own[name];
      if (value === before[name]) return [];
      return [[id, typeof value === "string" ? value : value === undefined ? null : JSON.stringify(value)]];
    },
  );
  return given.length > 0 || current === null ? Object.fromEntries(given) : null;
}
