import "server-only";
import { storeActor } from "@/lib/auth/stored-actor";
import type { Transaction } from "@/lib/db";
import type { Prisma } from "@/lib/generated/prisma/client";
import { follow } from "@/lib/grants/follow";
import { readGroups } from "@/lib/grants/queries";
import { refreshRights } from "@/lib/groups/rights";
import type { Actor } from "@/lib/permissions/actor";
import { assignmentOf } from "@/lib/permissions/grants";
import type { Grants } from "@/lib/permissions/grants-schema";

/**
 * Gives people the groups and the single permissions of some grants which they do not have yet, with who gave them. Whoever
 * calls it has judged the grants and holds the lock of groups.
 * @param people the ids of those who get them, as a query
 */
export async function giveBeyondRole(
  tx: Transaction,
  actor: Actor,
  people: Prisma.Sql,
  grants: Grants,
): Promise<void> {
  const { id: organizationId } = actor.organization;
  const { groups, permissions } = assignmentOf(grants);
  if (grants.by === "mirror" && grants.follow) return follow(tx, actor, people, grants);
  if (groups.length + permissions.length === 0) return;
  const by = JSON.stringify(storeActor(actor));
  const mirrorOf = grants.by === "mirror" ? grants.userId : null;
  await tx.$executeRaw`
    INSERT INTO group_members (organization_id, group_id, user_id, added_by, mirror_of)
    SELECT ${organizationId}::uuid, given.id, people.id, ${by}::jsonb, ${mirrorOf}::uuid
    FROM (${people}) AS people(id) CROSS JOIN unnest(${[...groups]}::uuid[]) AS given(id)
    ON CONFLICT DO NOTHING`;
  await tx.$executeRaw`
    INSERT INTO user_permissions (organization_id, user_id, permission, given_by, mirror_of)
    SELECT ${organizationId}::uuid, people.id, given.permission, ${by}::jsonb, ${mirrorOf}::uuid
    FROM (${people}) AS people(id) CROSS JOIN unnest(${[...permissions]}::text[]) AS given(permission)
    ON CONFLICT DO NOTHING`;
  await refreshRights(tx, organizationId, people);
}

/** The groups and single permissions of some grants, and whose they were, as the event of a new person has them. */
export async function eventBeyondRole(
  tx: Transaction,
  organizationId: string,
  grants: Grants,
): Promise<{ groups?: string; permissions?: string; mirrorOf?: string }> {
  const { groups, permissions } = assignmentOf(grants);
  const names = (await readGroups(tx, organizationId, groups)).map(({ name }) => name);
  const mirrored = grants.by === "mirror" ? await nameOf(tx, organizationId, grants.userId) : null;
  return {
    ...(mirrored ? { mirrorOf: mirrored } : {}),
    ...(names.length > 0 ? { groups: names.join(", ") } : {}),
    ...(permissions.length > 0 ? { permissions: permissions.join(" ") } : {}),
  };
}

async function nameOf(tx: Transaction, organizationId: string, id: string): Promise<string | null> {
  const found = await tx.user.findFirst({
    where: { organizationId, id },
    select: { firstName: true, lastName: true },
  });
  return found && `${found.firstName} ${found.lastName}`;
}
