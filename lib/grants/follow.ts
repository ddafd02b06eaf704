import "server-only";
import { storeActor } from "@/lib/auth/stored-actor";
import type { Transaction } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import type { Actor } from "@/lib/permissions/actor";
import { can, permissionsToGive } from "@/lib/permissions/can";
import type { Mirror } from "@/lib/permissions/grants-schema";
import type { Permission } from "@/lib/permissions/permissions";
import { permissionsOf } from "@/lib/permissions/roles";
import type { FailureCode } from "@/lib/result";

type Problem = { code: Extract<FailureCode, "forbidden" | "conflict">; message: string };

/** Why nobody can be made to follow a person now; null when people can. Whoever asks holds the lock of groups. */
export async function followProblem(
  tx: Transaction,
  actor: Actor,
  { userId }: Mirror,
): Promise<Problem | null> {
  const { id: organizationId } = actor.organization;
  if (!can(actor, "users.role.update") || !can(actor, "users.groups.update"))
    return { code: "forbidden", message: "You may not have people follow somebody." };
  const { followingAllowed } = await tx.organization.findUniqueOrThrow({
    where: { id: organizationId },
    select: { followingAllowed: true },
  });
  if (!followingAllowed)
    return { code: "conflict", message: "This organization does not allow following. Copy once." };
  const key = { organizationId_userId: { organizationId, userId } };
  if (!(await tx.follow.findUnique({ where: key, select: { userId: true } }))) return null;
  return {
    code: "conflict",
    message: "The person who is to be followed follows somebody. Choose whom they follow.",
  };
}

/**
 * Has people follow somebody from now on: what that person has by hand comes to them, as far as the actor could give it
 * at this moment, and as long as they still can.
 * @param people the ids of those who follow, as a query
 */
export async function follow(
  tx: Transaction,
  actor: Actor,
  people: Prisma.Sql,
  { userId, without }: Mirror,
): Promise<void> {
  const { id: organizationId } = actor.organization;
  const by = JSON.stringify(storeActor(actor));
  await tx.$executeRaw`
    INSERT INTO follows (organization_id, user_id, source_id, ceiling, without, followed_by, gave_as)
    SELECT ${organizationId}::uuid, people.id, ${userId}::uuid, ${permissionsToGive(actor)}::text[],
      ${[...without]}::text[], ${by}::jsonb, ${JSON.stringify(standingOf(actor))}::jsonb FROM (${people}) AS people(id)`;
  // They were given exactly what is theirs by it: what they had of that before goes with it, too.
  await tx.$executeRaw`
    UPDATE group_members SET followed = true, mirror_of = ${userId}::uuid FROM (${people}) AS people(id)
    WHERE organization_id = ${organizationId}::uuid AND user_id = people.id AND NOT by_rule`;
  await tx.$executeRaw`
    UPDATE user_permissions SET followed = true, mirror_of = ${userId}::uuid FROM (${people}) AS people(id)
    WHERE organization_id = ${organizationId}::uuid AND user_id = people.id`;
  await tx.$queryRaw`SELECT hand_on(${organizationId}::uuid, ARRAY[${userId}]::uuid[])::text`;
}

/** What lets an actor give what they do: role and profile, and what they hold beside these of it. */
function standingOf(actor: Actor) {
  const { role, accessProfile, extra = [] } = actor;
  const without = permissionsOf(role, accessProfile);
  const counts = (permission: Permission) =>
    actor.permissions.has(permission) || permission.startsWith("organizations.");
  const held = extra.filter((permission) => !without.has(permission) && counts(permission));
  return { role, accessProfile, held };
}

/** Whether something still comes by a row of `follows f`: whoever set it up may still give it. */
export const GOES_ON = Prisma.sql`still_gives(f.organization_id, f.followed_by, f.gave_as)`;

/**
 * Ends that people follow somebody; what they have by it is theirs from now on.
 * @param people the ids of those whom it is about, as a query
 */
export async function endFollowing(
  tx: Transaction,
  organizationId: string,
  people: Prisma.Sql,
): Promise<number> {
  const ended = await tx.$executeRaw`
    DELETE FROM follows USING (${people}) AS people(id)
    WHERE organization_id = ${organizationId}::uuid AND user_id = people.id`;
  if (ended === 0) return 0;
  await tx.$executeRaw`
    UPDATE group_members SET followed = false FROM (${people}) AS people(id)
    WHERE organization_id = ${organizationId}::uuid AND user_id = people.id AND followed`;
  await tx.$executeRaw`
    UPDATE user_permissions SET followed = false FROM (${people}) AS people(id)
    WHERE organization_id = ${organizationId}::uuid AND user_id = people.id AND followed`;
  return ended;
}
