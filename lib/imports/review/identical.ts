import type { RowField } from "@/lib/imports/columns/column-field";
import { type Issue, PLAN_ISSUE_CODES } from "@/lib/imports/issues";

type Row = {
  cells: readonly string[];
  givenUsername: string | null;
  values: Partial<Record<RowField, string>>;
  issues: readonly Pick<Issue, "field" | "code">[];
};

/**
 * What a duplicate says, the same text for rows that say the very same: of their values, so that `ADA@x` and `ada@x`
 * are one, and of their cells as well where a cell is wrong and so has no value. Null for a row that is no duplicate,
 * and for one with a password, which nobody can compare.
 */
export function identityOf({ cells, givenUsername, values, issues }: Row): string | null {
  if (!issues.some(({ code }) => code === "duplicate")) return null;
  if (values.password !== undefined || issues.some(({ field }) => field === "password")) return null;
  const isWrong = issues.some(({ code }) => !PLAN_CODES.has(code));
  const sorted = Object.entries(values).sort(([one], [other]) => (one < other ? -1 : 1));
  return JSON.stringify([sorted, givenUsername, isWrong ? cells.map((cell) => cell.trim()) : null]);
}

/** Of rows in the file's order, the lines that repeat an earlier one. */
export function repeatedLines(): { take: (row: Row & { line: number }) => void; lines: number[] } {
  const seen = new Set<string>();
  const lines: number[] = [];
  const take = (row: Row & { line: number }) => {
    const identity = identityOf(row);
    if (identity === null) return;
    if (seen.has(identity)) lines.push(row.line);
    else seen.add(identity);
  };
  return { take, lines };
}

const PLAN_CODES: ReadonlySet<string> = new Set(PLAN_ISSUE_CODES);
