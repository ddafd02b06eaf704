import "server-only";
import type { Transaction } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { hasInsider, LASTING_ADMIN } from "@/lib/policies/insiders";
import { ableSql, adminSql } from "@/lib/users/active-sql";
import { hasActiveAdmin, hasLastingAdmin } from "@/lib/users/admins";

type Run = { organizationId: string; id: string };

export const LAST_ADMIN_WORDS =
  "This file would leave the organization without an active admin whose access does not end and whom its sign-in networks let in. Unselect the row of one of them.";

/** Whether the selected updates of an import would take the last active admin away, now or on some day to come. */
export async function losesLastAdmin(tx: Transaction, run: Run): Promise<boolean> {
  return takesLastAdmin(tx, run.organizationId, await findUpdatedAdmins(tx, run));
}

/** Those whose role as an admin, or whose end of access as one, the selected updates of an import change. */
export const findUpdatedAdmins = (tx: Transaction, run: Run): Promise<TouchedAdmin[]> =>
  findTouchedAdmins(tx, run, "after", Prisma.sql`r.fate = 'update' AND r.selected`);

/** Somebody who is an admin, or becomes one, as they would be. */
export type TouchedAdmin = {
  line: number;
  userId: string;
  isAdmin: boolean;
  getsEnd: boolean;
  /** An admin who can sign in. */
  isActive: boolean;
  /** One whose access has no end. */
  isLasting: boolean;
};

/** Those whose role as an admin, or whose end of access as one, rows change to what stands on a side of their changes. */
export function findTouchedAdmins(
  tx: Transaction,
  { organizationId, id: importId }: Run,
  side: "before" | "after",
  condition: Prisma.Sql,
): Promise<TouchedAdmin[]> {
  return tx.$queryRaw<TouchedAdmin[]>`
    SELECT line, user_id AS "userId", is_admin AS "isAdmin", end_text IS NOT NULL AS "getsEnd",
      is_admin AND is_able AND (ends_at IS NULL OR ends_at > now()) AS "isActive",
      is_admin AND is_able AND ends_at IS NULL AS "isLasting"
    FROM (
      SELECT r.line, r.user_id, coalesce(r.changes->${side}::text->>'role', u.role) = 'admin' AS is_admin,
        ${ableSql("u")} AS is_able,
        r.changes->${side}::text->>'accessEndsAt' AS end_text,
        CASE WHEN NOT r.changes->${side}::text ? 'accessEndsAt' THEN u.access_ends_at
          WHEN length(r.changes->${side}::text->>'accessEndsAt') = 10
            THEN (r.changes->${side}::text->>'accessEndsAt' || 'T23:59:59.999Z')::timestamptz
          ELSE (r.changes->${side}::text->>'accessEndsAt')::timestamptz END AS ends_at
      FROM import_rows r
      JOIN users u ON u.organization_id = r.organization_id AND u.id = r.user_id
      WHERE r.organization_id = ${organizationId}::uuid AND r.import_id = ${importId}::uuid AND ${condition}
        AND (r.changes->${side}::text ? 'role' OR r.changes->${side}::text ? 'accessEndsAt')
        AND 'admin' IN (u.role, r.changes->${side}::text->>'role')) touched`;
}

/**
 * Whether an organization that has an active admin would have none with these as they would be; or none whose access
 * does not end, where it has one.
 */
export async function takesLastAdmin(
  tx: Transaction,
  organizationId: string,
  touched: readonly TouchedAdmin[],
): Promise<boolean> {
  const others = (condition: Prisma.Sql) => hasAdminBut(tx, organizationId, touched, condition);
  if (touched.every(({ isAdmin, getsEnd }) => isAdmin && !getsEnd)) return false;
  const keepsActive =
    touched.some(({ isActive }) => isActive) ||
    (await others(Prisma.sql`(access_ends_at IS NULL OR access_ends_at > now())`)) ||
    !(await hasActiveAdmin(tx, organizationId));
  if (!keepsActive) return true;
  const keepsLasting =
    touched.some(({ isLasting }) => isLasting) ||
    (await others(Prisma.sql`access_ends_at IS NULL`)) ||
    !(await hasLastingAdmin(tx, organizationId));
  return !keepsLasting || !(await keepsInsider(tx, organizationId, touched));
}

/** The same of one whom the sign-in networks let in. */
async function keepsInsider(
  tx: Transaction,
  organizationId: string,
  touched: readonly TouchedAdmin[],
): Promise<boolean> {
  if (!(await hasInsider(tx, organizationId, {}))) return true;
  const ids = touched.map(({ userId }) => userId);
  const lasting = touched.filter(({ isLasting }) => isLasting).map(({ userId }) => userId);
  const among = Prisma.sql`(u.id = ANY(${lasting}::uuid[]) OR (${LASTING_ADMIN} AND u.id <> ALL(${ids}::uuid[])))`;
  return hasInsider(tx, organizationId, { among });
}

async function hasAdminBut(
  tx: Transaction,
  organizationId: string,
  touched: readonly TouchedAdmin[],
  condition: Prisma.Sql,
): Promise<boolean> {
  const found = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM users WHERE organization_id = ${organizationId}::uuid AND ${ableSql("users")}
      AND ${adminSql("users")} AND ${condition}
      AND id <> ALL(${touched.map(({ userId }) => userId)}::uuid[]) LIMIT 1`;
  return found.length > 0;
}
