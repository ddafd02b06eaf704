import "server-only";
import { readRows } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import type { ListedGroup } from "@/lib/groups/listed";
import type { Actor } from "@/lib/permissions/actor";
import { demand } from "@/lib/permissions/demand";

/** The groups of some people by the people's ids, each one's by name. Whoever is in none is not in it. */
export async function groupsOfPeople(
  actor: Actor,
  ids: readonly string[],
): Promise<Map<string, ListedGroup[]>> {
  demand(actor, "groups.read");
  const { id: organizationId } = actor.organization;
  // One text, as the list itself is read (decision 10).
  const [row] = await readRows<{ listed: string | null }>(
    organizationId,
    Prisma.sql`
      SELECT json_agg(json_build_array(m.user_id, g.name, m.by_rule) ORDER BY lower(g.name), g.id)::text AS listed
      FROM group_members m
      JOIN groups g ON g.organization_id = m.organization_id AND g.id = m.group_id
      WHERE m.organization_id = ${organizationId}::uuid AND m.user_id = ANY(${ids}::uuid[])`,
  );
  const found = new Map<string, ListedGroup[]>();
  const listed = row?.listed ? (JSON.parse(row.listed) as [string, string, boolean][]) : [];
  for (const [userId, name, byRule] of listed) {
    const groups = found.get(userId);
    if (groups) groups.push({ name, byRule });
    else found.set(userId, [{ name, byRule }]);
  }
  return found;
}

export type GroupName = { id: string; name: string };

/** Every group's name, by name, for a list to choose from. */
export function groupNames(actor: Actor): Promise<GroupName[]> {
  demand(actor, "groups.read");
  const { id: organizationId } = actor.organization;
  return readRows<GroupName>(
    organizationId,
    Prisma.sql`SELECT id, name FROM groups WHERE organization_id = ${organizationId}::uuid ORDER BY lower(name), id`,
  );
}

/** One group's name; null when there is none. */
export async function groupName(actor: Actor, groupId: string): Promise<string | null> {
  demand(actor, "groups.read");
  const { id: organizationId } = actor.organization;
  const [group] = await readRows<{ name: string }>(
    organizationId,
    Prisma.sql`SELECT name FROM groups WHERE organization_id = ${organizationId}::uuid AND id = ${groupId}::uuid`,
  );
  return group?.name ?? null;
}
