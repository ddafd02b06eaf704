import "server-only";
import { storedName } from "@/lib/auth/stored-actor";
import { withOrganization } from "@/lib/db";
import type { Prisma } from "@/lib/generated/prisma/client";
import type { Actor } from "@/lib/permissions/actor";
import { demand } from "@/lib/permissions/demand";

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
  lastUsedFrom: string | null;
  /** The key in whose place it was made, and whether there is one in its own. */
  replacesId: string | null;
  isReplaced: boolean;
};

/** How many keys are listed that are revoked or have expired. */
export const ENDED_KEYS_MAX = 100;

/**
 * The organization's keys, those that are good first and then the newest first, without anything that would let a
 * program in. Of the others only so many are listed; `isCut` says that there are more.
 */
export async function listApiKeys(actor: Actor): Promise<{ keys: ApiKeySummary[]; isCut: boolean }> {
  demand(actor, "apiKeys.read");
  const { id: organizationId } = actor.organization;
  const active: Prisma.ApiKeyWhereInput = { revokedAt: null, expiresAt: { gt: new Date() } };
  const [good, others] = await withOrganization(organizationId, async (tx) => {
    const find = (where: Prisma.ApiKeyWhereInput, limit: { take?: number } = {}) =>
      tx.apiKey.findMany({
        where: { organizationId, ...where },
        orderBy: { id: "desc" },
        omit: { secretHash: true, organizationId: true, warnedAt: true },
        ...limit,
      });
    return [await find(active), await find({ NOT: active }, { take: ENDED_KEYS_MAX + 1 })] as const;
  });
  const replaced = new Set(good.flatMap(({ replacesId }) => replacesId ?? []));
  const keys = [...good, ...others.slice(0, ENDED_KEYS_MAX)];
  return {
    keys: keys.map(({ maker, ...key }) => ({
      ...key,
      isReplaced: replaced.has(key.id),
      makerName: storedName(maker) ?? "",
    })),
    isCut: others.length > ENDED_KEYS_MAX,
  };
}
