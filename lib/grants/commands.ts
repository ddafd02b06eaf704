import "server-only";
import { recordingSql } from "@/lib/audit/record";
import { command } from "@/lib/command";
import { revokeCredentials, withoutOpenLink } from "@/lib/credentials/revoke";
import type { Transaction } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { grantsProblem } from "@/lib/grants/check";
import { chosenAndOld } from "@/lib/grants/chosen-and-old";
import { digestOf, readDifference } from "@/lib/grants/difference";
import { endFollowing } from "@/lib/grants/follow";
import { giveBeyondRole } from "@/lib/grants/write";
import { countVoided, lockGroups, refreshRights } from "@/lib/groups/rights";
import type { Actor } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import { type Assignment, assignmentOf } from "@/lib/permissions/grants";
import type { Difference } from "@/lib/permissions/grants-difference";
import type { Grants } from "@/lib/permissions/grants-schema";
import { fail, forbidden, ok, type Result } from "@/lib/result";
import { adminsThere, lockAdmins, lostAdmin } from "@/lib/users/admins";
import {
  BULK_OPTIONS,
  type BulkResult,
  type Counted,
  confirmedResult,
  keptChange,
  resultOf,
  type Terms,
} from "@/lib/users/bulk-result";
import type { Selection } from "@/lib/users/chosen";
import { keepingSql } from "@/lib/users/undo/keep";

/** What giving rights would come to: how many it changes, what becomes of them line by line, and that in one word. */
type GrantsPlan = BulkResult & { difference: Difference; shown: string };

/** What a change of rights was confirmed for: how many, and what they were shown to gain and lose. */
type Confirmed = { expected?: number | undefined; shown?: string | undefined };

/** What giving the chosen exactly these rights would come to, told by the same conditions that carry it out. */
export function planGrants(actor: Actor, selection: Selection, grants: Grants): Promise<Result<GrantsPlan>> {
  const run = async (tx: Transaction): Promise<Result<GrantsPlan>> => {
    // It tells what people have.
    if (!can(actor, "users.groups.update") || !can(actor, "users.read")) return forbidden();
    const problem = await grantsProblem(tx, actor, grants);
    if (problem) return fail(problem.code, problem.message);
    const { difference, ...counted } = await readDifference(tx, actor, selection, grants);
    return ok({ ...resultOf(counted), difference, shown: digestOf(difference) });
  };
  return command(actor, "users.role.update", run, BULK_OPTIONS);
}

/**
 * Gives the chosen exactly these rights: what they have beyond them is taken, with an event for each. Those whom the
 * actor may not change stay as they are. Nobody is changed when `expected` is given and another number would be, nor when
 * they would gain or lose anything else than was `shown`.
 */
export function giveGrants(
  actor: Actor,
  selection: Selection,
  grants: Grants,
  { expected, shown }: Confirmed = {},
): Promise<Result<BulkResult>> {
  return keptChange(actor, "users.role.update", (tx, keep) =>
    giveChosen(tx, actor, selection, grants, { expected, shown, keep }),
  );
}

/** The same within a transaction of somebody who has asked for the permission. */
export async function giveChosen(
  tx: Transaction,
  actor: Actor,
  selection: Selection,
  grants: Grants,
  { expected, shown, keep }: Terms & Confirmed,
): Promise<Result<BulkResult>> {
  if (!can(actor, "users.groups.update")) return forbidden();
  const { id: organizationId } = actor.organization;
  await lockAdmins(tx, organizationId);
  await lockGroups(tx, organizationId);
  const problem = await grantsProblem(tx, actor, grants);
  if (problem) return fail(problem.code, problem.message);
  if (shown !== undefined) {
    const { difference } = await readDifference(tx, actor, selection, grants);
    if (digestOf(difference) !== shown) return otherThanShown();
  }
  const had = await adminsThere(tx, actor);
  const given = assignmentOf(grants);
  const [found] = await tx.$queryRaw<Found[]>`
    WITH ${chosenAndOld(actor, selection, grants)}, events AS (${eventsSql(actor, given)})
      ${keepingSql(actor, keep, { kind: "giveRights", grants }, WAS)}
    SELECT (SELECT count(*) FROM chosen)::int AS chosen, (SELECT count(*) FROM old)::int AS changed,
      array(SELECT id FROM old) AS ids,
      array(SELECT id FROM old WHERE (role, access_profile)
        IS DISTINCT FROM (${given.role}, ${given.accessProfile}::text)) AS "otherRole"`;
  const result = confirmedResult(found, expected);
  if (!result.ok) return result;
  const { ids = [], otherRole = [] } = found ?? {};
  const people = Prisma.sql`SELECT unnest(${ids}::uuid[])`;
  await giveRole(tx, actor, otherRole, given);
  await endFollowing(tx, organizationId, people);
  await takeTheRest(tx, organizationId, people, given);
  await giveBeyondRole(tx, actor, people, grants);
  await refreshRights(tx, organizationId, people);
  const lost = await lostAdmin(tx, actor, had);
  return lost ?? ok({ ...result.value, ...(await countVoided(tx)) });
}

/** What people held, as an assignment. */
const WAS = Prisma.sql`SELECT id, jsonb_build_object('role', role, 'accessProfile', access_profile,
  'groups', to_jsonb(groups), 'permissions', to_jsonb(permissions)) AS was FROM old`;

export const otherThanShown = () =>
  fail(
    "conflict",
    "Something has changed meanwhile: they would gain or lose something else now. Look again, then confirm.",
  );

type Found = Counted & { ids: string[]; otherRole: string[] };

/** What the rights were and are, in words that outlive a group's name. */
function eventsSql(actor: Actor, given: Assignment): Prisma.Sql {
  const { id: organizationId } = actor.organization;
  const names = (ids: Prisma.Sql) => Prisma.sql`(SELECT coalesce(string_agg(g.name, ', ' ORDER BY g.name), '')
    FROM groups g WHERE g.organization_id = ${organizationId}::uuid AND g.id = ANY(${ids}))`;
  const rights = (
    role: Prisma.Sql,
    profile: Prisma.Sql,
    { groups, permissions, follows }: Record<"groups" | "permissions" | "follows", Prisma.Sql>,
  ) => Prisma.sql`jsonb_build_object('role', ${role}, 'accessProfile', ${profile}, 'groups', ${names(groups)},
      'permissions', array_to_string(${permissions}, ' '))
      || jsonb_strip_nulls(jsonb_build_object('follows', ${follows}))`;
  const before = rights(Prisma.sql`old.role`, Prisma.sql`old.access_profile`, {
    groups: Prisma.sql`old.groups`,
    permissions: Prisma.sql`old.permissions`,
    follows: Prisma.sql`old.follows`,
  });
  const after = rights(Prisma.sql`${given.role}::text`, Prisma.sql`${given.accessProfile}::text`, {
    groups: Prisma.sql`given.groups`,
    permissions: Prisma.sql`given.permissions`,
    follows: Prisma.sql`given.follows`,
  });
  const people = Prisma.sql`
    SELECT old.id, old.username, jsonb_build_object('before', ${before},
      'after', ${after} || jsonb_strip_nulls(jsonb_build_object('mirrorOf', given.mirror_of))) AS changes
    FROM old CROSS JOIN given`;
  return recordingSql(organizationId, actor, "user.rightsChanged", people);
}

/** Writes role and profile. Links that are open were given to whoever the person was before. */
async function giveRole(
  tx: Transaction,
  actor: Actor,
  ids: string[],
  { role, accessProfile }: Assignment,
): Promise<void> {
  const { id: organizationId } = actor.organization;
  await tx.$executeRaw`
    UPDATE users SET role = ${role}, access_profile = ${accessProfile}, ${withoutOpenLink("users")},
      version = version + 1, updated_at = now()
    WHERE organization_id = ${organizationId}::uuid AND id = ANY(${ids}::uuid[])`;
  const whom = Prisma.sql`SELECT id, username FROM users
    WHERE organization_id = ${organizationId}::uuid AND id = ANY(${ids}::uuid[])`;
  await revokeCredentials(tx, organizationId, actor, whom);
}

/** Takes the groups and single permissions that are not among the given. */
async function takeTheRest(
  tx: Transaction,
  organizationId: string,
  people: Prisma.Sql,
  { groups, permissions }: Assignment,
): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM group_members m USING (${people}) AS people(id)
    WHERE m.organization_id = ${organizationId}::uuid AND m.user_id = people.id
      AND NOT m.by_rule AND m.group_id <> ALL(${[...groups]}::uuid[])`;
  await tx.$executeRaw`
    DELETE FROM user_permissions p USING (${people}) AS people(id)
    WHERE p.organization_id = ${organizationId}::uuid AND p.user_id = people.id
      AND p.permission <> ALL(${[...permissions]}::text[])`;
}
