import "server-only";
import type { Transaction } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { hasActiveAdmin } from "@/lib/users/admins";

type Run = { organizationId: string; id: string };

export const LAST_ADMIN_WORDS =
  "This file would leave the organization without an active admin. Unselect the row of one of them.";

/** Whether the selected updates of an import would take the last active admin away. */
export async function losesLastAdmin(
  tx: Transaction,
  { organizationId, id: importId }: Run,
): Promise<boolean> {
  const rows = await tx.$queryRaw<{ user_id: string; role: string }[]>`
    SELECT user_id, changes->'after'->>'role' AS role FROM import_rows
    WHERE organization_id = ${organizationId}::uuid AND import_id = ${importId}::uuid AND fate = 'update' AND selected
      AND changes->'after' ? 'role'
      AND 'admin' IN (changes->'before'->>'role', changes->'after'->>'role')`;
  const idsOf = (isAdmin: boolean) =>
    rows.filter(({ role }) => (role === "admin") === isAdmin).map(({ user_id }) => user_id);
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
