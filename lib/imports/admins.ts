import "server-only";
import type { Transaction } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { hasActiveAdmin } from "@/lib/users/admins";

type Run = { organizationId: string; id: string };

export const LAST_ADMIN_WORDS =
  "This file would leave the organization without an active admin. Unselect the row of one of them.";

/** Whether the selected updates of an import would take the last active admin away, now or on some day to come. */
export async function losesLastAdmin(
  tx: Transaction,
  { organizationId, id: importId }: Run,
): Promise<boolean> {
  const rows = await tx.$queryRaw<{ user_id: string; stays: boolean }[]>`
    SELECT r.user_id, coalesce(r.changes->'after'->>'role', u.role) = 'admin'
      AND r.changes->'after'->>'accessEndsAt' IS NULL AS stays FROM import_rows r
    JOIN users u ON u.organization_id = r.organization_id AND u.id = r.user_id
    WHERE r.organization_id = ${organizationId}::uuid AND r.import_id = ${importId}::uuid AND r.fate = 'update'
      AND r.selected AND (r.changes->'after' ? 'role' OR r.changes->'after'->>'accessEndsAt' IS NOT NULL)
      AND 'admin' IN (u.role, r.changes->'after'->>'role')`;
  const idsOf = (stays: boolean) => rows.filter((row) => row.stays === stays).map(({ user_id }) => user_id);
  if (idsOf(false).length === 0 || !(await hasActiveAdmin(tx, organizationId))) return false;
  return !(await wouldHaveAdmin(tx, organizationId, { lose: idsOf(false), become: idsOf(true) }));
}

/** Whether somebody could sign in as an admin if these people lost the role and those got it. */
export async function wouldHaveAdmin(
  tx: Transaction,
  organizationId: string,
  { lose, become }: { lose: string[]; become: string[] },
): Promise<boolean> {
  const active = Prisma.sql`organization_id = ${organizationId}::uuid AND removed_at IS NULL AND suspended_at IS NULL
    AND legacy_status IS NULL AND activated_at IS NOT NULL AND (access_ends_at IS NULL OR access_ends_at > now())`;
  const found = await tx.$queryRaw<unknown[]>`
    (SELECT 1 FROM users WHERE ${active} AND role = 'admin' AND role <> 'user' AND id <> ALL(${lose}::uuid[]) LIMIT 1)
    UNION ALL (SELECT 1 FROM users WHERE ${active} AND id = ANY(${become}::uuid[]) LIMIT 1)`;
  return found.length > 0;
}
