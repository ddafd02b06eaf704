import "server-only";
import { withOrganization } from "@/lib/db";
import { placeOf } from "@/lib/networks/cidr";
import type { Actor } from "@/lib/permissions/actor";
import { demand } from "@/lib/permissions/demand";
import { policiesInForce } from "@/lib/policies/in-force";
import { deviceInWords } from "@/lib/sessions/device";

export type OwnSession = {
  id: string;
  /** Browser and system in words. */
  device: string;
  /** The network around its address, in CIDR. */
  network: string;
  isHere: boolean;
  isThisNetwork: boolean;
  startedAt: Date;
  lastSeenAt: Date;
};

const LIVE_MAX = 100;
const RECENT_MAX = 20;

/** One's own sessions that are live, this one first, and one's latest sign-ins whatever became of them. */
export async function listOwnSessions(actor: Actor): Promise<{ live: OwnSession[]; recent: OwnSession[] }> {
  demand(actor, "account.read");
  const { organizationId, userId } = actor;
  const [live, recent] = await withOrganization(organizationId, async (tx) => {
    const { sessionIdleMinutes, sessionHours } = await policiesInForce(tx, organizationId, userId);
    const now = Date.now();
    const mine = { organizationId, userId };
    return [
      await tx.session.findMany({
        where: {
          ...mine,
          endedAt: null,
          expiresAt: { gt: new Date(now) },
          createdAt: { gt: new Date(now - sessionHours * 3_600_000) },
          lastSeenAt: { gt: new Date(now - sessionIdleMinutes * 60_000) },
        },
        orderBy: { lastSeenAt: "desc" },
        take: LIVE_MAX,
      }),
      await tx.session.findMany({ where: mine, orderBy: { createdAt: "desc" }, take: RECENT_MAX }),
    ] as const;
  });
  const here = placeOf(actor.ip);
  const shown = (row: (typeof live)[number]): OwnSession => ({
    id: row.id,
    device: deviceInWords(row.userAgent),
    network: placeOf(row.ip),
    isHere: row.id === actor.sessionId,
    isThisNetwork: placeOf(row.ip) === here,
    startedAt: row.createdAt,
    lastSeenAt: row.lastSeenAt,
  });
  const sessions = live.map(shown);
  const [first, others] = [sessions.filter(({ isHere }) => isHere), sessions.filter(({ isHere }) => !isHere)];
  return { live: [...first, ...others], recent: recent.map(shown) };
}
