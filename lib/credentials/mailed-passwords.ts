import "server-only";
import { hashPassword, verifyPassword } from "@/lib/auth/passwords";
import { generatePassword } from "@/lib/credentials/generated-password";
import { credentialPolicy } from "@/lib/credentials/policy";
import { setTemporaryPassword } from "@/lib/credentials/temporary-password";
import type { Transaction } from "@/lib/db";
import { required } from "@/lib/env";
import { openValues } from "@/lib/messages/sealed";

type Waiting = { id: string; userId: string; sealed: Uint8Array | null };

/**
 * The passwords that messages with login details are to tell, at every try the same. One that somebody chose is unsealed.
 * Any other is made now of the message's id and the installation's secret, so that nobody knows it before it is sent and
 * it is kept nowhere, and it becomes the person's. One that was made void or replaced since is told to nobody.
 * @param messages to people who have not activated their accounts
 */
export async function mailedPasswords(
  tx: Transaction,
  organizationId: string,
  messages: readonly Waiting[],
): Promise<ReadonlyMap<string, string>> {
  if (messages.length === 0) return new Map();
  const rows = await tx.password.findMany({
    where: { organizationId, userId: { in: messages.map(({ userId }) => userId) } },
    select: { userId: true, hash: true, mustChange: true },
  });
  const storedOf = new Map(rows.map((row) => [row.userId, row]));
  const passwords = new Map<string, string>();
  for (const { id, userId, sealed } of messages) {
    const stored = storedOf.get(userId);
    if (sealed) {
      if (stored?.mustChange) passwords.set(id, openValues(id, sealed).password);
      continue;
    }
    const { lengthMin } = await credentialPolicy(tx, organizationId, userId);
    const password = generatePassword(required("NEXTAUTH_SECRET"), `password ${id}`, lengthMin);
    if (!stored || !(await verifyPassword(password, stored.hash))) {
      await setTemporaryPassword(tx, { organizationId, userId }, await hashPassword(password));
    }
    passwords.set(id, password);
  }
  return passwords;
}
