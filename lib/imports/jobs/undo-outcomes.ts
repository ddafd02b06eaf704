import "server-only";
import type { Transaction } from "@/lib/db";
import { holdDomains } from "@/lib/domains/hold";
import { type Import, Prisma } from "@/lib/generated/prisma/client";
import { awaitRules } from "@/lib/groups/rights";
import { findTouchedAdmins, takesLastAdmin } from "@/lib/imports/admins";
import { type ColumnField, EXTENSION_FIELD } from "@/lib/imports/columns/column-field";
import { goneMeanings } from "@/lib/imports/judged-by";
import { AS_BEFORE, type ImportOptions, type UndoOutcome } from "@/lib/imports/state";
import { joinByHash } from "@/lib/joins";
import type { Actor } from "@/lib/permissions/actor";
import { can, rolesToGive } from "@/lib/permissions/can";
import { reachSql } from "@/lib/permissions/reach";
import { heldProperties } from "@/lib/properties/queries";
import { lockTelephony } from "@/lib/telephony/settings";
import { lockAdmins } from "@/lib/users/admins";

type Run = { organizationId: string; id: string };

/**
 * Writes beside every row that the import carried out what its undo does with the person, or why it keeps them. The
 * people stay locked until the transaction ends, so that this is still so when it is done.
 */
export async function judgeUndo(
  tx: Transaction,
  run: Run & Pick<Import, "matching" | "options">,
  actor: Actor,
): Promise<ReadonlyMap<UndoOutcome, number>> {
  const { organizationId, id: importId } = run;
  await joinByHash(tx);
  const updates = Prisma.sql`r.fate = 'update' AND r.selected`;
  const touchesAdmins = (await findTouchedAdmins(tx, run, "before", updates)).length > 0;
  // Whoever edits an admin by hand waits for it until the end.
  if (touchesAdmins) await lockAdmins(tx, organizationId);
  const properties = await heldProperties(tx, organizationId);
  const { judgedBy } = run.options as ImportOptions;
  const gone = goneMeanings(run.matching as (ColumnField | null)[], judgedBy, properties);
  await holdDomains(tx, organizationId);
  await awaitRules(tx, organizationId);
  await lockPeople(tx, run);
  // The numbers are as they are judged until they are given back.
  if (bringsExtensions(run)) await lockTelephony(tx, organizationId);
  await markRows(tx, run, actor, gone);
  if (touchesAdmins) await keepLastAdmins(tx, run);
  const counts = await tx.$queryRaw<{ undo: UndoOutcome; count: number }[]>`
    SELECT undo, count(*)::int AS count FROM import_rows
    WHERE organization_id = ${organizationId}::uuid AND import_id = ${importId}::uuid AND undo IS NOT NULL GROUP BY undo`;
  return new Map(counts.map(({ undo, count }) => [undo, count]));
}

/** Whether an import had a column of extensions. */
export const bringsExtensions = ({ matching }: Pick<Import, "matching">): boolean =>
  (matching as (ColumnField | null)[]).includes(EXTENSION_FIELD);

async function lockPeople(tx: Transaction, { organizationId, id: importId }: Run): Promise<void> {
  await tx.$queryRaw`
    WITH locked AS (
      SELECT u.id FROM users u JOIN import_rows r ON r.organization_id = u.organization_id AND r.user_id = u.id
      WHERE r.organization_id = ${organizationId}::uuid AND r.import_id = ${importId}::uuid
        AND r.fate IN ('create', 'update') AND r.selected
      ORDER BY u.id FOR UPDATE OF u)
    SELECT count(*)::int FROM locked`;
}

/** A new person has the version 1, a changed one the version after the one that the plan saw. */
async function markRows(
  tx: Transaction,
  { organizationId, id: importId }: Run,
  actor: Actor,
  gone: readonly string[],
): Promise<void> {
  const roles = rolesToGive(actor);
  await tx.$executeRaw`
    UPDATE import_rows SET undo = judged.undo
    FROM (
      SELECT r.line, CASE
        WHEN u.id IS NULL OR u.removed_at IS NOT NULL THEN 'gone'
        WHEN r.fate = 'create' AND s.user_id IS NOT NULL THEN 'signedIn'
        WHEN r.fate = 'create' AND u.activated_at IS NOT NULL THEN 'activated'
        WHEN u.version <> coalesce(r.user_version, 0) + 1 THEN 'changed'
        WHEN NOT ${reachSql(actor, "u")} OR coalesce(r.changes->'before'->>'role', 'user') <> ALL(${roles}) THEN 'above'
        WHEN r.fate = 'create' THEN 'removed'
        WHEN r.changes->'after' ? 'extension' AND NOT ${can(actor, "telephony.update")} THEN 'above'
        WHEN r.changes->'after' ? 'extension' AND had.number IS DISTINCT FROM r.changes->'after'->>'extension'
          THEN 'changed'
        WHEN r.changes->'before'->>'extension' IS NOT NULL AND NOT EXISTS (SELECT FROM extensions e
          LEFT JOIN users h ON h.organization_id = e.organization_id AND h.id = e.user_id AND h.removed_at IS NULL
          WHERE e.organization_id = r.organization_id AND e.number = r.changes->'before'->>'extension' AND h.id IS NULL)
          THEN 'taken'
        WHEN r.changes->'before' ?| ${gone}::text[] THEN 'changed'
        WHEN r.changes->'before' ? 'username' AND d.id IS NULL THEN 'taken'
        WHEN named.id IS NOT NULL OR coded.id IS NOT NULL OR EXISTS (SELECT FROM property_values v
          WHERE v.organization_id = r.organization_id AND v.user_id <> r.user_id
            AND v.value = r.changes->'before'->>('property.' || v.property_id)) THEN 'taken'
        WHEN r.changes->'after' ? 'password' AND (r.was IS NULL OR used.user_id IS NOT NULL) THEN 'password'
        WHEN r.was->>'lost' = 'password' THEN 'earlierPassword'
        WHEN r.was->>'lost' = 'link' THEN 'link'
        ELSE 'restored' END AS undo
      FROM import_rows r
      LEFT JOIN users u ON u.organization_id = r.organization_id AND u.id = r.user_id
      LEFT JOIN (SELECT DISTINCT organization_id, user_id FROM sessions) s
        ON s.organization_id = r.organization_id AND s.user_id = r.user_id
      LEFT JOIN extensions had ON had.organization_id = r.organization_id AND had.user_id = r.user_id
      LEFT JOIN domains d ON d.organization_id = r.organization_id AND d.proven_at IS NOT NULL
        AND d.name = split_part(r.changes->'before'->>'username', '@', 2)
      LEFT JOIN users named ON named.organization_id = r.organization_id AND named.removed_at IS NULL
        AND named.username = r.changes->'before'->>'username' AND named.id <> r.user_id
      LEFT JOIN users coded ON coded.organization_id = r.organization_id AND coded.removed_at IS NULL
        AND coded.customer_code = r.changes->'before'->>'customerCode' AND coded.id <> r.user_id
      LEFT JOIN passwords used ON used.organization_id = r.organization_id AND used.user_id = r.user_id
        AND (used.used_at IS NOT NULL OR NOT used.must_change)
      WHERE r.organization_id = ${organizationId}::uuid AND r.import_id = ${importId}::uuid
        AND r.fate IN ('create', 'update') AND r.selected) judged
    WHERE import_rows.organization_id = ${organizationId}::uuid AND import_rows.import_id = ${importId}::uuid
      AND import_rows.line = judged.line`;
}

/** Keeps those who are admins by the import, or for longer, where nobody else would be left to be one. */
async function keepLastAdmins(tx: Transaction, run: Run): Promise<void> {
  const { organizationId, id: importId } = run;
  const touched = await findTouchedAdmins(tx, run, "before", Prisma.sql`r.undo = ANY(${[...AS_BEFORE]})`);
  if (!(await takesLastAdmin(tx, organizationId, touched))) return;
  const losing = touched.filter(({ isAdmin, getsEnd }) => !isAdmin || getsEnd);
  await tx.importRow.updateMany({
    where: { organizationId, importId, line: { in: losing.map(({ line }) => line) } },
    data: { undo: "lastAdmin" },
  });
}
