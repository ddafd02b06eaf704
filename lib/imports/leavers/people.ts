import "server-only";
import type { Transaction } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { PLAN_ISSUE_CODES } from "@/lib/imports/issues";
import { judgingOf } from "@/lib/imports/judging";
import type { MatchKey } from "@/lib/imports/plan/modes";
import type { ImportOptions } from "@/lib/imports/state";
import { joinByHash } from "@/lib/joins";
import type { Actor } from "@/lib/permissions/actor";
import { oneselfSql, reachSql } from "@/lib/permissions/reach";
import { activeSql, adminSql } from "@/lib/users/active-sql";

type Import = Prisma.ImportGetPayload<object>;

/** By what an import's rows are told apart from those who are not in the file. */
export type LeaversScope = { found: Import; actor: Actor; matchKey: MatchKey };

/** The scope of an import that may update people; null for one that only adds some. */
export async function leaversScope(
  tx: Transaction,
  found: Import,
  actor: Actor,
): Promise<LeaversScope | null> {
  const { mode = "createOnly" } = found.options as ImportOptions;
  if (mode === "createOnly") return null;
  const { options } = await judgingOf(tx, found, actor);
  await joinByHash(tx);
  return { found, actor, matchKey: options.matchKey };
}

/**
 * How many rows do not say whom they mean: without the key and the access email, or with a key that cannot be read.
 * Whoever such a row is about would seem to have left.
 */
export async function countUnreadable(tx: Transaction, scope: LeaversScope): Promise<number> {
  const planCodes = [...PLAN_ISSUE_CODES, "missing"];
  const rows = await tx.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM (${keysSql(scope)}) k
    WHERE k.own IS NULL AND (k.email IS NULL OR EXISTS (
      SELECT 1 FROM jsonb_array_elements(k.issues) issue
      WHERE issue->>'field' = ${scope.matchKey} AND issue->>'code' <> ALL(${planCodes})))`;
  return rows[0]?.count ?? 0;
}

/**
 * A common table `leaver` for a statement: the people of the organization who can sign in, or may do so yet, were there
 * when the import was carried out and are in none of its rows, whatever is wrong with those and whether they were
 * selected or not. `stays` says why somebody is not to be suspended.
 */
export function leaversSql(scope: LeaversScope): Prisma.Sql {
  const { found, actor, matchKey } = scope;
  const { organizationId } = found;
  const until = (found.committedAt ?? new Date()).toISOString();
  return Prisma.sql`
    keys AS MATERIALIZED (${keysSql(scope)}),
    away AS MATERIALIZED (
      SELECT u.*, CASE WHEN ${oneselfSql(actor, "u")} THEN 'self' WHEN NOT ${reachSql(actor, "u")} THEN 'above' END AS why
      FROM users u
      WHERE u.organization_id = ${organizationId}::uuid AND u.removed_at IS NULL AND ${LIVE}
        AND u.created_at <= ${until}::timestamptz
        AND NOT EXISTS (SELECT 1 FROM keys k WHERE k.target = u.id)
        AND NOT EXISTS (SELECT 1 FROM keys k WHERE k.own = u.${COLUMNS[matchKey]})
        AND NOT EXISTS (SELECT 1 FROM keys k WHERE k.own IS NULL AND k.email = u.access_email)),
    admin AS (
      SELECT u.id, a.id IS NOT NULL AND a.why IS NULL AS leaves, u.access_ends_at IS NULL AS lasts FROM users u LEFT JOIN away a ON a.id = u.id
      WHERE u.organization_id = ${organizationId}::uuid AND ${adminSql("u")} AND ${activeSql("u")}),
    leaver AS (
      SELECT away.*, coalesce(why, CASE WHEN id = (
        SELECT id FROM admin WHERE NOT EXISTS (SELECT 1 FROM admin
          WHERE NOT leaves AND (lasts OR NOT EXISTS (SELECT 1 FROM admin WHERE lasts)))
        ORDER BY NOT lasts, id LIMIT 1)
        THEN 'lastAdmin' END) AS stays
      FROM away)`;
}

/** Those among `u` who can sign in, or may do so yet: active, pending, or locked for a while. */
export const LIVE = Prisma.sql`u.suspended_at IS NULL AND u.legacy_status IS NULL
  AND (u.access_ends_at IS NULL OR u.access_ends_at > now())
  AND (u.activated_at IS NOT NULL OR u.credential_expires_at IS NULL OR u.credential_expires_at > now())`;

const COLUMNS: Record<MatchKey, Prisma.Sql> = {
  username: Prisma.sql`username`,
  accessEmail: Prisma.sql`access_email`,
  customerCode: Prisma.sql`customer_code`,
};

/** The rows as what they mean people by; mirrors `rowKeyOf`. */
function keysSql({ found: { organizationId, id }, matchKey }: LeaversScope): Prisma.Sql {
  const own =
    matchKey === "username"
      ? Prisma.sql`CASE WHEN username_from = 'login' THEN nullif("values"->>'username', '') END`
      : Prisma.sql`nullif("values"->>${matchKey}, '')`;
  return Prisma.sql`
    SELECT ${own} AS own, nullif("values"->>'accessEmail', '') AS email, issues,
      CASE WHEN fate IN ('create', 'update', 'unchanged') THEN user_id END AS target
    FROM import_rows WHERE organization_id = ${organizationId}::uuid AND import_id = ${id}::uuid`;
}
