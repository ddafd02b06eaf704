import {
  type ColumnField,
  fieldsOfColumn,
  labelOfColumn,
  type PropertyNames,
} from "@/lib/imports/columns/column-field";
import type { Issue } from "@/lib/imports/issues";
import { editableColumns } from "@/lib/imports/review/editable";
import { USERNAME_COLUMN } from "@/lib/imports/review/edits";
import type { ReviewRow } from "@/lib/imports/row-queries";

/** A column of the review: a matched one of the file, or the username that the file has no column for. */
export type ReviewColumn = { column: number; label: string; field: ColumnField; isEditable: boolean };

export function reviewColumns(
  headers: readonly string[],
  matching: readonly (ColumnField | null)[],
  properties: PropertyNames = [],
): ReviewColumn[] {
  const editable = editableColumns(matching);
  const matched = matching.flatMap((field, column) =>
    field
      ? [
          {
            column,
            field,
            label: headers[column]?.trim() || labelOfColumn(field, properties),
            isEditable: editable.includes(column),
          },
        ]
      : [],
  );
  if (matching.includes("username")) return matched;
  return [...matched, { column: USERNAME_COLUMN, field: "username", label: "Username", isEditable: true }];
}

const HIDDEN = "••••••";

/** What a cell shows: the file's text, or the username that is made of the rest. */
export function shownText(row: ReviewRow, { column, field }: ReviewColumn): string {
  if (field === "password") return HIDDEN;
  if (column !== USERNAME_COLUMN) return row.cells[column] ?? "";
  if (row.givenUsername) return row.givenUsername;
  return row.fate === "update" || row.fate === "unchanged" ? "" : (row.values.username ?? "");
}

/** What is wrong at a column. */
export const issuesAt = (row: ReviewRow, { field }: ReviewColumn): Issue[] =>
  row.issues.filter((issue) => issue.field !== null && fieldsOfColumn(field).includes(issue.field));

/** What is wrong with a row at no column of the review. */
export const issuesElsewhere = (row: ReviewRow, columns: readonly ReviewColumn[]): Issue[] =>
  row.issues.filter(({ field: wrong }) => {
    return wrong === null || !columns.some(({ field }) => fieldsOfColumn(field).includes(wrong));
  });

/** The column that an issue's text stands in; undefined where it can be edited in none. */
export const columnOfIssue = (issue: Issue, columns: readonly ReviewColumn[]): ReviewColumn | undefined =>
  columns.find(({ field, isEditable }) => isEditable && issue.field !== null && field === issue.field);
