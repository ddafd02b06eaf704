import "server-only";
import { readRows } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import type { Role } from "@/lib/permissions/roles";
import { type PropertyValues, propertyValuesOf } from "@/lib/properties/types";
import { type Status, statusOf } from "@/lib/users/status";

export type UserRow = {
  id: string;
  firstName: string;
  lastName: string;
  username: string;
  accessEmail: string;
  /** Whether messages to the access email came back. */
  hasBounced: boolean;
  role: Role;
  status: Status;
  createdAt: Date;
  /** Where some of them are columns. */
  properties?: PropertyValues;
  /** Where all of each person is read. */
  whole?: WholeRow;
};

/** What a row of the list does not show, with the columns' names. */
export type WholeRow = {
  other_email: string | null;
  mobile_phone: string | null;
  business_phone: string | null;
  company: string | null;
  customer_code: string | null;
  udid: string | null;
  in_address_book: boolean | null;
  access_profile: string | null;
  access_ends_at: Moment | null;
  removed_at: Moment | null;
  updated_at: Moment;
  version: number;
};

/** A moment as Postgres writes it in JSON, in UTC. */
type Moment = string;

export type ListedRow = Partial<Omit<WholeRow, "access_ends_at">> & {
  id: string;
  first_name: string;
  last_name: string;
  username: string;
  access_email: string;
  bounced_email: string | null;
  role: Role;
  created_at: Moment;
  activated_at: Moment | null;
  credential_expires_at: Moment | null;
  access_ends_at: Moment | null;
  locked_until: Moment | null;
  suspended_at: Moment | null;
  legacy_status: string | null;
  properties?: unknown;
  sort_value: string;
  total: number;
  /** The database's moment, by which it judged the filter too. */
  read_at: Moment;
};

export const COLUMNS = Prisma.sql`id, first_name, last_name, username, access_email, bounced_email, role,
  created_at, activated_at, credential_expires_at, access_ends_at, locked_until, suspended_at, legacy_status`;

export const WHOLE_COLUMNS = Prisma.sql`${COLUMNS}, other_email, mobile_phone, business_phone, company, customer_code,
  udid, in_address_book, access_profile, removed_at, updated_at, version, properties`;

/**
 * Reads rows of the list's as one JSON text: the driver takes longer over the thousand values of a page than the database
 * over finding them.
 * @param statement one that gives `COLUMNS`, `sort_value`, `total` and `read_at`
 */
export async function readListed(
  organizationId: string,
  statement: Prisma.Sql,
  order?: { inOrder: boolean },
): Promise<ListedRow[]> {
  const whole = Prisma.sql`SELECT json_agg(listed)::text AS listed FROM (${statement}) AS listed`;
  const [row] = await readRows<{ listed: string | null }>(organizationId, whole, order);
  return row?.listed ? (JSON.parse(row.listed) as ListedRow[]) : [];
}

export function rowOf(row: ListedRow): UserRow {
  const facts = {
    legacyStatus: row.legacy_status,
    suspendedAt: dateOf(row.suspended_at),
    lockedUntil: dateOf(row.locked_until),
    accessEndsAt: dateOf(row.access_ends_at),
    activatedAt: dateOf(row.activated_at),
    credentialExpiresAt: dateOf(row.credential_expires_at),
  };
  return {
    id: row.id,
    firstName: row.first_name,
    lastName: row.last_name,
    username: row.username,
    accessEmail: row.access_email,
    hasBounced: row.bounced_email === row.access_email,
    role: row.role,
    status: statusOf(facts, new Date(row.read_at)),
    createdAt: new Date(row.created_at),
    ...(row.properties === undefined ? {} : { properties: propertyValuesOf(row.properties) }),
    ...(row.version === undefined ? {} : { whole: row as WholeRow }),
  };
}

const dateOf = (moment: Moment | null) => (moment === null ? null : new Date(moment));
