import { ROLE_LABELS, roleOf } from "@/lib/permissions/roles";
import { type Property, propertyValuesOf } from "@/lib/properties/types";
import type { Resource } from "@/lib/scim/attribute";
import { isObject } from "@/lib/scim/canonical";
import { isPresent } from "@/lib/scim/evaluate";
import {
  emailSlots,
  formattedName,
  fullName,
  type KeptPerson,
  keptEnterprise,
  keptObject,
  phoneSlots,
} from "@/lib/scim/kept";
import { ENTERPRISE_URI, propertiesByAttribute, ROLLCALL_URI, USER_URI } from "@/lib/scim/schemas";
import { mergeValues } from "@/lib/scim/values";
import { isoDayOf } from "@/lib/users/date";

/** A person as the database has them, for a resource. */
export type UserRow = {
  id: string;
  username: string;
  firstName: string;
  lastName: string;
  accessEmail: string;
  otherEmail: string | null;
  mobilePhone: string | null;
  businessPhone: string | null;
  company: string | null;
  customerCode: string | null;
  udid: string | null;
  accessEndsAt: Date | null;
  inAddressBook: boolean;
  role: string;
  accessProfile: string | null;
  properties: unknown;
  suspendedAt: Date | null;
  legacyStatus: string | null;
  version: number;
  createdAt: Date;
  updatedAt: Date;
  externalId: string | null;
  kept: unknown;
  groups: { id: string; name: string }[];
  managerName: string | null;
};

/** What of the place where resources are read their JSON tells. */
export type Shown = { baseUrl: string; properties: readonly Property[] };

const KEPT_PLAIN = [
  "nickName",
  "profileUrl",
  "title",
  "userType",
  "preferredLanguage",
  "locale",
  "timezone",
  "ims",
  "photos",
  "addresses",
  "entitlements",
  "x509Certificates",
];

/** What is kept of a person as it stands, without any column's part in it. */
export const keptPlain = (of: Resource): Resource =>
  Object.fromEntries(KEPT_PLAIN.filter((name) => isPresent(of[name])).map((name) => [name, of[name]]));

/** A person as SCIM shows them, with all that anybody could ask for. */
export function userResource(row: UserRow, { baseUrl, properties }: Shown): Resource {
  const kept: KeptPerson = isObject(row.kept) ? row.kept : {};
  const name = keptObject(kept, "name");
  const enterprise = enterpriseOf(row, kept, baseUrl);
  const own = ownOf(row, properties);
  return {
    schemas: [USER_URI, ...(isPresent(enterprise) ? [ENTERPRISE_URI] : []), ROLLCALL_URI],
    id: row.id,
    ...(row.externalId === null ? {} : { externalId: row.externalId }),
    userName: row.username,
    name: {
      ...name,
      formatted: formattedName(name.formatted, row),
      familyName: row.lastName,
      givenName: row.firstName,
    },
    displayName: typeof kept.displayName === "string" ? kept.displayName : fullName(row),
    ...keptPlain(kept),
    active: row.suspendedAt === null && row.legacyStatus === null,
    emails: mergeValues(listOf(kept.emails), emailSlots(row)),
    ...phonesOf(row, kept),
    ...(row.groups.length > 0 ? { groups: row.groups.map((group) => groupOf(group, baseUrl)) } : {}),
    roles: [{ value: row.role, display: ROLE_LABELS[roleOf(row).role], primary: true }],
    ...(isPresent(enterprise) ? { [ENTERPRISE_URI]: enterprise } : {}),
    [ROLLCALL_URI]: own,
    meta: {
      resourceType: "User",
      created: row.createdAt.toISOString(),
      lastModified: row.updatedAt.toISOString(),
      location: `${baseUrl}/Users/${row.id}`,
      version: versionOf(row.version),
    },
  };
}

/** A weak validator (RFC 9110, 8.8.3): what a person's groups are changes without it. */
export const versionOf = (version: number | string): string => `W/"${version}"`;

const listOf = (held: unknown): Resource[] | undefined =>
  Array.isArray(held) ? (held as Resource[]) : undefined;

function phonesOf(row: UserRow, kept: KeptPerson): Resource {
  const phoneNumbers = mergeValues(listOf(kept.phoneNumbers), phoneSlots(row));
  return phoneNumbers.length > 0 ? { phoneNumbers } : {};
}

const groupOf = ({ id, name }: UserRow["groups"][number], baseUrl: string): Resource => ({
  value: id,
  $ref: `${baseUrl}/Groups/${id}`,
  display: name,
  type: "direct",
});

function enterpriseOf(row: UserRow, kept: KeptPerson, baseUrl: string): Resource {
  const { manager, ...rest } = keptEnterprise(kept);
  const value = isObject(manager) && typeof manager.value === "string" ? manager.value : null;
  return {
    ...rest,
    ...(row.company === null ? {} : { organization: row.company }),
    ...(value === null
      ? {}
      : {
          manager: {
            value,
            $ref: `${baseUrl}/Users/${value}`,
            ...(row.managerName === null ? {} : { displayName: row.managerName }),
          },
        }),
  };
}

function ownOf(row: UserRow, properties: readonly Property[]): Resource {
  const values = propertyValuesOf(row.properties);
  const own = [...propertiesByAttribute(properties)].flatMap(([name, { id, type }]): [string, unknown][] => {
    const text = values[id];
    if (text === undefined) return [];
    return [[name, type === "yesNo" ? text === "true" : type === "number" ? Number(text) : text]];
  });
  return {
    ...(row.customerCode === null ? {} : { customerCode: row.customerCode }),
    ...(row.udid === null ? {} : { udid: row.udid }),
    ...(row.accessEndsAt === null ? {} : { accessEndsAt: isoDayOf(row.accessEndsAt) }),
    inAddressBook: row.inAddressBook,
    ...Object.fromEntries(own),
  };
}
