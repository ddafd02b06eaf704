import type { Issue } from "@/lib/imports/issues";
import { rowKeyOf } from "@/lib/imports/plan/people";
import type { PlannedRow, PlanOptions } from "@/lib/imports/plan/plan";
import type { FieldIssue } from "@/lib/result";
import { USER_FIELD_INFO } from "@/lib/users/fields";
import { quote } from "@/lib/users/reading";

/** What is wrong with a typed cell; `suggestion` is a text that would be right in its place. */
export type TypedIssue = FieldIssue & { suggestion?: string };

/**
 * All that keeps rows from being created, at their cells: the path is the line and the field, such as `3.accessEmail`.
 * Somebody who is there already is passed over in a file, but has been typed in vain here, so that is said too.
 * @param here lines whose person is there already, whatever else is wrong with them
 */
export function typedIssues(
  rows: readonly PlannedRow[],
  { matchKey }: Pick<PlanOptions, "matchKey">,
  here: ReadonlySet<number>,
): TypedIssue[] {
  return rows.flatMap((row) => {
    const found: Pick<Issue, "field" | "message" | "suggestion">[] = [...row.issues];
    if (here.has(row.line)) {
      const { field, value } = rowKeyOf(row, matchKey) ?? { field: matchKey, value: "" };
      found.push({
        field,
        message: `Somebody with the ${USER_FIELD_INFO[field].label.toLowerCase()} ${quote(value)} is here already.`,
      });
    }
    return found.map(({ field, message, suggestion }) => ({
      path: `${row.line}.${field ?? ""}`,
      message,
      ...(suggestion ? { suggestion } : {}),
    }));
  });
}

/** Whether something is wrong with a row, rather than with what was chosen for all of them. */
export const isOfRow = ({ path }: Pick<FieldIssue, "path">): boolean => /^\d/.test(path);

/** Line and field of an issue's path; the field is `""` for what is about the whole row. */
export function readIssuePath(path: string): { line: number; field: string } {
  const at = path.indexOf(".");
  return { line: Number(at < 0 ? path : path.slice(0, at)), field: at < 0 ? "" : path.slice(at + 1) };
}
