import type { ColumnField, RowField } from "@/lib/imports/columns/column-field";
import { USERNAME_COLUMN } from "@/lib/imports/review/edits";

type Matching = readonly (ColumnField | null)[];

/** The columns that people may change: matched ones, never a password's, and the username that the file has no column for. */
export function editableColumns(matching: Matching): number[] {
  const matched = matching.flatMap((field, index) => (field && field !== "password" ? [index] : []));
  return matching.includes("username") ? matched : [...matched, USERNAME_COLUMN];
}

/** Where the text of a field stands; null where no text of its own does. */
export function columnOf(field: RowField, matching: Matching): number | null {
  const index = matching.indexOf(field);
  if (index >= 0) return field === "password" ? null : index;
  return field === "username" ? USERNAME_COLUMN : null;
}
