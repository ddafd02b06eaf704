import "server-only";
import type { Transaction } from "@/lib/db";
import { forgetPasswords } from "@/lib/imports/passwords/secrets";
import type { Refusal } from "@/lib/imports/refusals";

/** Refuses a file as a whole, with the reason kept for the person to read. */
export async function refuseImport(
  tx: Transaction,
  organizationId: string,
  importId: string,
  refusal: Refusal,
): Promise<void> {
  await tx.import.update({
    where: { organizationId_id: { organizationId, id: importId } },
    data: { state: "refused", refusal, updatedAt: new Date() },
    select: { id: true },
  });
  await forgetPasswords(tx, organizationId, importId);
}
