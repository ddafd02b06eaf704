import "server-only";
import { type Transaction, withOrganization } from "@/lib/db";
import { newId } from "@/lib/ids";
import type { PlannedRow } from "@/lib/imports/plan/plan";

export type StagedRow = PlannedRow & { cells: string[]; givenUsername?: string | null; isKeyShared: boolean };

type Run = { organizationId: string; id: string; planVersion: number };

const ROWS_AT_ONCE = 2000;
const BATCH_SECONDS_MAX = 120;
const ROWS_COUNTED_MIN = 5000;

/**
 * Writes planned rows for the review, some thousands at a time.
 * @returns false when a later run has overtaken this one, or the import was given up.
 */
export async function stageRows(run: Run, rows: readonly StagedRow[]): Promise<boolean> {
  for (let at = 0; at < rows.length; at += ROWS_AT_ONCE) {
    const batch = rows.slice(at, at + ROWS_AT_ONCE);
    const goesOn = await withOrganization(
      run.organizationId,
      async (tx) => {
        // Judging them was the first half.
        const rowsDone = Math.floor((rows.length + at + batch.length) / 2);
        if (!(await isCurrent(tx, run, rowsDone))) return false;
        await insertRows(tx, run, batch);
        return true;
      },
      { timeoutMs: BATCH_SECONDS_MAX * 1000 },
    );
    if (!goesOn) return false;
  }
  if (rows.length >= ROWS_COUNTED_MIN) await withOrganization(run.organizationId, countRows);
  return true;
}

/** So that the look-ups of a review are planned for what is there (decision 18). Without the right to it this does nothing. */
async function countRows(tx: Transaction): Promise<void> {
  await tx.$executeRaw`ANALYZE import_rows (organization_id, import_id, line, fate, selected, username_hash,
    access_email_hash, customer_code_hash, user_id, user_version)`;
}

async function isCurrent(
  tx: Transaction,
  { organizationId, id, planVersion }: Run,
  rowsDone: number,
): Promise<boolean> {
  const { count } = await tx.import.updateMany({
    where: { organizationId, id, planVersion, state: "parsing" },
    data: { rowsDone },
  });
  return count === 1;
}

export async function insertRows(
  tx: Transaction,
  { organizationId, id: importId }: Run,
  rows: readonly StagedRow[],
) {
  const staged = rows.map((row) => ({
    line: row.line,
    cells: row.cells,
    given_username: row.givenUsername ?? null,
    values: row.values,
    issues: row.issues,
    fate: row.fate,
    selected: row.isSelected,
    username_from: row.usernameFrom,
    key_shared: row.isKeyShared,
    user_id: row.target?.userId ?? newId(),
    user_version: row.target?.version ?? null,
    changes: row.target?.changes ?? null,
  }));
  await tx.$executeRaw`
    INSERT INTO import_rows (organization_id, import_id, line, cells, given_username, "values", issues, fate, selected,
      username_from, key_shared, user_id, user_version, changes)
    SELECT ${organizationId}::uuid, ${importId}::uuid, r.line, r.cells, r.given_username, r.values, r.issues, r.fate,
      r.selected, r.username_from, r.key_shared, r.user_id, r.user_version, r.changes
    FROM json_to_recordset(${JSON.stringify(staged)}::json) AS r(line integer, cells text[], given_username text,
      "values" jsonb, issues jsonb, fate text, selected boolean, username_from text, key_shared boolean, user_id uuid,
      user_version integer, changes jsonb)`;
}
