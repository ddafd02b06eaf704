import "server-only";
import { type Transaction, withOrganization } from "@/lib/db";
import { invitable } from "@/lib/messages/invitable";
import type { Actor } from "@/lib/permissions/actor";
import { demand } from "@/lib/permissions/demand";

/** The invitations of an import by what became of them, and the people who could still be sent one. */
export type InvitationCounts = {
  waiting: number;
  sent: number;
  failed: number;
  cancelled: number;
  uninvited: number;
};

export async function countInvitations(actor: Actor, importId: string): Promise<InvitationCounts> {
  demand(actor, "users.import.read");
  const { id: organizationId } = actor.organization;
  return withOrganization(organizationId, async (tx) => {
    const counts = (await countByImport(tx, organizationId, [importId])).get(importId) ?? NONE;
    const rows = await tx.$queryRaw<{ count: number }[]>`
      SELECT count(*)::int AS count ${invitable(organizationId, importId)}`;
    return { ...counts, uninvited: rows[0]?.count ?? 0 };
  });
}

type SentCounts = Omit<InvitationCounts, "uninvited">;

const NONE: SentCounts = { waiting: 0, sent: 0, failed: 0, cancelled: 0 };

/** The invitations of several imports; one that sent none is not among them. */
export async function countByImport(
  tx: Transaction,
  organizationId: string,
  importIds: string[],
): Promise<ReadonlyMap<string, SentCounts>> {
  const rows = await tx.$queryRaw<(SentCounts & { importId: string })[]>`
    SELECT import_id AS "importId", (count(*) FILTER (WHERE state IN ('queued', 'sending')))::int AS waiting,
      (count(*) FILTER (WHERE state IN ('sent', 'delivered', 'opened', 'complained')))::int AS sent,
      (count(*) FILTER (WHERE state IN ('failed', 'bounced')))::int AS failed,
      (count(*) FILTER (WHERE state = 'cancelled'))::int AS cancelled
    FROM messages WHERE organization_id = ${organizationId}::uuid AND import_id = ANY(${importIds}::uuid[])
    GROUP BY import_id`;
  return new Map(rows.map(({ importId, ...counts }) => [importId, counts]));
}
