import "server-only";
import { type Transaction, withOrganization } from "@/lib/db";
import type { Actor } from "@/lib/permissions/actor";
import { demand } from "@/lib/permissions/demand";
import { type Assignment, type GroupGiven, mayGiveGroup } from "@/lib/permissions/grants";
import type { Grants } from "@/lib/permissions/grants-schema";
import { permissionsAmong } from "@/lib/permissions/permissions";
import { roleOf } from "@/lib/permissions/roles";

/** The groups of some ids, by name; of ids that there are not, none. */
export async function readGroups(
  tx: Transaction,
  organizationId: string,
  ids: readonly string[],
): Promise<GroupGiven[]> {
  if (ids.length === 0) return [];
  const rows = await tx.group.findMany({
    where: { organizationId, id: { in: [...ids] } },
    select: { id: true, name: true, permissions: true, ruleAt: true },
    orderBy: { name: "asc" },
  });
  return rows.map(({ ruleAt, ...row }) => ({
    ...row,
    permissions: permissionsAmong(row.permissions),
    isByRule: ruleAt !== null,
  }));
}

/** The ids of groups by their names, however they are capitalized; null where there is none. */
export async function findGroupIds(
  tx: Transaction,
  organizationId: string,
  names: readonly string[],
): Promise<(string | null)[]> {
  const groups = await tx.group.findMany({
    where: { organizationId, name: { in: [...names], mode: "insensitive" } },
    select: { id: true, name: true },
  });
  const byName = new Map(groups.map(({ id, name }) => [name.toLowerCase(), id]));
  return names.map((name) => byName.get(name.toLowerCase()) ?? null);
}

/** Every group that an actor may hand out, by name. */
export async function groupsToGive(actor: Actor): Promise<GroupGiven[]> {
  demand(actor, "users.groups.update");
  const { id: organizationId } = actor.organization;
  const rows = await withOrganization(organizationId, (tx) =>
    tx.group.findMany({
      where: { organizationId, ruleAt: null },
      select: { id: true, name: true, permissions: true },
    }),
  );
  return rows
    .map((row) => ({ ...row, permissions: permissionsAmong(row.permissions) }))
    .filter((group) => mayGiveGroup(actor, group))
    .sort((one, other) => one.name.localeCompare(other.name, "en"));
}

/** What one person is given, as one could give it; null where there is nobody. */
export function grantsOf(actor: Actor, userId: string): Promise<Grants | null> {
  demand(actor, "users.read");
  const { id: organizationId } = actor.organization;
  return withOrganization(organizationId, async (tx) => {
    const found = (await readAssignments(tx, organizationId, [userId])).get(userId);
    return found
      ? { ...found, by: "role", groups: [...found.groups], permissions: [...found.permissions] }
      : null;
  });
}

/** What people are given by hand, by their ids; of those who have been removed nothing. */
export async function readAssignments(
  tx: Transaction,
  organizationId: string,
  userIds: readonly string[],
): Promise<Map<string, Assignment>> {
  const rows = await tx.user.findMany({
    where: { organizationId, id: { in: [...userIds] }, removedAt: null },
    select: {
      id: true,
      role: true,
      accessProfile: true,
      groups: { where: { byRule: false }, select: { groupId: true }, orderBy: { groupId: "asc" } },
      permissions: { select: { permission: true }, orderBy: { permission: "asc" } },
    },
  });
  return new Map(
    rows.map((row) => [
      row.id,
      {
        ...roleOf(row),
        groups: row.groups.map(({ groupId }) => groupId),
        permissions: permissionsAmong(row.permissions.map(({ permission }) => permission)),
      },
    ]),
  );
}
