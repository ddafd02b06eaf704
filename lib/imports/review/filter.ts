import { isRowField, type RowField } from "@/lib/imports/columns/column-field";
import { ISSUE_CODES, type IssueCode } from "@/lib/imports/issues";
import { IMPORT_LIMITS } from "@/lib/imports/limits";

export const REVIEW_FILTERS = [
  "drifted",
  "all",
  "create",
  "update",
  "unchanged",
  "exists",
  "absent",
  "invalid",
  "unselected",
] as const;
export type ReviewFilter = (typeof REVIEW_FILTERS)[number];

/** Which rows a review shows; every part that is set narrows it. */
export type RowFilter = {
  show: ReviewFilter;
  /** Rows with this issue. */
  issue: IssueCode | null;
  /** Rows with an issue in this field. */
  column: RowField | null;
  /** Rows with this text in a cell, whatever its case and accents. */
  q: string;
  /** The column of the file that the text is looked for in, counted from 0; null for all of them. */
  within: number | null;
};

export const ALL_ROWS: RowFilter = { show: "all", issue: null, column: null, q: "", within: null };

const SEARCH_LENGTH_MAX = 200;

type Params = Record<string, string | string[] | undefined>;

/** Reads the filter of an address. What makes no sense there counts as absent. */
export function readRowFilter(params: Params, first: ReviewFilter = "all"): RowFilter {
  return {
    show: REVIEW_FILTERS.find((each) => each === params.show) ?? first,
    issue: ISSUE_CODES.find((each) => each === params.issue) ?? null,
    column: readField(params.column),
    q: typeof params.q === "string" ? params.q.replaceAll("\0", "").trim().slice(0, SEARCH_LENGTH_MAX) : "",
    within: readColumn(params.within),
  };
}

const readField = (text: Params[string]): RowField | null =>
  typeof text === "string" && isRowField(text) ? text : null;

function readColumn(text: Params[string]): number | null {
  if (typeof text !== "string" || !/^\d{1,3}$/.test(text)) return null;
  const column = Number(text);
  return column < IMPORT_LIMITS.columnsMax ? column : null;
}

/** The query of an address that shows these rows. */
export const rowFilterQuery = ({ show, issue, column, q, within }: RowFilter) => ({
  show,
  issue,
  column,
  q: q || null,
  within: within === null ? null : String(within),
});

/** An issue's code in words: “Phone country code missing”. */
export function wordsOfCode(code: string): string {
  const words = code.replaceAll("_", " ");
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
