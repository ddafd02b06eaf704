import "server-only";
import { recordingSql } from "@/lib/audit/record";
import type { Transaction } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import type { Actor } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import { reachSql } from "@/lib/permissions/reach";

type Run = { organizationId: string; id: string };

/**
 * Reactivates those whom an import has suspended because they were not in its file, and who have not been changed since,
 * and writes beside everybody else why not.
 * @returns how many were, and how many stay suspended
 */
export async function undoLeavers(
  tx: Transaction,
  { organizationId, id: importId }: Run,
  actor: Actor,
): Promise<{ reactivated: number; kept: number }> {
  const events = Prisma.sql`
    SELECT id, username, jsonb_build_object('before', '{"suspended": true}'::jsonb,
      'after', jsonb_build_object('suspended', false, 'importId', ${importId}::text)) AS changes
    FROM old`;
  const may = can(actor, "users.suspend");
  const all = await tx.$executeRaw`
    WITH lot AS MATERIALIZED (
      SELECT user_id, user_version FROM import_leavers WHERE organization_id = ${organizationId}::uuid
        AND import_id = ${importId}::uuid AND outcome = 'suspended'),
    old AS MATERIALIZED (
      SELECT u.id, u.username FROM users u JOIN lot ON lot.user_id = u.id AND lot.user_version = u.version
      WHERE u.organization_id = ${organizationId}::uuid AND u.removed_at IS NULL AND u.suspended_at IS NOT NULL
        AND ${may} AND ${reachSql(actor, "u")} ORDER BY u.id FOR UPDATE OF u),
    changed AS (
      UPDATE users SET suspended_at = NULL, version = users.version + 1, updated_at = now() FROM old
      WHERE users.organization_id = ${organizationId}::uuid AND users.id = old.id RETURNING users.id),
    events AS (${recordingSql(organizationId, actor, "user.reactivated", events)})
    UPDATE import_leavers l SET undo = CASE
        WHEN changed.id IS NOT NULL THEN 'reactivated'
        WHEN u.removed_at IS NOT NULL THEN 'gone'
        WHEN u.suspended_at IS NULL THEN 'active'
        WHEN u.version <> lot.user_version THEN 'changed'
        WHEN NOT ${may} THEN 'right'
        WHEN NOT ${reachSql(actor, "u")} THEN 'above'
        ELSE 'changed' END
    FROM lot JOIN users u ON u.organization_id = ${organizationId}::uuid AND u.id = lot.user_id
      LEFT JOIN changed ON changed.id = lot.user_id
    WHERE l.organization_id = ${organizationId}::uuid AND l.import_id = ${importId}::uuid AND l.user_id = lot.user_id`;
  const reactivated = await tx.importLeaver.count({
    where: { organizationId, importId, undo: "reactivated" },
  });
  return { reactivated, kept: all - reactivated };
}
