import "server-only";
import { type Transaction, withOrganization } from "@/lib/db";
import { countPasswords } from "@/lib/imports/passwords/secrets";
import type { ImportOptions, ImportState } from "@/lib/imports/state";
import { enqueue, type ImportJob } from "@/lib/jobs/queue";

/** Starts an import whose moment has come. One that was called off, or put off, is left alone. */
export async function startImportRun({ organizationId, importId }: ImportJob): Promise<void> {
  await withOrganization(organizationId, async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM imports WHERE organization_id = ${organizationId}::uuid AND id = ${importId}::uuid FOR UPDATE`;
    const found = await tx.import.findUnique({
      where: { organizationId_id: { organizationId, id: importId }, state: "scheduled" },
      select: { options: true },
    });
    const { goLiveAt } = (found?.options ?? {}) as ImportOptions;
    if (!goLiveAt || !(await isDue(tx, goLiveAt))) return;
    const state = await setGoing(tx, organizationId, importId);
    await tx.import.update({
      where: { organizationId_id: { organizationId, id: importId } },
      data: { state, rowsDone: 0, updatedAt: new Date() },
      select: { id: true },
    });
  });
}

/** Queues what an import that is decided needs next, and says which state that is. */
export async function setGoing(
  tx: Transaction,
  organizationId: string,
  importId: string,
): Promise<Extract<ImportState, "hashing" | "committing">> {
  const { waiting } = await countPasswords(tx, organizationId, importId);
  await enqueue(tx, waiting > 0 ? "import.hash" : "import.commit", { organizationId, importId }, importId);
  return waiting > 0 ? "hashing" : "committing";
}

/** By the database's clock, which says too when the job may run. */
async function isDue(tx: Transaction, at: string): Promise<boolean> {
  const rows = await tx.$queryRaw<{ due: boolean }[]>`
    SELECT ${at}::text::timestamptz <= now() + interval '1 second' AS due`;
  return rows[0]?.due ?? false;
}
