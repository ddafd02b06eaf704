import "server-only";
import { hashToken, newToken } from "@/lib/credentials/token";
import type { Transaction } from "@/lib/db";
import { isId, newId } from "@/lib/ids";
import type { Owner } from "@/lib/mfa/keyed-hash";

/** For how long a sign-in waits for its second step. */
export const PENDING_MINUTES = 10;

/** More than an address of ours has. */
const TARGET_LENGTH_MAX = 2000;

/**
 * Writes that a person's password was right and their second step is still to come. It starts no session and is good
 * once, for the browser that holds its cookie.
 * @param target the page that they came for
 * @param by the organization's provider, where it was none of ours that was right first
 * @returns what the cookie holds: the organization, and a token that is nowhere else
 */
export async function openPending(
  tx: Transaction,
  { organizationId, userId }: Owner,
  target: string,
  by?: { providerId: string; signOut: Uint8Array<ArrayBuffer> | null },
): Promise<string> {
  const token = newToken();
  await tx.pendingSignIn.deleteMany({ where: { organizationId, userId, expiresAt: { lt: new Date() } } });
  await tx.pendingSignIn.create({
    data: {
      organizationId,
      id: newId(),
      userId,
      tokenHash: hashToken(token),
      target: target.length > TARGET_LENGTH_MAX ? "/" : target,
      ...by,
      expiresAt: new Date(Date.now() + PENDING_MINUTES * 60_000),
    },
    select: { id: true },
  });
  return `${organizationId}.${token}`;
}

/** The organization and the token in a cookie, where anything may stand. */
export function readPendingCookie(cookie: string | null): { organizationId: string; token: string } | null {
  const [organizationId = "", token = ""] = cookie?.split(".") ?? [];
  return isId(organizationId) && token !== "" ? { organizationId, token } : null;
}

/** The sign-in that a token stands for, as long as it waits. */
export async function findPending(tx: Transaction, organizationId: string, token: string) {
  return tx.pendingSignIn.findFirst({
    where: { organizationId, tokenHash: hashToken(token), endedAt: null, expiresAt: { gt: new Date() } },
    include: { user: true, provider: true },
  });
}

export type FoundPending = NonNullable<Awaited<ReturnType<typeof findPending>>>;

/** Uses it up. @returns whether nobody did before */
export async function endPending(tx: Transaction, { organizationId, id }: FoundPending): Promise<boolean> {
  const { count } = await tx.pendingSignIn.updateMany({
    where: { organizationId, id, endedAt: null },
    data: { endedAt: new Date() },
  });
  return count === 1;
}
