import "server-only";
import { followCredentials, oneId } from "@/lib/credentials/follow";
import type { Transaction } from "@/lib/db";

/**
 * Gives somebody who has not activated their account a password that works once and must then be replaced. It is good
 * as long as an invitation would be.
 */
export async function setTemporaryPassword(
  tx: Transaction,
  key: { organizationId: string; userId: string },
  hash: string,
): Promise<void> {
  const fields = { hash, mustChange: true, usedAt: null };
  await tx.password.upsert({
    where: { organizationId_userId: key },
    create: { ...key, ...fields },
    update: { ...fields, setAt: new Date() },
    select: { userId: true },
  });
  await followCredentials(tx, key.organizationId, oneId(key.userId));
}
