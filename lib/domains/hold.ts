import "server-only";
import type { Transaction } from "@/lib/db";

/** Nobody removes a domain before the transaction's end: for whoever writes many usernames. Taken before people are locked. */
export async function holdDomains(tx: Transaction, organizationId: string): Promise<void> {
  await tx.$queryRaw`SELECT id FROM domains WHERE organization_id = ${organizationId}::uuid ORDER BY id FOR KEY SHARE`;
}
