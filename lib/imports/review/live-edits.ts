import "server-only";
import type { Transaction } from "@/lib/db";
import { type EditCell, TEXT_KINDS, textsByLine, USERNAME_COLUMN } from "@/lib/imports/review/edits";
import type { MatchedColumns } from "@/lib/imports/rows/judge";

type Run = { organizationId: string; id: string };

/**
 * The texts that people gave the cells of a file, by line and column: those of edits that stand and were made on this
 * sheet below this header. An edit of what is a password's column now is forgotten, whatever it was before.
 */
export async function liveEdits(
  tx: Transaction,
  { organizationId, id: importId }: Run,
  {
    sheet,
    headerLine,
    columns,
  }: { sheet: string | null; headerLine: number | null; columns: MatchedColumns },
): Promise<ReadonlyMap<number, ReadonlyMap<number, string>>> {
  const found = await tx.importEdit.findMany({
    where: { organizationId, importId, undoneAt: null, sheet, headerLine, kind: { in: [...TEXT_KINDS] } },
    orderBy: [{ appliedAt: "asc" }, { id: "asc" }],
    select: { cells: true },
  });
  const isNamed = columns.some(({ field }) => field === "username");
  const isOpen = ([, column]: EditCell) => !(isNamed && column === USERNAME_COLUMN);
  return textsByLine(found.map(({ cells }) => (cells as EditCell[]).filter(isOpen)));
}

/** Forgets every edit, standing or not, that touched a column with passwords. */
export async function forgetPasswordEdits(
  tx: Transaction,
  { organizationId, id: importId }: Run,
  secret: ReadonlySet<number>,
): Promise<void> {
  if (secret.size === 0) return;
  await tx.$executeRaw`
    DELETE FROM import_edits WHERE organization_id = ${organizationId}::uuid AND import_id = ${importId}::uuid
      AND EXISTS (SELECT 1 FROM jsonb_array_elements(cells) cell WHERE (cell->>1)::int = ANY(${[...secret]}::int[]))`;
}
