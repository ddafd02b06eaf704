import "server-only";
import type { Transaction } from "@/lib/db";
import type { Prisma } from "@/lib/generated/prisma/client";
import { directoryFor, withFreeNames } from "@/lib/imports/directory";
import type { Issue } from "@/lib/imports/issues";
import { type MatchKey, planRows } from "@/lib/imports/plan/plan";
import type { JudgedRow } from "@/lib/imports/rows/judge";

/**
 * Plans the rows anew that share a key with others, after some were selected or unselected: taking one of two
 * duplicates out makes the other right.
 */
export async function replanShared(
  tx: Transaction,
  organizationId: string,
  importId: string,
  matchKey: MatchKey,
): Promise<void> {
  const found = await tx.importRow.findMany({
    where: { organizationId, importId, keyShared: true },
    select: { line: true, values: true, issues: true, usernameFrom: true, fate: true, selected: true },
    orderBy: { line: "asc" },
  });
  if (found.length === 0) return;
  const judged = found.map(
    (row): JudgedRow => ({
      line: row.line,
      values: row.values as JudgedRow["values"],
      issues: row.issues as Issue[],
      usernameFrom: row.usernameFrom as JudgedRow["usernameFrom"],
    }),
  );
  const unselected = new Set(found.filter(({ selected }) => !selected).map(({ line }) => line));
  const directory = await directoryFor(tx, organizationId, judged);
  const planned = planRows(judged, directory, { mode: "createOnly", matchKey, unselected });
  const offered = await withFreeNames(tx, organizationId, planned);
  const changed = offered.filter((row, index) => isChanged(row, found[index]));
  await writeFates(tx, organizationId, importId, changed);
}

function isChanged(
  row: { fate: string; issues: Issue[] },
  before?: { fate: string; issues: Prisma.JsonValue },
): boolean {
  return row.fate !== before?.fate || row.issues.length !== (before.issues as unknown[]).length;
}

async function writeFates(
  tx: Transaction,
  organizationId: string,
  importId: string,
  rows: readonly { line: number; fate: string; issues: Issue[] }[],
): Promise<void> {
  const fates = JSON.stringify(rows.map(({ line, fate, issues }) => ({ line, fate, issues })));
  await tx.$executeRaw`
    UPDATE import_rows SET fate = r.fate, issues = r.issues
    FROM json_to_recordset(${fates}::json) AS r(line integer, fate text, issues jsonb)
    WHERE import_rows.organization_id = ${organizationId}::uuid AND import_rows.import_id = ${importId}::uuid
      AND import_rows.line = r.line`;
}
