import "server-only";
import type { Transaction } from "@/lib/db";

/**
 * The phones that people gave when they set SMS codes up, and have not proven yet to be theirs. A code goes to them, and
 * nothing else does.
 */
export async function unprovenPhones(
  tx: Transaction,
  organizationId: string,
  userIds: string[],
): Promise<ReadonlyMap<string, string | null>> {
  if (userIds.length === 0) return new Map();
  const methods = await tx.mfaMethod.findMany({
    where: { organizationId, userId: { in: userIds }, kind: "sms", confirmedAt: null },
    select: { userId: true, phone: true },
  });
  return new Map(methods.map(({ userId, phone }) => [userId, phone]));
}
