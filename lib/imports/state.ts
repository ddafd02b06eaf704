/** Where an import stands, from its file to its end. */
export const IMPORT_STATES = [
  "uploading",
  "reading",
  "matching",
  "parsing",
  "review",
  "refused",
  "committing",
  "done",
  "failed",
  "cancelled",
] as const;
export type ImportState = (typeof IMPORT_STATES)[number];

/** What to do when rows are wrong: refuse the whole file [S2] or import the rows that are right [S0]. */
export const ON_ERROR = ["skip", "refuse"] as const;
export type OnError = (typeof ON_ERROR)[number];

export type ImportOptions = {
  /** ISO 3166-1 alpha-2; phones without a country code are read as this country's. */
  defaultCountry?: string | null;
  onError?: OnError;
  /** Of the rows that were reviewed, how many mean something else now, because the directory changed. */
  drifted?: number;
  /** How often a job of this import has failed by itself. */
  failures?: number;
};

/** Rows by what will happen to them; their sum is the number of rows. */
export type ImportCounts = {
  create: number;
  update: number;
  unchanged: number;
  /** In the directory already; add only leaves them alone. */
  exists: number;
  invalid: number;
  /** Unselected by a person, whatever they were. */
  unselected: number;
};

/** What came of an import: created + updated + unchanged + skipped + failed = rows. */
export type ImportResult = {
  created: number;
  updated: number;
  unchanged: number;
  skipped: number;
  failed: number;
};

export const NO_ROWS: ImportCounts = {
  create: 0,
  update: 0,
  unchanged: 0,
  exists: 0,
  invalid: 0,
  unselected: 0,
};

/** What a commit of these rows comes to. */
export function resultOf(counts: ImportCounts): ImportResult {
  return {
    created: counts.create,
    updated: counts.update,
    unchanged: counts.unchanged,
    skipped: counts.exists + counts.unselected,
    failed: counts.invalid,
  };
}
