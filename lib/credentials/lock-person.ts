import "server-only";
import type { Transaction } from "@/lib/db";

/**
 * Locks a person's row until the transaction ends. Whatever sets a password or starts a session by one takes it first:
 * so a sign-in with the password before is either there when a change ends all sessions, or it sees the change.
 */
export async function lockPerson(tx: Transaction, organizationId: string, userId: string): Promise<void> {
  await tx.$queryRaw`
    SELECT 1 FROM users WHERE organization_id = ${organizationId}::uuid AND id = ${userId}::uuid FOR UPDATE`;
}
