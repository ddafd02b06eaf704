import "server-only";
import { createHash } from "node:crypto";
import type { Transaction } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { chosenAndOld, followedBy } from "@/lib/grants/chosen-and-old";
import { readGroups } from "@/lib/grants/queries";
import { groupsAsking, movesByRules, type RuleMove } from "@/lib/groups/rule-gains";
import type { Actor } from "@/lib/permissions/actor";
import { permissionsToGive } from "@/lib/permissions/can";
import { assignmentOf } from "@/lib/permissions/grants";
import { type Difference, differenceOf, type Held } from "@/lib/permissions/grants-difference";
import type { Grants } from "@/lib/permissions/grants-schema";
import type { Selection } from "@/lib/users/chosen";

type Counted = { chosen: number; changed: number };
type Found = Counted & { followers: number; held: Held[] };

/**
 * How many are chosen, how many of them these rights change, and what becomes of those line by line, counted by the database
 * however many they are. What groups by rule give stays for all who are chosen, unless the rule asks for the role or the
 * access profile that they get.
 */
export async function readDifference(
  tx: Transaction,
  actor: Actor,
  selection: Selection,
  grants: Grants,
): Promise<Counted & { difference: Difference }> {
  const { id: organizationId } = actor.organization;
  const [found = { chosen: 0, changed: 0, followers: 0, held: [] }] = await tx.$queryRaw<Found[]>`
    WITH ${chosenAndOld(actor, selection, grants)},
    held AS (
      SELECT 'role' AS kind, role AS value FROM old
      UNION ALL SELECT 'accessProfile', access_profile FROM old WHERE access_profile IS NOT NULL
      UNION ALL SELECT 'group', unnest(groups)::text FROM old
      UNION ALL SELECT 'permission', unnest(permissions) FROM old
      UNION ALL SELECT 'follows', follows_id::text FROM old WHERE follows_id IS NOT NULL
      UNION ALL SELECT 'rule', m.group_id::text FROM group_members m
        JOIN users u ON u.organization_id = m.organization_id AND u.id = m.user_id
        WHERE m.organization_id = ${organizationId}::uuid AND m.by_rule AND m.user_id IN (SELECT id FROM chosen)
          AND u.removed_at IS NULL),
    counted AS (SELECT kind, value, count(*)::int AS people FROM held GROUP BY 1, 2)
    SELECT (SELECT count(*) FROM chosen)::int AS chosen, (SELECT count(*) FROM old)::int AS changed,
      (SELECT count(*) FROM follows f WHERE f.organization_id = ${organizationId}::uuid
        AND f.source_id IN (SELECT id FROM old) AND f.user_id NOT IN (SELECT id FROM old))::int AS followers,
      (SELECT coalesce(jsonb_agg(to_jsonb(counted)), '[]') FROM counted) AS held`;
  const { chosen, changed, followers, held } = found;
  const moves = await movesByRole(tx, actor, selection, grants);
  const follows = followedBy(grants);
  const { groups: chosenGroups, ...assignment } = assignmentOf(grants);
  const given = {
    ...assignment,
    groups: follows ? await handedOn(tx, actor, chosenGroups) : chosenGroups,
    follows,
  };
  const valuesOf = (...kinds: Held["kind"][]) =>
    held.filter(({ kind }) => kinds.includes(kind)).map(({ value }) => value);
  const groups = await readGroups(tx, organizationId, [
    ...given.groups,
    ...valuesOf("group", "rule"),
    ...moves.map(({ groupId }) => groupId),
  ]);
  const followed = [...valuesOf("follows"), ...(given.follows ? [given.follows] : [])];
  const people = await tx.user.findMany({
    where: { organizationId, id: { in: followed } },
    select: { id: true, firstName: true, lastName: true },
  });
  const names = new Map([
    ...groups.map(({ id, name }) => [id, name] as const),
    ...people.map(({ id, firstName, lastName }) => [id, `${firstName} ${lastName}`] as const),
  ]);
  return {
    chosen,
    changed,
    difference: { lines: differenceOf(changed, held, given, names, moves), followers },
  };
}

/** Whom another role or access profile brings into groups by rule that ask for it, and takes out of them. */
async function movesByRole(
  tx: Transaction,
  actor: Actor,
  selection: Selection,
  grants: Grants,
): Promise<RuleMove[]> {
  const { id: organizationId } = actor.organization;
  const { role, accessProfile } = assignmentOf(grants);
  const groups = await groupsAsking(tx, organizationId, ["role", "accessProfile"]);
  const people = Prisma.sql`WITH ${chosenAndOld(actor, selection, grants)}
    SELECT 0 AS line, id AS user_id, '{}'::text[] AS unknown,
      jsonb_build_object('role', ${role}::text, 'accessProfile', ${accessProfile}::text) AS said
    FROM old WHERE (old.role, old.access_profile) IS DISTINCT FROM (${role}, ${accessProfile}::text)`;
  return movesByRules(tx, organizationId, groups, people);
}

/** Those of some groups that come to whoever follows: what is handed on is held against every text that a group has. */
async function handedOn(tx: Transaction, actor: Actor, groups: readonly string[]): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM groups WHERE organization_id = ${actor.organization.id}::uuid AND id = ANY(${[...groups]}::uuid[])
      AND permissions <@ ${permissionsToGive(actor)}::text[]`;
  return rows.map(({ id }) => id);
}

/** What is gained and lost, as a text by which a change can tell whether it still is what somebody was shown. */
export function digestOf({ lines }: Difference): string {
  const moved = lines
    .filter(({ becomes }) => becomes !== "kept")
    .map(({ key, people }) => `${key} ${people}`);
  return createHash("sha256").update(moved.sort().join("\n")).digest("base64url");
}
