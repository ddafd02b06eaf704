import "server-only";
import { recordingSql } from "@/lib/audit/record";
import { revokeCredentials } from "@/lib/credentials/revoke";
import type { Transaction } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { EXTENSION_FIELD } from "@/lib/imports/columns/column-field";
import { endsLinks } from "@/lib/imports/jobs/was";
import type { Actor } from "@/lib/permissions/actor";

/** Which side of a row's changes people get: what the file says, or what was before. */
type Side = "after" | "before";

type Run = { organizationId: string; id: string };

/** Gives the people of some lines one side of their changes. @returns how many there were */
export function writeChanges(
  tx: Transaction,
  { organizationId, id: importId }: Run,
  lines: number[],
  side: Side,
): Promise<number> {
  const set = CHANGEABLE.map(
    ([field, column]) =>
      Prisma.sql`${Prisma.raw(column)} = CASE WHEN c.fields ? ${field} THEN c.fields->>${field} ELSE u.${Prisma.raw(column)} END`,
  );
  set.push(ACCESS_ENDS_AT, IN_ADDRESS_BOOK, PROPERTIES, ...OF_SIDE[side]);
  return tx.$executeRaw`
    UPDATE users u SET ${Prisma.join(set)}, domain_id = coalesce(c.domain_id, u.domain_id),
      version = u.version + 1
    FROM (
      SELECT r.user_id, r.changes->${side}::text AS fields, r.was, d.id AS domain_id FROM import_rows r
      LEFT JOIN domains d ON d.organization_id = r.organization_id
        AND d.name = split_part(r.changes->${side}::text->>'username', '@', 2)
      WHERE r.organization_id = ${organizationId}::uuid AND r.import_id = ${importId}::uuid
        AND r.line = ANY(${lines}::int[])) c
    WHERE u.organization_id = ${organizationId}::uuid AND u.id = c.user_id AND u.removed_at IS NULL`;
}

/**
 * Makes links void that were given to people before these lines changed their role or access email, or brought them a
 * password.
 */
export async function revokeLinks(
  tx: Transaction,
  { organizationId, id: importId }: Run,
  lines: number[],
  actor: Actor,
): Promise<void> {
  const whom = Prisma.sql`
    SELECT u.id, u.username FROM import_rows r
    JOIN users u ON u.organization_id = r.organization_id AND u.id = r.user_id
    WHERE r.organization_id = ${organizationId}::uuid AND r.import_id = ${importId}::uuid
      AND r.line = ANY(${lines}::int[]) AND ${endsLinks(Prisma.sql`r.changes->'after'`)}`;
  await revokeCredentials(tx, organizationId, actor, whom);
}

/** Writes an event for each of these people, with what was and what is. */
export async function writeChangeEvents(
  tx: Transaction,
  { organizationId, id: importId }: Run,
  lines: number[],
  side: Side,
  actor: Actor,
): Promise<void> {
  const other: Side = side === "after" ? "before" : "after";
  // An undo does not give an earlier password back. Extensions have events of their own.
  const left = [EXTENSION_FIELD, ...(side === "before" ? ["password"] : [])];
  const people = Prisma.sql`
    SELECT r.user_id AS id, u.username,
      CASE WHEN r.changes->'after' ? 'role' THEN 'user.roleChanged' ELSE 'user.updated' END AS action,
      jsonb_build_object(
        'before', property_words(r.organization_id, (r.changes->${other}::text) - ${left}::text[]),
        'after', property_words(r.organization_id, (r.changes->${side}::text) - ${left}::text[])
          || jsonb_build_object('importId', r.import_id)) AS changes
    FROM import_rows r
    JOIN users u ON u.organization_id = r.organization_id AND u.id = r.user_id
    WHERE r.organization_id = ${organizationId}::uuid AND r.import_id = ${importId}::uuid
      AND r.line = ANY(${lines}::int[]) AND (r.changes->'after') - ${EXTENSION_FIELD}::text <> '{}'`;
  await tx.$executeRaw(recordingSql(organizationId, actor, Prisma.sql`action`, people));
}

// A day lasts until its end; a moment that is no day's end comes back as it was.
const ACCESS_ENDS_AT = Prisma.sql`access_ends_at = CASE WHEN NOT c.fields ? 'accessEndsAt' THEN u.access_ends_at
  WHEN length(c.fields->>'accessEndsAt') = 10 THEN (c.fields->>'accessEndsAt' || 'T23:59:59.999Z')::timestamptz
  ELSE (c.fields->>'accessEndsAt')::timestamptz END`;

const IN_ADDRESS_BOOK = Prisma.sql`in_address_book = coalesce(c.fields->>'inAddressBook' = 'yes', u.in_address_book)`;

const PROPERTIES = Prisma.sql`properties = with_properties(u.properties, c.fields)`;

const WITHOUT_OPEN_LINK = Prisma.sql`
  CASE WHEN u.credential_expires_at > now() THEN NULL ELSE u.credential_expires_at END`;

const CHANGED_NOW = [
  Prisma.sql`credential_expires_at = CASE WHEN ${endsLinks(Prisma.sql`c.fields`)} THEN ${WITHOUT_OPEN_LINK}
    ELSE u.credential_expires_at END`,
  Prisma.sql`updated_at = now()`,
];

// What became void stays so: of a moment that is still to come nothing would be good until then. One that has passed
// meanwhile comes back all the same, for the person would not be waiting any more. A version only ever rises: whoever
// has opened the person in between must not write over them.
const AS_IT_WAS = [
  Prisma.sql`credential_expires_at = CASE WHEN NOT ${endsLinks(Prisma.sql`c.fields`)} THEN u.credential_expires_at
    WHEN c.was IS NULL THEN ${WITHOUT_OPEN_LINK}
    WHEN c.was->>'lost' IS NOT NULL AND (c.was->>'credentialExpiresAt')::timestamptz > now() THEN NULL
    ELSE (c.was->>'credentialExpiresAt')::timestamptz END`,
  Prisma.sql`updated_at = coalesce((c.was->>'updatedAt')::timestamptz, now())`,
];

const OF_SIDE: Record<Side, Prisma.Sql[]> = { after: CHANGED_NOW, before: AS_IT_WAS };

/** The fields that a file may change of a person as texts, with their columns. */
const CHANGEABLE = [
  ["firstName", "first_name"],
  ["lastName", "last_name"],
  ["username", "username"],
  ["accessEmail", "access_email"],
  ["otherEmail", "other_email"],
  ["mobilePhone", "mobile_phone"],
  ["businessPhone", "business_phone"],
  ["company", "company"],
  ["customerCode", "customer_code"],
  ["udid", "udid"],
  ["role", "role"],
] as const;
