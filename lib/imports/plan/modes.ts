/** What an import may do: add new people, change those who are there already, or both. */
export const IMPORT_MODES = ["createOnly", "updateOnly", "both"] as const;
export type ImportMode = (typeof IMPORT_MODES)[number];

export const IMPORT_MODE_LABELS: Record<ImportMode, string> = {
  createOnly: "Add new people, leave others as they are",
  updateOnly: "Update people, add nobody",
  both: "Add new people and update others",
};

/** By what a row is found in the directory; a row without that is found by its access email. */
export const MATCH_KEYS = ["username", "accessEmail", "customerCode"] as const;
export type MatchKey = (typeof MATCH_KEYS)[number];
