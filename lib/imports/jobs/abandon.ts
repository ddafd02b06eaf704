import "server-only";
import { withOrganization } from "@/lib/db";
import { giveUpImport } from "@/lib/imports/commands/file";
import type { ImportState } from "@/lib/imports/state";
import { enqueueAt, type ImportJob } from "@/lib/jobs/queue";

/** An import that nobody has touched for so long is given up, with the file that it keeps. */
export const UNTOUCHED_DAYS_MAX = 30;

const DAY_MS = 86_400_000;
const UNFINISHED: readonly ImportState[] = ["reading", "matching", "parsing", "review", "refused"];
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
    if (!UNFINISHED.includes(found.state as ImportState)) return;
    const until = new Date(found.updatedAt.getTime() + UNTOUCHED_DAYS_MAX * DAY_MS);
    if (until <= new Date()) return giveUpImport(tx, PRODUCT, found);
    await enqueueAt(tx, "import.abandon", { organizationId, importId }, importId, until);
  });
}
