import type { ColumnField, RowField } from "@/lib/imports/columns/column-field";
import type { ImportCounts, ImportResult, ImportState } from "@/lib/imports/state";

export const API_STATES = ["parsing", "review", "refused", "committing", "done", "failed", "undone"] as const;
export type ApiState = (typeof API_STATES)[number];

/** Rows by what happens to them; one that is unselected or left alone is skipped. */
export const API_FATES = ["create", "update", "unchanged", "skipped", "invalid"] as const;
export type ApiFate = (typeof API_FATES)[number];

export type ApiImport = {
  id: string;
  state: ApiState;
  rows: number;
  create: number;
  update: number;
  unchanged: number;
  skipped: number;
  invalid: number;
  planVersion: number;
  refusal: { code: string; message: string } | null;
  columns: { header: string; field: ColumnField | null }[];
  encoding: string | null;
  delimiter: string | null;
  sheet: string | null;
};

export type ApiRow = {
  line: number;
  fate: ApiFate;
  selected: boolean;
  values: Partial<Record<RowField, string>>;
  issues: { field: RowField | null; code: string; message: string }[];
  changes: unknown;
};

const STATE: Record<ImportState, ApiState> = {
  uploading: "parsing",
  reading: "parsing",
  matching: "parsing",
  parsing: "parsing",
  review: "review",
  refused: "refused",
  scheduled: "committing",
  hashing: "committing",
  committing: "committing",
  done: "done",
  failed: "failed",
  cancelled: "failed",
  undoing: "done",
  undone: "undone",
};

const CANCELLED = { code: "cancelled", message: "The import was given up before anything was written." };

type Details = Pick<ApiImport, "id" | "planVersion" | "encoding" | "delimiter" | "sheet" | "refusal"> & {
  state: ImportState;
  rowCount: number;
  headers: readonly string[];
  matching: readonly (ColumnField | null)[];
  result: ImportResult | null;
};

/** An import as programs read it; in every state its counts are those of one and the same sum. */
export function apiImportOf(found: Details, counts: ImportCounts): ApiImport {
  const { id, planVersion, encoding, delimiter, sheet, result, refusal } = found;
  return {
    id,
    state: STATE[found.state],
    rows: found.rowCount,
    ...(result ? countsOfResult(result) : countsOfRows(counts)),
    planVersion,
    refusal:
      found.state === "cancelled" ? CANCELLED : refusal && { code: refusal.code, message: refusal.message },
    columns: found.headers.map((header, index) => ({ header, field: found.matching[index] ?? null })),
    encoding,
    delimiter,
    sheet,
  };
}

function countsOfRows({ create, update, unchanged, exists, absent, unselected, invalid }: ImportCounts) {
  return { create, update, unchanged, skipped: exists + absent + unselected, invalid };
}

function countsOfResult({ created, updated, unchanged, skipped, failed }: ImportResult) {
  return { create: created, update: updated, unchanged, skipped, invalid: failed };
}

type Row = Omit<ApiRow, "fate"> & { fate: string };

/** A row as programs read it, without a password whatever the row holds. */
export function apiRowOf({ line, fate, selected, values, issues, changes }: Row): ApiRow {
  const { password: _, ...shown } = values;
  return {
    line,
    fate: apiFateOf(fate, selected),
    selected,
    values: shown,
    issues: issues.map(({ field, code, message }) => ({ field, code, message })),
    changes: changes ?? null,
  };
}

function apiFateOf(fate: string, selected: boolean): ApiFate {
  return (selected && API_FATES.find((known) => known === fate)) || "skipped";
}
