import "server-only";
import { type Transaction, withOrganization } from "@/lib/db";
import { giveUpImport } from "@/lib/imports/commands/file";
import type { ImportState } from "@/lib/imports/state";
import { enqueueAt, type ImportJob } from "@/lib/jobs/queue";

/** An import that nobody has touched for so long is given up, with the file that it keeps. */
export const UNTOUCHED_DAYS_MAX = 30;

const DAY_MS = 86_400_000;
const UNFINISHED: readonly ImportState[] = ["reading", "matching", "parsing", "review", "refused"];
const ENDS: readonly ImportState[] = ["done", "failed", "cancelled", "undone"];
const PRODUCT = { kind: "system", name: "Rollcall" } as const;

/** Gives an import up whose file never came in full, or that nobody has finished; one that goes on is looked at again. */
export async function abandonImport({ organizationId, importId }: ImportJob): Promise<void> {
  await withOrganization(organizationId, async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM imports WHERE organization_id = ${organizationId}::uuid AND id = ${importId}::uuid FOR UPDATE`;
    const found = await tx.import.findUnique({
      where: { organizationId_id: { organizationId, id: importId } },
    });
    if (!found) return;
    if (found.state === "uploading") return giveUpImport(tx, PRODUCT, found);
    const state = found.state as ImportState;
    if (ENDS.includes(state)) return;
    const until = new Date(found.updatedAt.getTime() + UNTOUCHED_DAYS_MAX * DAY_MS);
    if (until > new Date()) return lookAgain(tx, found, until);
    if (UNFINISHED.includes(state)) return giveUpImport(tx, PRODUCT, found);
    // It waits for its moment, or is carried out: it may come back to its review.
    await lookAgain(tx, found, new Date(Date.now() + DAY_MS));
  });
}

const lookAgain = (
  tx: Transaction,
  { organizationId, id }: { organizationId: string; id: string },
  at: Date,
) => enqueueAt(tx, "import.abandon", { organizationId, importId: id }, id, at);

/** Has an import looked at when nobody may have touched it for too long. */
export const watchUntouched = (
  tx: Transaction,
  found: { organizationId: string; id: string; updatedAt: Date },
) => lookAgain(tx, found, new Date(found.updatedAt.getTime() + UNTOUCHED_DAYS_MAX * DAY_MS));
