import "server-only";
import { withOrganization } from "@/lib/db";
import { isId } from "@/lib/ids";
import type { Actor } from "@/lib/permissions/actor";
import { demand } from "@/lib/permissions/demand";
import { type Strategy, strategyOf } from "@/lib/telephony/words";

export type QueueListed = {
  id: string;
  number: string;
  name: string;
  strategy: Strategy;
  voicemail: boolean;
  members: number;
  paused: number;
};

/** The queues of the actor's organization, by name. */
export async function listQueues(actor: Actor): Promise<QueueListed[]> {
  demand(actor, "telephony.read");
  const { id } = actor.organization;
  const rows = await withOrganization(
    id,
    (tx) => tx.$queryRaw<(Omit<QueueListed, "strategy"> & { strategy: string })[]>`
      SELECT q.id, q.number, q.name, q.strategy, q.voicemail, count(m.*)::int AS members,
        (count(*) FILTER (WHERE m.paused))::int AS paused
      FROM call_queues q
      LEFT JOIN call_queue_members m ON m.organization_id = q.organization_id AND m.queue_id = q.id
      WHERE q.organization_id = ${id}::uuid GROUP BY q.organization_id, q.id ORDER BY lower(q.name), q.id`,
  );
  return rows.map(({ strategy, ...row }) => ({ ...row, strategy: strategyOf(strategy) }));
}

export type MemberShown = { extensionId: string; number: string; name: string; paused: boolean };
export type QueueShown = Omit<QueueListed, "members" | "paused"> & {
  version: number;
  members: MemberShown[];
};

/** One queue with its members in order; null when there is none. */
export async function findQueue(actor: Actor, queueId: string): Promise<QueueShown | null> {
  demand(actor, "telephony.read");
  if (!isId(queueId)) return null;
  const { id: organizationId } = actor.organization;
  return withOrganization(organizationId, async (tx) => {
    const found = await tx.callQueue.findUnique({
      where: { organizationId_id: { organizationId, id: queueId } },
    });
    if (!found) return null;
    const members = await tx.$queryRaw<MemberShown[]>`
      SELECT m.extension_id AS "extensionId", e.number, m.paused,
        coalesce(CASE WHEN u.removed_at IS NULL THEN u.first_name || ' ' || u.last_name END, e.display_name) AS name
      FROM call_queue_members m
      JOIN extensions e ON e.organization_id = m.organization_id AND e.id = m.extension_id
      LEFT JOIN users u ON u.organization_id = e.organization_id AND u.id = e.user_id
      WHERE m.organization_id = ${organizationId}::uuid AND m.queue_id = ${queueId}::uuid ORDER BY m.position`;
    const { id, number, name, strategy, voicemail, version } = found;
    return { id, number, name, strategy: strategyOf(strategy), voicemail, version, members };
  });
}

const CANDIDATES_SHOWN = 1_000;

/** The extensions that a queue may have as members, in the order of their numbers. */
export async function queueCandidates(actor: Actor): Promise<Omit<MemberShown, "paused">[]> {
  demand(actor, "telephony.update");
  const { id } = actor.organization;
  return withOrganization(
    id,
    (tx) => tx.$queryRaw<Omit<MemberShown, "paused">[]>`
      SELECT e.id AS "extensionId", e.number,
        coalesce(CASE WHEN u.removed_at IS NULL THEN u.first_name || ' ' || u.last_name END, e.display_name) AS name
      FROM extensions e LEFT JOIN users u ON u.organization_id = e.organization_id AND u.id = e.user_id
      WHERE e.organization_id = ${id}::uuid ORDER BY e.number::int LIMIT ${CANDIDATES_SHOWN}`,
  );
}
