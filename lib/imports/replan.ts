import "server-only";
import type { Transaction } from "@/lib/db";
import type { Prisma } from "@/lib/generated/prisma/client";
import { newId } from "@/lib/ids";
import { directoryFor, withFreeNames } from "@/lib/imports/directory";
import type { Issue } from "@/lib/imports/issues";
import { type PlannedRow, type PlanOptions, planRows } from "@/lib/imports/plan/plan";
import { usernamesInFile } from "@/lib/imports/review/staged-rows";
import type { JudgedRow } from "@/lib/imports/rows/judge";
import { withRuleGains } from "@/lib/imports/rule-gains";

/**
 * Plans the rows anew that share a key with others, after some were selected or unselected: taking one of two
 * duplicates out makes the other right.
 */
export async function replanShared(
  tx: Transaction,
  organizationId: string,
  importId: string,
  options: PlanOptions,
): Promise<void> {
  const found = await tx.importRow.findMany({
    where: { organizationId, importId, keyShared: true },
    select: {
      line: true,
      values: true,
      issues: true,
      usernameFrom: true,
      fate: true,
      selected: true,
      userVersion: true,
      changes: true,
    },
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
  const directory = await directoryFor(tx, organizationId, judged, options);
  const planned = await withRuleGains(
    tx,
    organizationId,
    planRows(judged, directory, { ...options, unselected }),
    directory,
    options,
  );
  const lines = new Set(found.map(({ line }) => line));
  const offered = await withFreeNames(tx, organizationId, planned, (names) =>
    usernamesInFile(tx, { organizationId, id: importId }, names, lines),
  );
  const changed = offered.filter((row, index) => isChanged(row, found[index]));
  await writeFates(tx, organizationId, importId, changed);
}

type Staged = { fate: string; issues: Prisma.JsonValue; userVersion: number | null };

function isChanged(row: PlannedRow, before?: Staged): boolean {
  return (
    row.fate !== before?.fate ||
    inOrder(row.issues) !== inOrder(before.issues as Issue[]) ||
    (row.target?.version ?? null) !== before.userVersion
  );
}

// The database gives the fields of an object in an order of its own.
const inOrder = (issues: readonly Issue[]) =>
  JSON.stringify(
    issues.map(({ field, code, message, suggestion, lines }) => [field, code, message, suggestion, lines]),
  );

async function writeFates(
  tx: Transaction,
  organizationId: string,
  importId: string,
  rows: readonly PlannedRow[],
): Promise<void> {
  const fates = JSON.stringify(
    rows.map(({ line, fate, issues, target }) => ({
      line,
      fate,
      issues,
      user_id: target?.userId ?? newId(),
      user_version: target?.version ?? null,
      changes: target?.changes ?? null,
    })),
  );
  await tx.$executeRaw`
    UPDATE import_rows SET fate = r.fate, issues = r.issues, user_id = r.user_id, user_version = r.user_version,
      changes = r.changes
    FROM json_to_recordset(${fates}::json) AS r(line integer, fate text, issues jsonb, user_id uuid,
      user_version integer, changes jsonb)
    WHERE import_rows.organization_id = ${organizationId}::uuid AND import_rows.import_id = ${importId}::uuid
      AND import_rows.line = r.line`;
}
