import "server-only";
import { stillActs } from "@/lib/auth/standing";
import type { Transaction } from "@/lib/db";
import type { Actor } from "@/lib/permissions/actor";
import { hasInsider } from "@/lib/policies/insiders";
import { fail, invalidFields, type Result } from "@/lib/result";
import { hasWayBack } from "@/lib/sso/required";
import { ableSql, activeSql, adminSql } from "@/lib/users/active-sql";

/**
 * Makes changes that could take the last admin away wait for each other, within one organization.
 * @throws RightsLost where whoever acts is no longer who they were when it is their turn
 */
export async function lockAdmins(tx: Transaction, organizationId: string): Promise<void> {
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`admins:${organizationId}`}, 0))::text`;
  await stillActs(tx);
}

/**
 * Whether an organization has an admin who can sign in, one who will still be able to on any later day, one of these
 * whom its networks let in, and one who gets in when its sign-on provider is away.
 */
export type AdminsThere = { active: boolean; lasting: boolean; inside: boolean; wayBack: boolean };

export async function adminsThere(tx: Transaction, actor: Actor): Promise<AdminsThere> {
  const { id } = actor.organization;
  return {
    active: await hasActiveAdmin(tx, id),
    lasting: await hasLastingAdmin(tx, id),
    inside: await hasInsider(tx, id, { actor }),
    wayBack: await hasWayBack(tx, id),
  };
}

const LASTING_WORDS = "An organization keeps at least one active admin whose access does not end.";
const WAY_BACK_WORDS =
  "Nobody would be left who is an admin and gets in without the sign-on provider. On the page “Single sign-on”, let another admin keep their password first.";
const INSIDE_WORDS =
  "Nobody would be left who is an admin and gets in: the sign-in networks of the others do not have the address at which they last signed in among them.";

/**
 * Refuses what has taken the last admin away, at once or by time alone; null where it has not.
 * @param endField the field that says when access ends, where that is what was changed
 */
export async function lostAdmin(
  tx: Transaction,
  actor: Actor,
  had: AdminsThere,
  endField?: string,
): Promise<Result<never> | null> {
  const has = await adminsThere(tx, actor);
  if (had.active && !has.active)
    return fail(
      "conflict",
      "An organization keeps at least one active admin. Make somebody else admin first.",
    );
  if (had.inside && has.lasting && !has.inside) return fail("conflict", INSIDE_WORDS);
  if (had.wayBack && !has.wayBack) return fail("conflict", WAY_BACK_WORDS);
  if (!had.lasting || has.lasting) return null;
  return endField === undefined
    ? fail("conflict", `${LASTING_WORDS} Make somebody else admin first.`)
    : invalidFields([{ path: endField, message: LASTING_WORDS }]);
}

/** Whether there is one whose access has no end, so that the organization does not lose its last admin by time alone. */
export async function hasLastingAdmin(tx: Transaction, organizationId: string): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM users
    WHERE organization_id = ${organizationId}::uuid AND ${adminSql("users")} AND ${ableSql("users")} AND access_ends_at IS NULL
    LIMIT 1`;
  return rows.length > 0;
}

/** Whether the organization has an admin who can sign in, as the transaction stands. */
export async function hasActiveAdmin(tx: Transaction, organizationId: string): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM users
    WHERE organization_id = ${organizationId}::uuid AND ${adminSql("users")} AND ${activeSql("users")}
    LIMIT 1`;
  return rows.length > 0;
}
