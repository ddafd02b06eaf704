import "server-only";
import type { StoredActor } from "@/lib/auth/revive";
import { withOrganization } from "@/lib/db";
import type { Actor } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";

export type ApiKeySummary = {
  id: string;
  name: string;
  prefix: string;
  scopes: string[];
  makerName: string;
  createdAt: Date;
  expiresAt: Date;
  revokedAt: Date | null;
  lastUsedAt: Date | null;
};

const KEYS_MAX = 200;

/** The organization's keys, newest first, without anything that would let a program in. */
export async function listApiKeys(actor: Actor): Promise<ApiKeySummary[]> {
  if (!can(actor, "apiKeys.read")) throw new Error("A query was made without apiKeys.read.");
  const { id: organizationId } = actor.organization;
  const found = await withOrganization(organizationId, (tx) =>
    tx.apiKey.findMany({
      where: { organizationId },
      orderBy: { id: "desc" },
      take: KEYS_MAX,
      omit: { secretHash: true, organizationId: true },
    }),
  );
  return found.map(({ maker, ...key }) => ({ ...key, makerName: (maker as StoredActor).name }));
}
