import "server-only";
import type { CredentialPolicy } from "@/lib/credentials/policy";
import type { Transaction } from "@/lib/db";

const DAY_MS = 86_400_000;

/**
 * Gives somebody who has not activated their account a password that works once and must then be replaced. It is good
 * as long as an invitation would be.
 */
export async function setTemporaryPassword(
  tx: Transaction,
  key: { organizationId: string; userId: string },
  hash: string,
  { invitationDays }: CredentialPolicy,
): Promise<void> {
  const fields = { hash, mustChange: true, usedAt: null };
  await tx.password.upsert({
    where: { organizationId_userId: key },
    create: { ...key, ...fields },
    update: { ...fields, setAt: new Date() },
    select: { userId: true },
  });
  await tx.user.updateMany({
    where: { organizationId: key.organizationId, id: key.userId, activatedAt: null },
    data: { credentialExpiresAt: new Date(Date.now() + invitationDays * DAY_MS) },
  });
}
