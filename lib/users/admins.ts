import "server-only";
import type { Transaction } from "@/lib/db";

/** Makes changes that could take the last admin away wait for each other, within one organization. */
export async function lockAdmins(tx: Transaction, organizationId: string): Promise<void> {
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`admins:${organizationId}`}, 0))::text`;
}

// `role <> 'user'` says again what the partial index on roles has for its condition, so that the planner takes it.

/** Whether there is one whose access has no end, so that the organization does not lose its last admin by time alone. */
export async function hasLastingAdmin(tx: Transaction, organizationId: string): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM users
    WHERE organization_id = ${organizationId}::uuid AND removed_at IS NULL AND role = 'admin' AND role <> 'user'
      AND suspended_at IS NULL AND legacy_status IS NULL AND activated_at IS NOT NULL AND access_ends_at IS NULL
    LIMIT 1`;
  return rows.length > 0;
}

/** Whether the organization has an admin who can sign in, as the transaction stands. */
export async function hasActiveAdmin(tx: Transaction, organizationId: string): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM users
    WHERE organization_id = ${organizationId}::uuid AND removed_at IS NULL AND role = 'admin' AND role <> 'user'
      AND suspended_at IS NULL AND legacy_status IS NULL AND activated_at IS NOT NULL
      AND (access_ends_at IS NULL OR access_ends_at > now())
    LIMIT 1`;
  return rows.length > 0;
}

/** Which admins an organization has: any who can sign in, and any whose access does not end. */
type AdminsThere = { active: boolean; lasting: boolean };

export async function adminsThere(tx: Transaction, organizationId: string): Promise<AdminsThere> {
  return {
    active: await hasActiveAdmin(tx, organizationId),
    lasting: await hasLastingAdmin(tx, organizationId),
  };
}

/** Why a change may not stand by which the last of them would go, now or by time alone; null where it may. */
export async function lostAdmins(
  tx: Transaction,
  organizationId: string,
  had: AdminsThere,
): Promise<"active" | "lasting" | null> {
  const has = await adminsThere(tx, organizationId);
  if (had.active && !has.active) return "active";
  return had.lasting && !has.lasting ? "lasting" : null;
}
