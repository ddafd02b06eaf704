import "server-only";
import type { Transaction } from "@/lib/db";
import { forgetPasswords } from "@/lib/imports/passwords/secrets";
import type { Refusal } from "@/lib/imports/refusals";
import type { ImportState } from "@/lib/imports/state";

const READ_STATES: ImportState[] = ["reading", "parsing"];

/**
 * Refuses a file as a whole that is being read, with the reason kept for the person to read.
 * @param run.planVersion of a run that a later one may have overtaken
 * @returns whether it did: the import may have been given up, or be a later run's
 */
export async function refuseImport(
  tx: Transaction,
  { organizationId, id, planVersion }: { organizationId: string; id: string; planVersion?: number },
  refusal: Refusal,
): Promise<boolean> {
  const { count } = await tx.import.updateMany({
    where: {
      organizationId,
      id,
      state: { in: READ_STATES },
      ...(planVersion === undefined ? {} : { planVersion }),
    },
    data: { state: "refused", refusal, updatedAt: new Date() },
  });
  if (count > 0) await forgetPasswords(tx, organizationId, id);
  return count > 0;
}
