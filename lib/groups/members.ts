import "server-only";
import { recordingSql } from "@/lib/audit/record";
import { storeActor } from "@/lib/auth/stored-actor";
import { command } from "@/lib/command";
import type { Transaction } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { findChangeable, type GroupRow } from "@/lib/groups/group-row";
import { countVoided, lockGroups, refreshRights } from "@/lib/groups/rights";
import type { Actor } from "@/lib/permissions/actor";
import { reachSql } from "@/lib/permissions/reach";
import { fail, ok, type Result } from "@/lib/result";
import {
  BULK_OPTIONS,
  type BulkResult,
  type Counted,
  confirmedResult,
  keptChange,
  resultOf,
  type Terms,
} from "@/lib/users/bulk-result";
import { chosenSql, type Selection } from "@/lib/users/chosen";
import { keepingSql } from "@/lib/users/undo/keep";

/** Taking people into a group, or out of it. */
export type MembersChange = { kind: "joinGroup" | "leaveGroup"; groupId: string };

/** What it would come to, told by the same conditions that carry it out. */
export function planMembers(
  actor: Actor,
  selection: Selection,
  change: MembersChange,
): Promise<Result<BulkResult>> {
  const run = async (tx: Transaction): Promise<Result<BulkResult>> => {
    const found = await findChangeable(tx, actor, change.groupId);
    if (!found.ok) return found;
    if (found.value.rule) return ruled(found.value);
    const [counted] = await tx.$queryRaw<Counted[]>`
      WITH ${chosenAndMoved(actor, selection, change)}
      SELECT (SELECT count(*) FROM chosen)::int AS chosen, (SELECT count(*) FROM moved)::int AS changed`;
    return ok(resultOf(counted));
  };
  return command(actor, "users.groups.update", run, BULK_OPTIONS);
}

/**
 * Takes the chosen into a group or out of it, with an event for each. Those whom the actor may not change stay as they
 * are. Nobody is changed when `expected` is given and another number would be.
 */
export function changeMembers(
  actor: Actor,
  selection: Selection,
  change: MembersChange,
  expected?: number,
): Promise<Result<BulkResult>> {
  return keptChange(actor, "users.groups.update", (tx, keep) =>
    moveChosen(tx, actor, selection, change, { expected, keep }),
  );
}

/** The same within a transaction of somebody who has asked for the permission. */
export async function moveChosen(
  tx: Transaction,
  actor: Actor,
  selection: Selection,
  change: MembersChange,
  { expected, keep }: Terms,
): Promise<Result<BulkResult>> {
  const { id: organizationId } = actor.organization;
  await lockGroups(tx, organizationId);
  const found = await findChangeable(tx, actor, change.groupId);
  if (!found.ok) return found;
  if (found.value.rule) return ruled(found.value);
  const kept = keepingSql(actor, keep, change, Prisma.sql`SELECT id, '{}'::jsonb AS was FROM moved`);
  const [moved] = await tx.$queryRaw<(Counted & { ids: string[] })[]>`
    WITH ${chosenAndMoved(actor, selection, change)}, ${writing(actor, change)},
    events AS (${eventsSql(actor, change, found.value)})${kept}
    SELECT (SELECT count(*) FROM chosen)::int AS chosen, (SELECT count(*) FROM moved)::int AS changed,
      array(SELECT id FROM moved) AS ids`;
  const result = confirmedResult(moved, expected);
  if (!result.ok) return result;
  await refreshRights(tx, organizationId, Prisma.sql`SELECT unnest(${moved?.ids ?? []}::uuid[])`);
  return ok({ ...result.value, ...(await countVoided(tx)) });
}

const ruled = ({ name }: GroupRow) =>
  fail("conflict", `Who is in “${name}” follows from its rule: nobody is taken in or out by hand.`);

/**
 * Those whom it makes a difference to stay locked until the end: nobody gives them other rights meanwhile. Whoever is in
 * it because they follow somebody stays as long as they do.
 */
function chosenAndMoved(actor: Actor, selection: Selection, { kind, groupId }: MembersChange): Prisma.Sql {
  const isMember = Prisma.sql`EXISTS (SELECT FROM group_members m WHERE m.organization_id = u.organization_id
    AND m.group_id = ${groupId}::uuid AND m.user_id = u.id ${kind === "leaveGroup" ? Prisma.sql`AND NOT m.followed` : Prisma.empty})`;
  return Prisma.sql`
    chosen AS MATERIALIZED (SELECT id FROM users WHERE ${chosenSql(actor, selection)}),
    moved AS MATERIALIZED (
      SELECT u.id, u.username FROM users u
      WHERE u.organization_id = ${actor.organization.id}::uuid AND u.id IN (SELECT id FROM chosen)
        AND u.removed_at IS NULL AND ${kind === "joinGroup" ? Prisma.sql`NOT ${isMember}` : isMember}
        AND ${reachSql(actor, "u")}
      ORDER BY u.id FOR UPDATE)`;
}

function writing(actor: Actor, { kind, groupId }: MembersChange): Prisma.Sql {
  const organizationId = actor.organization.id;
  if (kind === "leaveGroup") {
    return Prisma.sql`
      written AS (DELETE FROM group_members m USING moved
        WHERE m.organization_id = ${organizationId}::uuid AND m.group_id = ${groupId}::uuid AND m.user_id = moved.id)`;
  }
  const by = JSON.stringify(storeActor(actor));
  return Prisma.sql`
    written AS (INSERT INTO group_members (organization_id, group_id, user_id, added_by)
      SELECT ${organizationId}::uuid, ${groupId}::uuid, id, ${by}::jsonb FROM moved)`;
}

function eventsSql(actor: Actor, { kind }: MembersChange, { name }: GroupRow): Prisma.Sql {
  const isJoining = kind === "joinGroup";
  const changes = { [isJoining ? "after" : "before"]: { group: name } };
  return recordingSql(
    actor.organization.id,
    actor,
    isJoining ? "user.joinedGroup" : "user.leftGroup",
    Prisma.sql`SELECT id, username, ${JSON.stringify(changes)}::jsonb AS changes FROM moved`,
  );
}
