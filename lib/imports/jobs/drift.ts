import "server-only";
import type { Transaction } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import type { ColumnField } from "@/lib/imports/columns/column-field";
import type { MatchKey } from "@/lib/imports/plan/modes";
import { matchKeyOf } from "@/lib/imports/plan/plan";
import { mayUpdatePeople } from "@/lib/imports/rights";
import type { ImportOptions } from "@/lib/imports/state";
import { joinByHash } from "@/lib/joins";
import type { Actor } from "@/lib/permissions/actor";
import { rolesToGive } from "@/lib/permissions/can";
import { reachSql } from "@/lib/permissions/reach";
import type { Role } from "@/lib/permissions/roles";
import type { Property } from "@/lib/properties/types";

type Import = Prisma.ImportGetPayload<object>;
type Run = Pick<Import, "organizationId" | "id">;

/** How many selected rows no longer mean what was reviewed. Those who would be changed stay locked until the end. */
export async function countDrifted(
  tx: Transaction,
  run: Import,
  actor: Actor,
  roleOfOthers: Role,
  properties: readonly Property[],
): Promise<number> {
  const drifted =
    (await countNew(tx, run, rolesToGive(actor), roleOfOthers)) + (await countHeld(tx, run, properties));
  const { organizationId, id: importId } = run;
  const meant = await tx.importRow.findFirst({
    where: { organizationId, importId, fate: { in: ["update", "unchanged"] }, selected: true },
    select: { line: true },
  });
  if (!meant) return drifted;
  await joinByHash(tx);
  await lockTargets(tx, run);
  return drifted + (await countChanged(tx, run, actor));
}

async function lockTargets(tx: Transaction, { organizationId, id: importId }: Run): Promise<void> {
  await tx.$queryRaw`
    WITH locked AS (
      SELECT u.id FROM import_rows r JOIN users u ON u.organization_id = r.organization_id AND u.id = r.user_id
      WHERE r.organization_id = ${organizationId}::uuid AND r.import_id = ${importId}::uuid
        AND r.fate = 'update' AND r.selected
      ORDER BY u.id FOR UPDATE OF u)
    SELECT count(*)::int FROM locked`;
}

/** New people who are there, or whose keys are taken, by now, or whose role may not be given. */
async function countNew(
  tx: Transaction,
  found: Import,
  roles: string[],
  roleOfOthers: Role,
): Promise<number> {
  const { organizationId, id: importId } = found;
  const rows = await tx.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM import_rows r
    WHERE r.organization_id = ${organizationId}::uuid AND r.import_id = ${importId}::uuid
      AND r.fate = 'create' AND r.selected
      AND (coalesce(r.values->>'role', ${roleOfOthers}) <> ALL(${roles})
        OR NOT EXISTS (SELECT 1 FROM domains d WHERE d.organization_id = r.organization_id
          AND d.proven_at IS NOT NULL AND d.name = split_part(r.values->>'username', '@', 2))
        OR EXISTS (SELECT 1 FROM users u WHERE u.organization_id = r.organization_id AND u.removed_at IS NULL
          AND u.username = r.values->>'username')
        OR (r.values ? 'customerCode' AND EXISTS (SELECT 1 FROM users u WHERE u.organization_id = r.organization_id
          AND u.removed_at IS NULL AND u.customer_code = r.values->>'customerCode'))
        OR (${isFoundByEmail(matchKeyFor(found))} AND EXISTS (SELECT 1 FROM users u
          WHERE u.organization_id = r.organization_id AND u.removed_at IS NULL
          AND u.access_email = r.values->>'accessEmail')))`;
  return rows[0]?.count ?? 0;
}

/** Rows with a value that nobody else may have, and somebody has by now. */
async function countHeld(
  tx: Transaction,
  { organizationId, id: importId }: Run,
  properties: readonly Property[],
): Promise<number> {
  const ids = properties.flatMap(({ id, isUnique }) => (isUnique ? [id] : []));
  if (ids.length === 0) return 0;
  const rows = await tx.$queryRaw<{ count: number }[]>`
    SELECT count(DISTINCT r.line)::int AS count FROM import_rows r
    CROSS JOIN unnest(${ids}::uuid[]) AS p(id)
    JOIN property_values v ON v.organization_id = r.organization_id AND v.property_id = p.id AND v.user_id <> r.user_id
      AND v.value = (CASE r.fate WHEN 'create' THEN r.values ELSE r.changes->'after' END) ->> ('property.' || p.id)
    WHERE r.organization_id = ${organizationId}::uuid AND r.import_id = ${importId}::uuid
      AND r.fate IN ('create', 'update') AND r.selected`;
  return rows[0]?.count ?? 0;
}

function matchKeyFor({ options, matching }: Import): MatchKey {
  const columns = (matching as (ColumnField | null)[]).map((field, index) => ({ index, field }));
  return (options as ImportOptions).matchKey ?? matchKeyOf(columns);
}

/** Whether a row means somebody by the access email; mirrors `rowKeyOf`. */
function isFoundByEmail(matchKey: MatchKey): Prisma.Sql {
  if (matchKey === "accessEmail") return Prisma.sql`true`;
  return matchKey === "username"
    ? Prisma.sql`r.username_from IS DISTINCT FROM 'login'`
    : Prisma.sql`coalesce(r.values->>'customerCode', '') = ''`;
}

/** People who are not as the plan saw them, whom the actor may not change so, or who would get what another has. */
async function countChanged(
  tx: Transaction,
  { organizationId, id: importId }: Run,
  actor: Actor,
): Promise<number> {
  const inReach = mayUpdatePeople(actor) ? reachSql(actor, "u") : Prisma.sql`false`;
  const rows = await tx.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM import_rows r
    LEFT JOIN users u ON u.organization_id = r.organization_id AND u.id = r.user_id AND u.removed_at IS NULL
    LEFT JOIN domains d ON d.organization_id = r.organization_id AND d.proven_at IS NOT NULL
      AND d.name = split_part(r.changes->'after'->>'username', '@', 2)
    LEFT JOIN users named ON named.organization_id = r.organization_id AND named.removed_at IS NULL
      AND named.username = r.changes->'after'->>'username' AND named.id <> r.user_id
    LEFT JOIN users coded ON coded.organization_id = r.organization_id AND coded.removed_at IS NULL
      AND coded.customer_code = r.changes->'after'->>'customerCode' AND coded.id <> r.user_id
    WHERE r.organization_id = ${organizationId}::uuid AND r.import_id = ${importId}::uuid
      AND r.fate IN ('update', 'unchanged') AND r.selected
      AND (u.id IS NULL OR u.version <> r.user_version
        OR r.fate = 'update' AND (
          NOT ${inReach} OR r.changes->'after'->>'role' <> ALL(${rolesToGive(actor)})
          OR (r.changes->'after' ? 'username' AND d.id IS NULL)
          OR named.id IS NOT NULL OR coded.id IS NOT NULL))`;
  return rows[0]?.count ?? 0;
}
