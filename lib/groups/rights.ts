import "server-only";
import type { Transaction } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";

/**
 * Writes on people's rows what their groups and the permissions given to them alone come to now. Whatever changes one of
 * these ends with it, in the same transaction.
 * @param people the ids of those whom it is about, as a query
 * @returns how many have other permissions by it
 */
export function refreshRights(tx: Transaction, organizationId: string, people: Prisma.Sql): Promise<number> {
  return tx.$executeRaw`
    WITH meant AS MATERIALIZED (SELECT DISTINCT id FROM (${people}) AS asked(id)),
    come_to AS (
      SELECT meant.id, coalesce(array_agg(DISTINCT permission ORDER BY permission)
        FILTER (WHERE permission IS NOT NULL), '{}') AS permissions
      FROM meant
      LEFT JOIN LATERAL (
        SELECT unnest(g.permissions) AS permission FROM group_members m
        JOIN groups g ON g.organization_id = m.organization_id AND g.id = m.group_id
        WHERE m.organization_id = ${organizationId}::uuid AND m.user_id = meant.id
        UNION ALL
        SELECT p.permission FROM user_permissions p
        WHERE p.organization_id = ${organizationId}::uuid AND p.user_id = meant.id) AS given ON true
      GROUP BY meant.id)
    UPDATE users SET extra_permissions = come_to.permissions FROM come_to
    WHERE users.organization_id = ${organizationId}::uuid AND users.id = come_to.id
      AND users.extra_permissions <> come_to.permissions`;
}

/**
 * What changes groups or whom they hold goes one after the other within an organization: two at the same moment would
 * each write what comes of the one without the other.
 */
export async function lockGroups(tx: Transaction, organizationId: string): Promise<void> {
  const key = `groups ${organizationId}`;
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${key}, 0))::text`;
}

/** Everybody in a group, for `refreshRights`. */
export const membersSql = (organizationId: string, groupId: string): Prisma.Sql =>
  Prisma.sql`SELECT user_id FROM group_members WHERE organization_id = ${organizationId}::uuid AND group_id = ${groupId}::uuid`;
