import "server-only";
import type { Transaction } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { EXTENSION_FIELD, type RowField } from "@/lib/imports/columns/column-field";
import type { RowChanges } from "@/lib/imports/plan/people";
import { keysOf, numbersOf, uniqueValues } from "@/lib/imports/plan/plan";
import type { RowTexts } from "@/lib/imports/review/edits";
import type { JudgedRow } from "@/lib/imports/rows/judge";
import type { Property } from "@/lib/properties/types";

export type Run = { organizationId: string; id: string };

/** A staged row as it lies in the database. */
export type StagedState = RowTexts &
  JudgedRow & {
    fate: string;
    selected: boolean;
    keyShared: boolean;
    userId: string;
    userVersion: number | null;
    changes: RowChanges | null;
  };

/** The staged rows that share a username, access email or customer code with some rows, or mean one of their people. */
export async function loadSharers(
  tx: Transaction,
  run: Run,
  rows: readonly (JudgedRow & { userId?: string; userVersion?: number | null })[],
  people: readonly string[],
  properties: readonly Property[] = [],
): Promise<StagedState[]> {
  const { usernames, accessEmails, customerCodes } = keysOf(rows);
  const meant = rows.flatMap(({ userId, userVersion = null }) =>
    userId && userVersion !== null ? [userId] : [],
  );
  const ids = [...new Set([...people, ...meant])];
  const numbers = numbersOf(rows);
  const own: { field: RowField; values: string[] }[] = [
    ...uniqueValues(rows, properties),
    ...(numbers.length > 0 ? [{ field: EXTENSION_FIELD, values: numbers } as const] : []),
  ];
  const parts = [
    ...(usernames.length > 0 ? [linesWith(run, "username_hash", usernames)] : []),
    ...(accessEmails.length > 0 ? [linesWith(run, "access_email_hash", accessEmails)] : []),
    ...(customerCodes.length > 0 ? [linesWith(run, "customer_code_hash", customerCodes)] : []),
    ...(ids.length > 0 ? [linesOf(run, ids)] : []),
    ...own.map(({ field, values }) => linesSaying(run, field, values)),
  ];
  if (parts.length === 0) return [];
  // As an array it is found first, by its own indexes, and cannot become a join.
  const found = await loadRows(tx, run, Prisma.sql`line = ANY(ARRAY(${Prisma.join(parts, " UNION ")}))`);
  const keys = new Set([...usernames, ...accessEmails, ...customerCodes]);
  return found.filter(
    ({ values, userId, userVersion }) =>
      [values.username, values.accessEmail, values.customerCode].some((key) => key && keys.has(key)) ||
      own.some((asked) => asked.values.includes(values[asked.field] ?? "")) ||
      (userVersion !== null && ids.includes(userId)),
  );
}

const ofRun = ({ organizationId, id }: Run) =>
  Prisma.sql`organization_id = ${organizationId}::uuid AND import_id = ${id}::uuid AND line > 0`;

/** The lines with one of these keys, or one with the same hash. */
function linesWith(run: Run, column: string, keys: readonly string[]): Prisma.Sql {
  // Hashed apart: in the join itself the function would keep the index from serving below the row-level policy.
  return Prisma.sql`
    SELECT line FROM (SELECT hashtext(key) AS hash FROM unnest(${keys}::text[]) key OFFSET 0) asked
    JOIN import_rows ON ${Prisma.raw(column)} = asked.hash WHERE ${ofRun(run)}`;
}

/** No index tells them: rows are read one by one, where no two may say the same of it. */
const linesSaying = (run: Run, field: RowField, values: readonly string[]) => Prisma.sql`
  SELECT line FROM import_rows WHERE ${ofRun(run)} AND "values" ->> ${field}::text = ANY(${values}::text[])`;

const linesOf = (run: Run, ids: readonly string[]) => Prisma.sql`
  SELECT line FROM import_rows WHERE ${ofRun(run)} AND user_version IS NOT NULL AND user_id = ANY(${ids}::uuid[])`;

/** Which of these names rows of the file have, other than those at `exceptLines`. */
export async function usernamesInFile(
  tx: Transaction,
  run: Run,
  names: readonly string[],
  exceptLines: ReadonlySet<number>,
): Promise<ReadonlySet<string>> {
  if (names.length === 0) return new Set();
  const rows = await tx.$queryRaw<{ line: number; username: string }[]>`
    SELECT line, "values"->>'username' AS username FROM import_rows
    WHERE ${ofRun(run)} AND line IN (${linesWith(run, "username_hash", names)})`;
  return new Set(rows.filter(({ line }) => !exceptLines.has(line)).map(({ username }) => username));
}

/** Staged rows in the file's order. */
export function loadRows(
  tx: Transaction,
  { organizationId, id: importId }: Run,
  where: Prisma.Sql,
  limit = 1_000_000,
): Promise<StagedState[]> {
  return tx.$queryRaw<StagedState[]>`
    SELECT line, cells, given_username AS "givenUsername", "values", issues, username_from AS "usernameFrom", fate,
      selected, key_shared AS "keyShared", user_id AS "userId", user_version AS "userVersion", changes
    FROM import_rows
    WHERE organization_id = ${organizationId}::uuid AND import_id = ${importId}::uuid AND line > 0 AND ${where}
    ORDER BY line LIMIT ${limit}`;
}

export async function writeRows(
  tx: Transaction,
  { organizationId, id: importId }: Run,
  rows: readonly StagedState[],
): Promise<void> {
  if (rows.length === 0) return;
  const states = JSON.stringify(
    rows.map((row) => ({
      line: row.line,
      cells: row.cells,
      given_username: row.givenUsername,
      values: row.values,
      issues: row.issues,
      username_from: row.usernameFrom,
      fate: row.fate,
      key_shared: row.keyShared,
      user_id: row.userId,
      user_version: row.userVersion,
      changes: row.changes,
    })),
  );
  await tx.$executeRaw`
    UPDATE import_rows SET cells = r.cells, given_username = r.given_username, "values" = r.values, issues = r.issues,
      username_from = r.username_from, fate = r.fate, key_shared = r.key_shared, user_id = r.user_id,
      user_version = r.user_version, changes = r.changes
    FROM json_to_recordset(${states}::json) AS r(line integer, cells text[], given_username text, "values" jsonb,
      issues jsonb, username_from text, fate text, key_shared boolean, user_id uuid, user_version integer, changes jsonb)
    WHERE import_rows.organization_id = ${organizationId}::uuid AND import_rows.import_id = ${importId}::uuid
      AND import_rows.line = r.line`;
}
