import "server-only";
import type { Transaction } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";

/** Whether an organization's people come by its provider, and passwords are for those few who keep them. */
export async function isSignOnRequired(tx: Transaction, organizationId: string): Promise<boolean> {
  return (await tx.signOnProvider.count({ where: { organizationId, state: "required" } })) > 0;
}

/** Whether somebody is one of those who keep a password beside the provider. */
export const isKeeper = async (
  tx: Transaction,
  { organizationId, id: userId }: { organizationId: string; id: string },
): Promise<boolean> => (await tx.signOnKeeper.count({ where: { organizationId, userId } })) > 0;

/**
 * Whether nothing of somebody's own lets them in: no password, passkey, link or PIN, because their organization has them come
 * by its provider and they are none of those who keep a password, with a second step beside it.
 */
export async function isPasswordRefused(
  tx: Transaction,
  user: { organizationId: string; id: string },
): Promise<boolean> {
  if (!(await isSignOnRequired(tx, user.organizationId))) return false;
  if (!(await isKeeper(tx, user))) return true;
  const { organizationId, id: userId } = user;
  return (await tx.mfaMethod.count({ where: { organizationId, userId, confirmedAt: { not: null } } })) === 0;
}

/** Whether a `users u` is an admin who gets in without the provider, on any later day too. */
const WITHOUT_PROVIDER = Prisma.sql`u.removed_at IS NULL AND u.role = 'admin' AND u.role <> 'user'
  AND u.suspended_at IS NULL AND u.legacy_status IS NULL AND u.activated_at IS NOT NULL AND u.access_ends_at IS NULL
  AND EXISTS (SELECT FROM passwords p WHERE p.organization_id = u.organization_id AND p.user_id = u.id)
  AND EXISTS (SELECT FROM mfa_methods m WHERE m.organization_id = u.organization_id AND m.user_id = u.id
    AND m.confirmed_at IS NOT NULL)`;

/** The admins who could keep a password, and those who do. */
export function listKeepers(tx: Transaction, organizationId: string) {
  return tx.$queryRaw<{ id: string; name: string; username: string; isKeeper: boolean; isReady: boolean }[]>`
    SELECT u.id, u.first_name || ' ' || u.last_name AS name, u.username, k.user_id IS NOT NULL AS "isKeeper",
      (${WITHOUT_PROVIDER}) AS "isReady"
    FROM users u LEFT JOIN sign_on_keepers k ON k.organization_id = u.organization_id AND k.user_id = u.id
    WHERE u.organization_id = ${organizationId}::uuid AND u.removed_at IS NULL
      AND (k.user_id IS NOT NULL OR u.role = 'admin' AND u.role <> 'user')
    ORDER BY k.user_id IS NULL, u.sort_name, u.id LIMIT 100`;
}

/** Whether somebody would still get in, to mend things, when the provider is away; true where none is required. */
export async function hasWayBack(tx: Transaction, organizationId: string): Promise<boolean> {
  if (!(await isSignOnRequired(tx, organizationId))) return true;
  return (await countWaysBack(tx, organizationId)) > 0;
}

export async function countWaysBack(tx: Transaction, organizationId: string): Promise<number> {
  const [row] = await tx.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM sign_on_keepers k
    JOIN users u ON u.organization_id = k.organization_id AND u.id = k.user_id
    WHERE k.organization_id = ${organizationId}::uuid AND ${WITHOUT_PROVIDER}`;
  return row?.count ?? 0;
}
