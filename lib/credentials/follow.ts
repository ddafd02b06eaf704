import "server-only";
import type { Transaction } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { ownNumberSql } from "@/lib/policies/in-force";

/**
 * Writes on people's rows until when something is good with which they can activate their accounts: a link, a QR code, a
 * PIN, or a password that somebody gave them. The latest counts. Where nothing is good any more, a moment that has not
 * come yet is taken away. Whatever gives one of these, or makes one void, ends with it.
 * @param people the ids of those whom it is about, as a query
 */
export async function followCredentials(
  tx: Transaction,
  organizationId: string,
  people: Prisma.Sql,
): Promise<void> {
  await tx.$executeRaw`
    UPDATE users u SET credential_expires_at = good.until FROM (
      SELECT people.id, max(given.until) AS until FROM (${people}) AS people(id)
      LEFT JOIN LATERAL (
        SELECT c.expires_at AS until FROM credentials c
        WHERE c.organization_id = ${organizationId}::uuid AND c.user_id = people.id AND c.kind IN ('invitation', 'qr')
          AND c.used_at IS NULL AND c.revoked_at IS NULL AND c.expires_at > now()
        UNION ALL
        SELECT p.expires_at FROM pins p
        WHERE p.organization_id = ${organizationId}::uuid AND p.user_id = people.id
          AND p.uses_left > 0 AND p.revoked_at IS NULL AND p.expires_at > now()
        UNION ALL
        SELECT w.set_at + make_interval(days => coalesce(${ownNumberSql("h", "invitationDays")}, o.invitation_days))
        FROM passwords w JOIN organizations o ON o.id = w.organization_id
        JOIN users h ON h.organization_id = w.organization_id AND h.id = w.user_id
        WHERE w.organization_id = ${organizationId}::uuid AND w.user_id = people.id
          AND w.must_change AND w.used_at IS NULL) AS given ON true
      GROUP BY people.id) AS good
    WHERE u.organization_id = ${organizationId}::uuid AND u.id = good.id AND u.activated_at IS NULL
      AND (good.until IS NOT NULL OR u.credential_expires_at > now())`;
}

/** One person, for `followCredentials`. */
export const oneId = (userId: string): Prisma.Sql => Prisma.sql`SELECT ${userId}::uuid`;
