import "server-only";
import type { Transaction } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { isAllowedFrom } from "@/lib/networks/cidr";
import type { Actor } from "@/lib/permissions/actor";
import { ownPolicies, policiesHeld } from "@/lib/policies/held";
import { isWithinHours } from "@/lib/policies/hours";
import { organizationPolicies } from "@/lib/policies/in-force";
import { ableSql, adminSql } from "@/lib/users/active-sql";

/** Whether a `users u` is an admin whose access does not end. */
export const LASTING_ADMIN = Prisma.sql`${adminSql("u")} AND u.access_ends_at IS NULL`;

export type Asked = {
  /** Whoever acts is where they are now, wherever their session began. */
  actor?: Actor;
  /** Which people count as admins whose access does not end; of `users u`. */
  among?: Prisma.Sql;
  /** Whether hours are asked too: they come again each week, and shut nobody out for good. */
  hours?: boolean;
};

/**
 * Whether an organization has an active admin whose access does not end and who gets in: whose networks are any, or have
 * the address at which they last signed in among them.
 */
export async function hasInsider(
  tx: Transaction,
  organizationId: string,
  { actor, among = LASTING_ADMIN, hours = false }: Asked,
): Promise<boolean> {
  const admins = Prisma.sql`u.organization_id = ${organizationId}::uuid AND ${ableSql("u")} AND ${among}`;
  if (!hours) {
    const open = await tx.$queryRaw<unknown[]>`
      SELECT 1 FROM users u JOIN organizations o ON o.id = u.organization_id
      WHERE ${admins} AND NOT u.policies ? 'allowedNetworks' AND o.allowed_networks = '{}' LIMIT 1`;
    if (open.length > 0) return true;
  }
  const organization = await organizationPolicies(tx, organizationId);
  const people = await tx.$queryRaw<{ id: string; policies: unknown; ip: string | null; at: Date | null }[]>`
    SELECT u.id, u.policies, s.ip, s.last_seen_at AS at FROM users u
    LEFT JOIN LATERAL (SELECT ip, last_seen_at FROM sessions
      WHERE organization_id = u.organization_id AND user_id = u.id ORDER BY created_at DESC LIMIT 1) s ON true
    WHERE ${admins}`;
  const isThere = (id: string) =>
    actor?.userId === id && actor.organizationId === organizationId && !actor.apiKeyId;
  return people.some(({ id, policies, ip, at }) => {
    const held = policiesHeld(organization, ownPolicies(policies));
    const seenAt = isThere(id) ? new Date() : at;
    return (
      isAllowedFrom(isThere(id) ? (actor?.ip ?? null) : ip, held.allowedNetworks) &&
      (!hours || !seenAt || isWithinHours(held.signInHours, seenAt))
    );
  });
}
