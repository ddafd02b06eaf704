import "server-only";
import type { Transaction } from "@/lib/db";
import { joinByHash } from "@/lib/joins";

type Run = { organizationId: string; id: string };

/**
 * Puts the rows of the last review aside, below line 0, as far as the next one needs them: those that a person has
 * unselected, or all where it has to be told which mean something else now. A run that was killed finds them there.
 */
export async function parkRows(
  tx: Transaction,
  { organizationId, id: importId }: Run,
  { keepAll }: { keepAll: boolean },
): Promise<void> {
  const [parked] = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM import_rows
    WHERE organization_id = ${organizationId}::uuid AND import_id = ${importId}::uuid AND line < 0 LIMIT 1`;
  await tx.$executeRaw`
    DELETE FROM import_rows
    WHERE organization_id = ${organizationId}::uuid AND import_id = ${importId}::uuid AND line > 0
      AND (${Boolean(parked)} OR (selected AND NOT ${keepAll}))`;
  await tx.$executeRaw`
    UPDATE import_rows SET line = -line
    WHERE organization_id = ${organizationId}::uuid AND import_id = ${importId}::uuid AND line > 0`;
}

/** The lines that were unselected when the rows were put aside. */
export async function parkedUnselected(
  tx: Transaction,
  { organizationId, id: importId }: Run,
): Promise<Set<number>> {
  const rows = await tx.importRow.findMany({
    where: { organizationId, importId, line: { lt: 0 }, selected: false },
    select: { line: true },
  });
  return new Set(rows.map(({ line }) => -line));
}

/** Marks the rows that mean something else than those put aside, if they all were, and lets these go. */
export async function dropParkedRows(
  tx: Transaction,
  { organizationId, id: importId }: Run,
  { markDrifted }: { markDrifted: boolean },
): Promise<void> {
  if (markDrifted) {
    await joinByHash(tx);
    await tx.$executeRaw`
      UPDATE import_rows r SET drifted = true FROM import_rows was
      WHERE r.organization_id = ${organizationId}::uuid AND r.import_id = ${importId}::uuid AND r.line > 0 AND r.selected
        AND was.organization_id = r.organization_id AND was.import_id = r.import_id AND was.line = -r.line
        AND (was.fate, was.changes, was.user_version) IS DISTINCT FROM (r.fate, r.changes, r.user_version)`;
  }
  await tx.importRow.deleteMany({ where: { organizationId, importId, line: { lt: 0 } } });
}
