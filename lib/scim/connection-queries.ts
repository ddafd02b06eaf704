import "server-only";
import { storedName } from "@/lib/auth/stored-actor";
import { withOrganization } from "@/lib/db";
import type { Actor } from "@/lib/permissions/actor";
import { demand } from "@/lib/permissions/demand";

export type ScimTokenListed = {
  id: string;
  prefix: string;
  makerName: string;
  createdAt: Date;
  expiresAt: Date;
  lastUsedAt: Date | null;
};

export type ScimConnectionListed = {
  id: string;
  name: string;
  sendsInvitations: boolean;
  writesRoles: boolean;
  createdAt: Date;
  revokedAt: Date | null;
  /** The newest first, without anything that would let a program in. */
  tokens: ScimTokenListed[];
  /** How many people it calls by a name of its own. */
  people: number;
  groups: number;
};

/** How many connections are listed that are revoked. */
const ENDED_MAX = 50;
const TOKENS_MAX = 5;

/** The organization's SCIM connections: those in use first, and the newest first. */
export function listScimConnections(actor: Actor): Promise<ScimConnectionListed[]> {
  demand(actor, "connections.read");
  const { id: organizationId } = actor.organization;
  const tokens = {
    orderBy: { id: "desc" },
    take: TOKENS_MAX,
    omit: { secretHash: true, organizationId: true, connectionId: true },
  } as const;
  const include = { tokens, _count: { select: { userLinks: true, groupLinks: true } } };
  return withOrganization(organizationId, async (tx) => {
    const orderBy = { id: "desc" } as const;
    const live = await tx.scimConnection.findMany({
      where: { organizationId, revokedAt: null },
      orderBy,
      include,
    });
    const where = { organizationId, revokedAt: { not: null } };
    const ended = await tx.scimConnection.findMany({ where, orderBy, include, take: ENDED_MAX });
    return [...live, ...ended].map((connection) => {
      const { organizationId: _, _count: linked, tokens: kept, ...rest } = connection;
      const shown = kept.map(({ maker, ...token }) => ({ ...token, makerName: storedName(maker) ?? "" }));
      return { ...rest, tokens: shown, people: linked.userLinks, groups: linked.groupLinks };
    });
  });
}
