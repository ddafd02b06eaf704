import "server-only";
import { changesBetween } from "@/lib/audit/changes";
import { record } from "@/lib/audit/record";
import { command } from "@/lib/command";
import type { Transaction } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import type { GroupInput } from "@/lib/groups/input";
import { lockGroups, membersSql, refreshRights } from "@/lib/groups/rights";
import { isId, newId } from "@/lib/ids";
import type { Actor } from "@/lib/permissions/actor";
import { holds, permissionsToGive } from "@/lib/permissions/can";
import { PERMISSIONS, type Permission, permissionsAmong } from "@/lib/permissions/permissions";
import { fail, forbidden, invalidFields, notFound, ok, type Result } from "@/lib/result";
import { isUniqueViolation } from "@/lib/users/unique-violation";

export type GroupRow = Prisma.GroupGetPayload<object>;

// A group of a hundred thousand people whose permissions change takes a while.
const TIMEOUT_MS = 120_000;

/** Makes a group without members. With an id that the caller made beforehand it is made once, however often it is asked for. */
export function createGroup(actor: Actor, input: GroupInput, id = newId()): Promise<Result<{ id: string }>> {
  return unlessTaken(() =>
    command(actor, "groups.update", async (tx) => {
      const { id: organizationId } = actor.organization;
      await lockGroups(tx, organizationId);
      const earlier = await readGroup(tx, organizationId, id);
      if (earlier) return ok({ id });
      const refusal = refusalToGive(actor, input.permissions);
      if (refusal) return refusal;
      await tx.group.create({ data: { organizationId, id, ...input }, select: { id: true } });
      const subject = { type: "group" as const, id, name: input.name };
      await record(tx, organizationId, actor, "group.created", subject, { after: recorded(input) });
      return ok({ id });
    }),
  );
}

/**
 * Saves a group; whoever is in it has its permissions with the next request. `version` is the one that was edited: when
 * somebody else has saved meanwhile, nothing is written.
 * @returns for how many people it changes what they may do
 */
export function updateGroup(
  actor: Actor,
  groupId: string,
  version: number,
  input: GroupInput,
): Promise<Result<{ changed: number }>> {
  return unlessTaken(() =>
    command(
      actor,
      "groups.update",
      async (tx) => {
        const { id: organizationId } = actor.organization;
        await lockGroups(tx, organizationId);
        const found = await findChangeable(tx, actor, groupId);
        if (!found.ok) return found;
        const changes = changesBetween(recorded(found.value), recorded(input));
        if (!changes) return ok({ changed: 0 });
        if (found.value.version !== version)
          return fail("conflict", "Somebody else has changed this group meanwhile. Load the page again.");
        const refusal = refusalToGive(actor, input.permissions);
        if (refusal) return refusal;
        await tx.group.update({
          where: { organizationId_id: { organizationId, id: groupId } },
          data: { ...input, version: { increment: 1 }, updatedAt: new Date() },
          select: { id: true },
        });
        const changed = await refreshRights(tx, organizationId, membersSql(organizationId, groupId));
        const subject = { type: "group" as const, id: groupId, name: input.name };
        await record(tx, organizationId, actor, "group.updated", subject, changes);
        return ok({ changed });
      },
      { timeoutMs: TIMEOUT_MS },
    ),
  );
}

/** Removes a group; its members stay, without what it gave them. @returns how many may do less by it */
export function removeGroup(
  actor: Actor,
  groupId: string,
  version: number,
): Promise<Result<{ changed: number }>> {
  return command(
    actor,
    "groups.update",
    async (tx) => {
      const { id: organizationId } = actor.organization;
      await lockGroups(tx, organizationId);
      const found = await findChangeable(tx, actor, groupId);
      if (!found.ok) return found;
      if (found.value.version !== version)
        return fail("conflict", "Somebody else has changed this group meanwhile. Load the page again.");
      const members = await tx.groupMember.findMany({
        where: { organizationId, groupId },
        select: { userId: true },
      });
      await tx.group.delete({ where: { organizationId_id: { organizationId, id: groupId } } });
      const ids = members.map(({ userId }) => userId);
      const changed = await refreshRights(tx, organizationId, Prisma.sql`SELECT unnest(${ids}::uuid[])`);
      const subject = { type: "group" as const, id: groupId, name: found.value.name };
      const before = { ...recorded(found.value), count: ids.length };
      await record(tx, organizationId, actor, "group.removed", subject, { before });
      return ok({ changed });
    },
    { timeoutMs: TIMEOUT_MS },
  );
}

/** A group that an actor may change: one that gives nothing which they do not hold. */
export async function findChangeable(
  tx: Transaction,
  actor: Actor,
  groupId: string,
): Promise<Result<GroupRow>> {
  const group = await readGroup(tx, actor.organization.id, groupId);
  if (!group) return notFound("group");
  return holds(actor, permissionsAmong(group.permissions)) ? ok(group) : forbidden();
}

const readGroup = async (tx: Transaction, organizationId: string, id: string): Promise<GroupRow | null> =>
  isId(id) ? tx.group.findUnique({ where: { organizationId_id: { organizationId, id } } }) : null;

function refusalToGive(actor: Actor, permissions: readonly Permission[]): Result<never> | null {
  const givable = permissionsToGive(actor);
  const above = permissions.filter((permission) => !givable.includes(permission));
  if (above.length === 0) return null;
  const words = above.map((permission) => `“${PERMISSIONS[permission]}”`).join(", ");
  return fail("forbidden", `You may not give what you do not hold: ${words}.`, [
    { path: "permissions", message: `You do not hold ${words}.` },
  ]);
}

const recorded = ({
  name,
  description,
  permissions,
}: Pick<GroupRow, "name" | "description" | "permissions">) => ({
  name,
  description,
  permissions: permissionsAmong(permissions).join(" "),
});

async function unlessTaken<T>(run: () => Promise<Result<T>>): Promise<Result<T>> {
  try {
    return await run();
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    return invalidFields([{ path: "name", message: "Another group has this name." }]);
  }
}
