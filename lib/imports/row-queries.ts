import "server-only";
import { demandStill } from "@/lib/auth/still";
import { readRows, type Transaction, withOrganization } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { isId } from "@/lib/ids";
import type { Issue } from "@/lib/imports/issues";
import type { RowChanges } from "@/lib/imports/plan/people";
import type { Reachable } from "@/lib/imports/planned-messages";
import { type ImportCounts, KEPT_BECAUSE, type KeptReason, NO_ROWS } from "@/lib/imports/state";
import type { Actor } from "@/lib/permissions/actor";
import { demand } from "@/lib/permissions/demand";
import type { UserField } from "@/lib/users/fields";

export type ReviewRow = {
  line: number;
  cells: string[];
  /** What a person gave the row where the file has no column of usernames. */
  givenUsername: string | null;
  values: Partial<Record<UserField, string>>;
  issues: Issue[];
  fate: keyof Omit<ImportCounts, "unselected">;
  selected: boolean;
  /** What the row changes of somebody who is there already. */
  changes: RowChanges | null;
};

const KEPT_PAGE_SIZE = 100;
// Before all others.
const NO_ID = "00000000-0000-0000-0000-000000000000";

/** Rows by fate; unselected ones are counted as that and nothing else. */
export async function countRows(
  tx: Transaction,
  organizationId: string,
  importId: string,
): Promise<ImportCounts> {
  const rows = await tx.$queryRaw<{ fate: keyof ImportCounts; count: number }[]>(Prisma.sql`
    SELECT CASE WHEN selected THEN fate ELSE 'unselected' END AS fate, count(*)::int AS count
    FROM import_rows WHERE organization_id = ${organizationId}::uuid AND import_id = ${importId}::uuid GROUP BY 1`);
  return { ...NO_ROWS, ...Object.fromEntries(rows.map(({ fate, count }) => [fate, count])) };
}

/**
 * Whom a commit could write to, by one look at the selected rows: the people whom `invitable` and the mailing of passwords
 * find once they are there.
 */
export async function countReachable(actor: Actor, importId: string): Promise<Reachable> {
  demand(actor, "users.import.read");
  const { id: organizationId } = actor.organization;
  const ofImport = Prisma.sql`r.organization_id = ${organizationId}::uuid AND r.import_id = ${importId}::uuid`;
  const [found] = await readRows<Reachable>(
    organizationId,
    Prisma.sql`
      SELECT count(*)::int AS people, count(r.values->>'accessEmail')::int AS "withEmail",
        count(nullif(r.values->>'mobilePhone', ''))::int AS "withMobile",
        (SELECT count(*)::int FROM import_rows r
          LEFT JOIN users u ON u.organization_id = r.organization_id AND u.id = r.user_id AND r.fate = 'update'
          WHERE ${ofImport} AND r.fate IN ('create', 'update') AND r.selected AND r.values ? 'password'
            AND u.removed_at IS NULL AND u.suspended_at IS NULL AND u.activated_at IS NULL
            AND (SELECT passwords_expire_at IS NOT NULL FROM imports
              WHERE organization_id = ${organizationId}::uuid AND id = ${importId}::uuid)) AS "withPassword"
      FROM import_rows r WHERE ${ofImport} AND r.fate = 'create' AND r.selected AND NOT r.values ? 'password'`,
  );
  return found ?? { people: 0, withEmail: 0, withMobile: 0, withPassword: 0 };
}

/** `line` is null for whoever was suspended because they were not in the file. */
export type KeptPerson = {
  line: number | null;
  userId: string;
  username: string | null;
  reason: KeptReason;
};

// As the column of lines holds them.
const LINE_MAX = 2 ** 31 - 1;

/** Where a page of people who were kept begins, as its address says: behind a line, or behind one of those without. */
export function keptAfter(text: unknown): { afterLine: number; afterUserId: string | null } {
  if (typeof text === "string" && isId(text)) return { afterLine: LINE_MAX, afterUserId: text };
  return { afterLine: Math.min(LINE_MAX, Math.max(0, Math.trunc(Number(text)) || 0)), afterUserId: null };
}

/**
 * The people whom an undo kept, a hundred of them: those of the file in its order, then those who were suspended because
 * they were not in it. `next` is what `keptAfter` reads.
 */
export async function listKept(
  actor: Actor,
  importId: string,
  { afterLine, afterUserId = null }: { afterLine: number; afterUserId?: string | null },
): Promise<{ people: KeptPerson[]; next: string | number | null }> {
  demand(actor, "users.import.read");
  const { id: organizationId } = actor.organization;
  const reasons = Object.keys(KEPT_BECAUSE);
  const found = await withOrganization(organizationId, (tx) =>
    tx.$queryRaw<KeptPerson[]>(Prisma.sql`
      (SELECT r.line, r.user_id AS "userId", coalesce(u.username, r.values->>'username') AS username, r.undo AS reason
        FROM import_rows r LEFT JOIN users u ON u.organization_id = r.organization_id AND u.id = r.user_id
        WHERE r.organization_id = ${organizationId}::uuid AND r.import_id = ${importId}::uuid
          AND r.line > ${afterLine} AND r.undo = ANY(${reasons})
        ORDER BY r.line LIMIT ${KEPT_PAGE_SIZE + 1})
      UNION ALL
      (SELECT NULL, l.user_id, u.username, CASE l.undo WHEN 'kept' THEN 'changed' ELSE l.undo END
        FROM import_leavers l JOIN users u ON u.organization_id = l.organization_id AND u.id = l.user_id
        WHERE l.organization_id = ${organizationId}::uuid AND l.import_id = ${importId}::uuid
          AND l.user_id > ${afterUserId ?? NO_ID}::uuid AND l.undo = ANY(${[...reasons, "kept"]})
        ORDER BY l.user_id LIMIT ${KEPT_PAGE_SIZE + 1})
      ORDER BY line NULLS LAST, "userId" LIMIT ${KEPT_PAGE_SIZE + 1}`),
  );
  const people = found.slice(0, KEPT_PAGE_SIZE);
  const last = found.length > KEPT_PAGE_SIZE ? people.at(-1) : undefined;
  return { people, next: last ? (last.line ?? last.userId) : null };
}

/** Whether the file had a password in a row, good or bad; what is kept of the row has none. */
const hadPassword = ({ password }: ReviewRow["values"], issues: Issue[]): boolean =>
  password !== undefined || issues.some(({ field, code }) => field === "password" && code !== "missing");

const ERRORS_ROWS_AT_ONCE = 1000;

/** All rows of an import in the file's order, some at a time, for the errors file. */
export async function* eachRow(
  actor: Actor,
  importId: string,
): AsyncGenerator<{ cells: string[]; issues: Issue[]; hadPassword: boolean }[]> {
  demand(actor, "users.import.read");
  const { id: organizationId } = actor.organization;
  for (let afterLine = 0; ; ) {
    const rows = await withOrganization(organizationId, (tx) =>
      tx.importRow.findMany({
        where: { organizationId, importId, line: { gt: afterLine } },
        orderBy: { line: "asc" },
        take: ERRORS_ROWS_AT_ONCE,
        select: { line: true, cells: true, issues: true, values: true },
      }),
    );
    if (rows.length === 0) return;
    yield rows.map((row) => {
      const issues = row.issues as Issue[];
      return {
        cells: row.cells,
        issues,
        hadPassword: hadPassword(row.values as ReviewRow["values"], issues),
      };
    });
    afterLine = rows.at(-1)?.line ?? afterLine;
    await demandStill(actor, "users.import.read");
  }
}
