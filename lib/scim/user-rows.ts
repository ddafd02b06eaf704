import "server-only";
import type { Transaction } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { ENTERPRISE_URI } from "@/lib/scim/schemas";
import { userTables } from "@/lib/scim/user-columns";
import type { UserRow } from "@/lib/scim/user-resource";

/** The columns that a resource is made of. */
const USER_COLUMNS = Prisma.sql`u.id, u.username, u.first_name AS "firstName", u.last_name AS "lastName",
  u.access_email AS "accessEmail", u.other_email AS "otherEmail", u.mobile_phone AS "mobilePhone",
  u.business_phone AS "businessPhone", u.company, u.customer_code AS "customerCode", u.udid,
  u.access_ends_at AS "accessEndsAt", u.in_address_book AS "inAddressBook", u.role, u.access_profile AS "accessProfile",
  u.properties, u.suspended_at AS "suspendedAt", u.legacy_status AS "legacyStatus", u.version,
  u.created_at AS "createdAt", u.updated_at AS "updatedAt", l.external_id AS "externalId", k.kept,
  (SELECT coalesce(jsonb_agg(jsonb_build_object('id', g.id, 'name', g.name) ORDER BY lower(g.name), g.id), '[]')
    FROM group_members m JOIN groups g ON g.organization_id = m.organization_id AND g.id = m.group_id
    WHERE m.organization_id = u.organization_id AND m.user_id = u.id) AS groups,
  (SELECT m.first_name || ' ' || m.last_name FROM users m WHERE m.organization_id = u.organization_id
    AND m.id = CASE WHEN k.kept #>> ARRAY[${ENTERPRISE_URI}::text, 'manager', 'value'] ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
      THEN (k.kept #>> ARRAY[${ENTERPRISE_URI}::text, 'manager', 'value'])::uuid END) AS "managerName"`;

/** People by their ids, as a statement; who has been removed is not there. */
export const userRowsSql = (
  organizationId: string,
  connectionId: string,
  ids: readonly string[],
): Prisma.Sql =>
  Prisma.sql`SELECT ${USER_COLUMNS} FROM ${userTables(organizationId, connectionId)}
    WHERE u.organization_id = ${organizationId}::uuid AND u.id = ANY(${[...ids]}::uuid[]) AND u.removed_at IS NULL`;

/** One person as a transaction sees them; null when there is none. */
export async function findUserRow(
  tx: Transaction,
  organizationId: string,
  connectionId: string,
  id: string,
): Promise<UserRow | null> {
  const [row] = await tx.$queryRaw<UserRow[]>(userRowsSql(organizationId, connectionId, [id]));
  return row ?? null;
}
