import { isUserField } from "@/lib/imports/columns/column-field";
import { type ReviewFilter, type RowFilter, wordsOfCode } from "@/lib/imports/review/filter";
import { USER_FIELD_INFO } from "@/lib/users/fields";

/** Rows that were left out or taken in together, in the words of the list of edits: “Left out: rows with errors”. */
export function wordsOfChoice({ show, issue, column, q, within }: RowFilter, selected: boolean): string {
  const parts = [
    SHOWN[show],
    issue && `with “${wordsOfCode(issue)}”`,
    column && `with an issue in “${isUserField(column) ? USER_FIELD_INFO[column].label : "a property"}”`,
    q && `with “${q}” in ${within === null ? "a cell" : `column ${within + 1}`}`,
  ];
  return `${selected ? "Taken in" : "Left out"}: ${parts.filter(Boolean).join(", ")}`;
}

export const KEPT_FIRST_WORDS = "Left out: all but the first of identical rows";

const SHOWN: Record<ReviewFilter, string> = {
  drifted: "rows that changed since they were looked at",
  all: "all rows",
  create: "rows to create",
  update: "rows to update",
  unchanged: "unchanged rows",
  exists: "rows already here",
  absent: "rows not here",
  invalid: "rows with errors",
  unselected: "unselected rows",
};
