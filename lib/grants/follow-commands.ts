import "server-only";
import { record } from "@/lib/audit/record";
import { command } from "@/lib/command";
import { Prisma } from "@/lib/generated/prisma/client";
import { endFollowing } from "@/lib/grants/follow";
import { lockGroups, refreshRights } from "@/lib/groups/rights";
import { isId } from "@/lib/ids";
import type { Actor } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import { forbidden, notFound, ok, type Result } from "@/lib/result";
import { subjectOf } from "@/lib/users/commands";
import { findPersonRow } from "@/lib/users/person-row";

/** Ends that a person follows somebody: what came by it stays as theirs, or goes. */
export function stopFollowing(
  actor: Actor,
  userId: string,
  { keep }: { keep: boolean },
): Promise<Result<null>> {
  return command(actor, "users.role.update", async (tx) => {
    const { id: organizationId } = actor.organization;
    await lockGroups(tx, organizationId);
    if (!isId(userId)) return notFound("person");
    const user = await findPersonRow(tx, { organizationId, id: userId, removedAt: null });
    if (!user) return notFound("person");
    const subject = subjectOf(user);
    if (!can(actor, "users.role.update", subject) || !can(actor, "users.groups.update", subject))
      return forbidden();
    const key = { organizationId, userId };
    const follows = await tx.follow.findUnique({
      where: { organizationId_userId: key },
      select: { source: { select: { firstName: true, lastName: true } } },
    });
    if (!follows) return ok(null);
    const person = Prisma.sql`SELECT ${userId}::uuid`;
    if (!keep) {
      // Without whom they follow nothing comes back.
      await tx.follow.delete({ where: { organizationId_userId: key } });
      await tx.groupMember.deleteMany({ where: { ...key, followed: true } });
      await tx.userPermission.deleteMany({ where: { ...key, followed: true } });
      await refreshRights(tx, organizationId, person);
    } else await endFollowing(tx, organizationId, person);
    const { firstName, lastName } = follows.source;
    await record(
      tx,
      organizationId,
      actor,
      "user.followingEnded",
      { type: "user", id: userId, name: user.username },
      { before: { follows: `${firstName} ${lastName}` }, after: { follows: null, rightsKept: keep } },
    );
    return ok(null);
  });
}

/**
 * Says whether people may follow others. When they may not any more, all who do keep what they have by it as theirs.
 * @returns how many followed somebody
 */
export function allowFollowing(
  actor: Actor,
  { isAllowed }: { isAllowed: boolean },
): Promise<Result<{ ended: number }>> {
  return command(actor, "settings.update", async (tx) => {
    const { id } = actor.organization;
    await lockGroups(tx, id);
    const before = await tx.organization.findUniqueOrThrow({
      where: { id },
      select: { name: true, followingAllowed: true },
    });
    if (before.followingAllowed === isAllowed) return ok({ ended: 0 });
    await tx.organization.update({
      where: { id },
      data: { followingAllowed: isAllowed },
      select: { id: true },
    });
    const everybody = Prisma.sql`SELECT user_id FROM follows WHERE organization_id = ${id}::uuid`;
    const people = await tx.$queryRaw<{ ids: string[] }[]>`SELECT array(${everybody}) AS ids`;
    const ids = people[0]?.ids ?? [];
    const ended = isAllowed ? 0 : await endFollowing(tx, id, Prisma.sql`SELECT unnest(${ids}::uuid[])`);
    await record(
      tx,
      id,
      actor,
      "organization.updated",
      { type: "organization", id, name: before.name },
      {
        before: { followingAllowed: before.followingAllowed },
        after: { followingAllowed: isAllowed, ...(ended > 0 ? { count: ended } : {}) },
      },
    );
    return ok({ ended });
  });
}
