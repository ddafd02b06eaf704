import "server-only";
import type { Transaction } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import type { RowField } from "@/lib/imports/columns/column-field";
import { ROLES, type Role } from "@/lib/permissions/roles";
import type { Held } from "@/lib/sync/run/hold";
import type { Attributes } from "@/lib/sync/source";

type Scope = Pick<Held, "organizationId" | "connectionId" | "connection">;

/** Whether a person `p` of the directory is one that the connection takes over: enabled there, of its own, in its groups. */
export function takenOver({ connection }: Scope): Prisma.Sql {
  const inGroups = Prisma.sql`EXISTS (SELECT FROM sync_members m JOIN sync_groups g ON g.organization_id = m.organization_id
    AND g.connection_id = m.connection_id AND g.source_id = m.group_id AND g.in_scope AND NOT g.is_gone
    WHERE m.organization_id = p.organization_id AND m.connection_id = p.connection_id AND m.person_id = p.source_id)`;
  const all = connection.choice.who === "everybody" ? Prisma.sql`true` : inGroups;
  return Prisma.sql`(p.presence = 'present' AND coalesce(lower(p.attributes ->> 'userType'), '') <> 'guest' AND ${all})`;
}

export const personsOf = ({ organizationId, connectionId }: Scope): Prisma.Sql =>
  Prisma.sql`p.organization_id = ${organizationId}::uuid AND p.connection_id = ${connectionId}::uuid`;

export type UserHere = {
  id: string;
  version: number;
  firstName: string;
  lastName: string;
  username: string;
  accessEmail: string;
  otherEmail: string | null;
  mobilePhone: string | null;
  businessPhone: string | null;
  company: string | null;
  customerCode: string | null;
  udid: string | null;
  accessEndsAt: Date | null;
  inAddressBook: boolean;
  properties: unknown;
  role: string;
  accessProfile: string | null;
};

export type Candidate = {
  id: string;
  attributes: Attributes;
  applied: Partial<Record<RowField, string>>;
  /** Whom the person is here, or will be. */
  userId: string | null;
  role: Role | null;
  user: UserHere | null;
  issue: string | null;
};

const USER = Prisma.sql`jsonb_build_object('id', u.id, 'version', u.version, 'firstName', u.first_name, 'lastName', u.last_name,
  'username', u.username, 'accessEmail', u.access_email, 'otherEmail', u.other_email, 'mobilePhone', u.mobile_phone,
  'businessPhone', u.business_phone, 'company', u.company, 'customerCode', u.customer_code, 'udid', u.udid,
  'accessEndsAt', u.access_ends_at, 'inAddressBook', u.in_address_book, 'properties', u.properties, 'role', u.role,
  'accessProfile', u.access_profile)`;

/** What is said of whoever a person has taken out of the first import: they stay out. */
export const LEFT_OUT = "Left out of the import by hand.";

/** Those whom the directory says something new of, or who have been changed here since the last look. */
export async function findCandidates(tx: Transaction, held: Held): Promise<Candidate[]> {
  const roles = ROLES as readonly string[];
  const rows = await tx.$queryRaw<(Omit<Candidate, "user"> & { user: RawUser | null })[]>`
    SELECT p.source_id AS id, p.attributes, p.applied, p.user_id::text AS "userId", p.issue,
      (SELECT g.role FROM sync_members m JOIN sync_groups g ON g.organization_id = m.organization_id
        AND g.connection_id = m.connection_id AND g.source_id = m.group_id AND g.role IS NOT NULL AND NOT g.is_gone
        WHERE m.organization_id = p.organization_id AND m.connection_id = p.connection_id AND m.person_id = p.source_id
        ORDER BY array_position(${roles}::text[], g.role) LIMIT 1) AS role,
      CASE WHEN u.id IS NOT NULL THEN ${USER} END AS user
    FROM sync_people p LEFT JOIN users u ON u.organization_id = p.organization_id AND u.id = p.user_id
    WHERE ${personsOf(held)} AND ${takenOver(held)} AND u.removed_at IS NULL
      AND (p.is_dirty OR u.updated_at > p.checked_at) AND p.issue IS DISTINCT FROM ${LEFT_OUT}
    ORDER BY p.source_id`;
  return rows.map(({ user, ...row }) => ({ ...row, user: user && userOf(user) }));
}

/** People who are not the connection's yet, by their usernames. */
export async function findByUsername(
  tx: Transaction,
  held: Held,
  usernames: readonly string[],
): Promise<Map<string, UserHere & { isTaken: boolean }>> {
  const rows = await tx.$queryRaw<{ user: RawUser; isTaken: boolean }[]>`
    SELECT ${USER} AS user, EXISTS (SELECT FROM sync_people p WHERE ${personsOf(held)} AND p.user_id = u.id) AS "isTaken"
    FROM users u WHERE u.organization_id = ${held.organizationId}::uuid AND u.removed_at IS NULL
      AND u.username = ANY(${[...usernames]}::text[])`;
  return new Map(rows.map(({ user, isTaken }) => [user.username, { ...userOf(user), isTaken }]));
}

type RawUser = Omit<UserHere, "accessEndsAt"> & { accessEndsAt: string | null };

const userOf = ({ accessEndsAt, ...user }: RawUser): UserHere => ({
  ...user,
  accessEndsAt: accessEndsAt === null ? null : new Date(accessEndsAt),
});
