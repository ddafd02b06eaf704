import "server-only";
import { lookUp, withOrganization } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { enqueue, type ImportJob } from "@/lib/jobs/queue";
import { beginRun } from "@/lib/sync/begin";

/** Begins the runs whose turn has come, in every organization, and takes up those that nobody works on. */
export async function startDueSyncs(): Promise<void> {
  const found = await lookUp<{ id: string }>(
    Prisma.sql`SELECT organizations_with_syncs_due AS id FROM organizations_with_syncs_due()`,
  );
  for (const { id } of found) await startDueSyncsOf(id);
}

/** The same for one organization. */
export async function startDueSyncsOf(organizationId: string, at = new Date()): Promise<void> {
  await withOrganization(organizationId, async (tx) => {
    const due = await tx.syncConnection.findMany({
      where: { organizationId, pausedBecause: null, nextRunAt: { lte: at } },
      orderBy: { id: "asc" },
    });
    for (const connection of due) await beginRun(tx, connection, { by: null, at });
    const idle = await tx.$queryRaw<{ id: string }[]>`
      SELECT DISTINCT connection_id::text AS id FROM sync_runs WHERE organization_id = ${organizationId}::uuid
        AND state IN ('reading', 'confirming', 'planning', 'importing', 'review', 'applying')
        AND (lease_until IS NULL OR lease_until <= now()) AND (resume_at IS NULL OR resume_at <= now())`;
    for (const { id: connectionId } of idle)
      await enqueue(tx, "sync.run", { organizationId, connectionId }, connectionId);
  });
}

/** Goes on with the run that an import belongs to, now that the import has moved. */
export async function followedBySync({ organizationId, importId }: ImportJob): Promise<void> {
  await withOrganization(organizationId, async (tx) => {
    const run = await tx.syncRun.findFirst({
      where: { organizationId, importId, state: { in: ["importing", "review"] } },
      select: { connectionId: true },
    });
    if (run)
      await enqueue(tx, "sync.run", { organizationId, connectionId: run.connectionId }, run.connectionId);
  });
}
