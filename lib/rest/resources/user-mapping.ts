import "server-only";
import { ACCESS_PROFILES, roleOf } from "@/lib/permissions/roles";
import { propertyValuesOf } from "@/lib/properties/types";
import type { ApiUser } from "@/lib/rest/resources/user-shape";
import { isoDayOf } from "@/lib/users/date";
import type { UserRow } from "@/lib/users/listed";
import type { UserDetails } from "@/lib/users/queries";

/** A person as programs read them. */
export function apiUserOf(user: UserDetails): ApiUser {
  return {
    id: user.id,
    username: user.username,
    firstName: user.firstName,
    lastName: user.lastName,
    accessEmail: user.accessEmail,
    otherEmail: user.otherEmail,
    mobilePhone: user.mobilePhone,
    businessPhone: user.businessPhone,
    company: user.company,
    customerCode: user.customerCode,
    udid: user.udid,
    accessEndsAt: user.accessEndsAt && isoDayOf(user.accessEndsAt),
    inAddressBook: user.inAddressBook ?? false,
    ...roleOf(user),
    status: user.status,
    properties: propertyValuesOf(user.properties),
    version: user.version,
    createdAt: user.createdAt.toISOString(),
    updatedAt: user.updatedAt.toISOString(),
    removedAt: user.removedAt?.toISOString() ?? null,
  };
}

/** The same of a row of the list, as far as that was read. */
export function apiUserOfRow({ whole, properties, ...row }: UserRow): Pick<ApiUser, "id"> & Partial<ApiUser> {
  const { id, username, firstName, lastName, accessEmail, role, status, createdAt } = row;
  const told = { id, username, firstName, lastName, accessEmail, role, status, createdAt: isoOf(createdAt) };
  if (!whole) return told;
  return {
    ...told,
    otherEmail: whole.other_email,
    mobilePhone: whole.mobile_phone,
    businessPhone: whole.business_phone,
    company: whole.company,
    customerCode: whole.customer_code,
    udid: whole.udid,
    accessEndsAt: whole.access_ends_at && isoDayOf(new Date(whole.access_ends_at)),
    inAddressBook: whole.in_address_book ?? false,
    accessProfile: ACCESS_PROFILES.find((profile) => profile === whole.access_profile) ?? null,
    properties: properties ?? {},
    version: whole.version,
    updatedAt: isoOf(whole.updated_at),
    removedAt: whole.removed_at && isoOf(whole.removed_at),
  };
}

/** What a row of the list tells without reading all of it. */
export const IN_EVERY_ROW: readonly string[] = [
  "id",
  "username",
  "firstName",
  "lastName",
  "accessEmail",
  "role",
  "status",
  "createdAt",
];

const isoOf = (moment: Date | string) => new Date(moment).toISOString();
