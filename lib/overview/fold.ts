import "server-only";
import { lookUp, withOrganization } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";

// Fewer are read as fast as their sum.
const LOOSE_ROWS_MIN = 50;

/** Folds the changes of every organization that has many of them. */
export async function foldFigures(rowsMin = LOOSE_ROWS_MIN): Promise<void> {
  const found = await lookUp<{ id: string }>(
    Prisma.sql`SELECT organizations_to_fold AS id FROM organizations_to_fold(${rowsMin}::integer)`,
  );
  for (const { id } of found) await foldFiguresOf(id);
}

/**
 * Folds an organization's small changes of a figure into one row for each moment; moments that have come count as always.
 * Of two that do it at once, each folds what it has deleted, so that no change is counted twice or lost.
 */
export async function foldFiguresOf(organizationId: string): Promise<void> {
  await withOrganization(
    organizationId,
    async (tx) => {
      await tx.$executeRaw`
        WITH loose AS (
          SELECT DISTINCT figure FROM figure_changes
          WHERE organization_id = ${organizationId}::uuid AND (NOT folded OR figure > 'people.')),
        taken AS (
          DELETE FROM figure_changes
          WHERE organization_id = ${organizationId}::uuid AND figure IN (SELECT figure FROM loose)
            AND (NOT folded OR moment <= now())
          RETURNING figure, moment, change),
        sums AS (
          SELECT figure, CASE WHEN moment <= now() THEN '-infinity' ELSE moment END AS moment, sum(change) AS change
          FROM taken GROUP BY 1, 2 HAVING sum(change) <> 0)
        INSERT INTO figure_changes (organization_id, figure, moment, change, folded)
        SELECT ${organizationId}::uuid, figure, moment, change, true FROM sums`;
      await tx.$executeRaw`
        WITH taken AS (
          DELETE FROM event_days WHERE organization_id = ${organizationId}::uuid
            AND day IN (SELECT day FROM event_days WHERE organization_id = ${organizationId}::uuid AND NOT folded)
          RETURNING day, activations, sign_ins, imports)
        INSERT INTO event_days (organization_id, day, activations, sign_ins, imports, folded)
        SELECT ${organizationId}::uuid, day, sum(activations), sum(sign_ins), sum(imports), true FROM taken GROUP BY day`;
    },
    { timeoutMs: 60_000 },
  );
}
