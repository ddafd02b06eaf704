import "server-only";
import { storeActor } from "@/lib/auth/stored-actor";
import type { Transaction } from "@/lib/db";
import type { Prisma } from "@/lib/generated/prisma/client";
import { refreshRights } from "@/lib/groups/rights";
import type { Actor } from "@/lib/permissions/actor";
import { assignmentOf, type Grants } from "@/lib/permissions/grants";

/**
 * Takes people into the groups of some grants, with who took them in. Whoever calls it has judged the grants and holds
 * the lock of groups.
 * @param people the ids of those who get them, as a query
 */
export async function joinGranted(
  tx: Transaction,
  actor: Actor,
  people: Prisma.Sql,
  grants: Grants,
): Promise<void> {
  const { id: organizationId } = actor.organization;
  const { groups } = assignmentOf(grants);
  if (groups.length === 0) return;
  const by = JSON.stringify(storeActor(actor));
  await tx.$executeRaw`
    INSERT INTO group_members (organization_id, group_id, user_id, added_by)
    SELECT ${organizationId}::uuid, given.id, people.id, ${by}::jsonb
    FROM (${people}) AS people(id) CROSS JOIN unnest(${[...groups]}::uuid[]) AS given(id)`;
  await refreshRights(tx, organizationId, people);
}
