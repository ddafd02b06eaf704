import "server-only";
import { safePath } from "@/lib/auth/safe-path";
import { newToken } from "@/lib/credentials/token";
import { type Transaction, withOrganization } from "@/lib/db";
import type { Prisma } from "@/lib/generated/prisma/client";
import { newId } from "@/lib/ids";
import { REQUEST_MINUTES } from "@/lib/sso/cookies";
import { hashOfBrowser, type Proofs, proofsOf, type RequestKey } from "@/lib/sso/state";

/** More than an address of ours has. */
const TARGET_LENGTH_MAX = 2000;

export type Opened = { id: string; browserToken: string; proofs: Proofs };

/** Writes that a browser goes to a provider. What only the browser knows is nowhere else. */
export async function openRequest(
  organizationId: string,
  given: { providerId: string; target: string; trialOf?: Prisma.InputJsonValue },
): Promise<Opened> {
  const id = newId();
  const browserToken = newToken();
  const target = safePath(given.target);
  await withOrganization(organizationId, async (tx) => {
    await tx.signOnRequest.deleteMany({ where: { organizationId, expiresAt: { lt: new Date() } } });
    await tx.signOnRequest.create({
      data: {
        organizationId,
        id,
        providerId: given.providerId,
        browserHash: hashOfBrowser(browserToken),
        target: target.length > TARGET_LENGTH_MAX ? "/" : target,
        ...(given.trialOf === undefined ? {} : { trialOf: given.trialOf }),
        expiresAt: new Date(Date.now() + REQUEST_MINUTES * 60_000),
      },
      select: { id: true },
    });
  });
  return { id, browserToken, proofs: proofsOf({ organizationId, id }, browserToken) };
}

/**
 * Uses a request up: of the browser that began it, once, within its time. Whoever has another browser, or comes with the
 * answer of another provider, takes nothing.
 */
export async function takeRequest(
  tx: Transaction,
  { organizationId, id }: RequestKey,
  providerId: string,
  browserToken: string,
) {
  const mine = { organizationId, id, providerId, browserHash: hashOfBrowser(browserToken) };
  const request = await tx.signOnRequest.findFirst({ where: { ...mine, expiresAt: { gt: new Date() } } });
  if (!request) return null;
  const { count } = await tx.signOnRequest.deleteMany({ where: mine });
  return count === 1 ? request : null;
}
