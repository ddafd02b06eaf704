import "server-only";
import { type ChainState, verifyChain } from "@/lib/audit/chain/verify";
import { withOrganization } from "@/lib/db";
import type { Actor } from "@/lib/permissions/actor";
import { demand } from "@/lib/permissions/demand";

const CHECK_MS = 120_000;

// So many are checked while a page is made.
const NEWEST_EVENTS = 10_000;

/**
 * Whether the log of the actor's organization is as it was sealed.
 * @param whole all of it, and not the newest events alone
 */
export async function checkAuditLog(actor: Actor, { whole }: { whole: boolean }): Promise<ChainState> {
  demand(actor, "audit.read");
  const { id } = actor.organization;
  const newest = whole ? null : NEWEST_EVENTS;
  return withOrganization(id, (tx) => verifyChain(tx, id, { newest }), { timeoutMs: CHECK_MS });
}
