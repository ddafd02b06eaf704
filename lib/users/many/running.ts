import "server-only";
import type { Transaction } from "@/lib/db";
import type { Prisma } from "@/lib/generated/prisma/client";

export type RunningChange = Prisma.BulkChangeGetPayload<object>;

/** The change as it stands, which nobody else goes on with before the transaction ends; null once it has ended. */
export async function findRunning(
  tx: Transaction,
  { organizationId, changeId: id }: { organizationId: string; changeId: string },
): Promise<RunningChange | null> {
  await tx.$queryRaw`SELECT id FROM bulk_changes WHERE organization_id = ${organizationId}::uuid AND id = ${id}::uuid FOR UPDATE`;
  const found = await tx.bulkChange.findUnique({ where: { organizationId_id: { organizationId, id } } });
  return found?.running ? found : null;
}

/** Who asked for what is being done with a change, as its row keeps them. */
export const askerOf = ({ running, madeBy, undoneBy }: RunningChange) =>
  running === "making" ? madeBy : undoneBy;
