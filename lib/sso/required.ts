import "server-only";
import type { Transaction } from "@/lib/db";

/** Whether an organization's people come by its provider, and passwords are for those few who keep them. */
export async function isSignOnRequired(tx: Transaction, organizationId: string): Promise<boolean> {
  return (await tx.signOnProvider.count({ where: { organizationId, state: "required" } })) > 0;
}

/**
 * Whether nothing of somebody's own lets them in: no password, passkey, link or PIN, because their organization has them come
 * by its provider and they are none of those who keep a password.
 */
export async function isPasswordRefused(
  tx: Transaction,
  { organizationId, id: userId }: { organizationId: string; id: string },
): Promise<boolean> {
  if (!(await isSignOnRequired(tx, organizationId))) return false;
  return (await tx.signOnKeeper.count({ where: { organizationId, userId } })) === 0;
}
