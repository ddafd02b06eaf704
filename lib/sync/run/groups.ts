import "server-only";
import { Prisma } from "@/lib/generated/prisma/client";
import { changeMembers } from "@/lib/groups/members";
import type { Actor } from "@/lib/permissions/actor";
import { personsOf, takenOver } from "@/lib/sync/run/candidates";
import { type Held, holding, note, save } from "@/lib/sync/run/hold";

type Move = { groupId: string; ids: string[] };

/** Takes people into the groups that those of the directory are mapped to, and out of those that it took them into. */
export async function moveMembers(held: Held, actor: Actor): Promise<void> {
  const wanted = Prisma.sql`
    SELECT DISTINCT p.user_id, g.group_id FROM sync_people p
    JOIN sync_members m ON m.organization_id = p.organization_id AND m.connection_id = p.connection_id AND m.person_id = p.source_id
    JOIN sync_groups g ON g.organization_id = m.organization_id AND g.connection_id = m.connection_id
      AND g.source_id = m.group_id AND g.group_id IS NOT NULL AND NOT g.is_gone
    JOIN users u ON u.organization_id = p.organization_id AND u.id = p.user_id AND u.removed_at IS NULL
    WHERE ${personsOf(held)} AND ${takenOver(held)}`;
  const given = Prisma.sql`SELECT user_id, group_id FROM sync_given p WHERE ${personsOf(held)}`;
  const inAlready = Prisma.sql`SELECT user_id, group_id FROM group_members WHERE organization_id = ${held.organizationId}::uuid`;
  for (const move of await movesOf(held, Prisma.sql`${wanted} EXCEPT (${given}) EXCEPT (${inAlready})`))
    await carryOut(held, actor, "joinGroup", move);
  for (const move of await movesOf(held, Prisma.sql`${given} EXCEPT (${wanted})`))
    await carryOut(held, actor, "leaveGroup", move);
}

const movesOf = (held: Held, moves: Prisma.Sql): Promise<Move[]> =>
  holding(
    held,
    (tx) => tx.$queryRaw<Move[]>`
      SELECT group_id::text AS "groupId", array_agg(user_id::text) AS ids FROM (${moves}) AS moves GROUP BY group_id`,
  );

async function carryOut(
  held: Held,
  actor: Actor,
  kind: "joinGroup" | "leaveGroup",
  { groupId, ids }: Move,
): Promise<void> {
  const { organizationId, connectionId } = held;
  const isJoining = kind === "joinGroup";
  // Before they are moved: begun again after a kill, who was moved is known as such.
  if (isJoining) {
    await holding(held, (tx) =>
      tx.syncGiven.createMany({
        data: ids.map((userId) => ({ organizationId, connectionId, userId, groupId })),
        skipDuplicates: true,
      }),
    );
  }
  const moved = await changeMembers(actor, { ids }, { kind, groupId });
  if (!moved.ok)
    await note(held, `Nobody was moved ${isJoining ? "into" : "out of"} a group: ${moved.error.message}`);
  await holding(held, async (tx) => {
    const where = { organizationId, connectionId, groupId, userId: { in: ids } };
    if (isJoining ? !moved.ok : true) await tx.syncGiven.deleteMany({ where });
    if (moved.ok) await save(tx, held, { counts: { [isJoining ? "joined" : "left"]: moved.value.changed } });
  });
}
