import "server-only";
import type { Transaction } from "@/lib/db";
import { passwordExpired } from "@/lib/imports/issues";

/**
 * Says in the rows that had a password that it is gone. An import that was on its way waits for a person again: what
 * they looked at is not what would be done.
 */
export async function tellExpired(
  tx: Transaction,
  { organizationId, id: importId }: { organizationId: string; id: string },
): Promise<void> {
  const issues = JSON.stringify([passwordExpired()]);
  const told = await tx.$executeRaw`
    UPDATE import_rows SET issues = issues || ${issues}::jsonb, fate = 'invalid', "values" = "values" - 'password'
    WHERE organization_id = ${organizationId}::uuid AND import_id = ${importId}::uuid AND "values" ? 'password'`;
  if (told === 0) return;
  await tx.import.update({
    where: { organizationId_id: { organizationId, id: importId } },
    data: { state: "review", planVersion: { increment: 1 }, rowsDone: 0, updatedAt: new Date() },
    select: { id: true },
  });
}
