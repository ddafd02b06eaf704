import type { FilePasswords, ImportChoices } from "@/lib/imports/choices";
import type { JudgedBy } from "@/lib/imports/judged-by";
import type { ImportMode, MatchKey } from "@/lib/imports/plan/modes";
import type { DateOrder } from "@/lib/users/date";

/** Where an import stands, from its file to its end. */
export const IMPORT_STATES = [
  "uploading",
  "reading",
  "matching",
  "parsing",
  "review",
  "refused",
  "scheduled",
  "hashing",
  "committing",
  "done",
  "failed",
  "cancelled",
  "undoing",
  "undone",
] as const;
export type ImportState = (typeof IMPORT_STATES)[number];

const STAGING: readonly ImportState[] = ["uploading", "reading", "matching", "parsing"];

/** Why rows cannot be told yet, in words: as long as they are being judged, some are not there; null when they can. */
export const rowsProblem = (state: ImportState): string | null =>
  STAGING.includes(state) ? "The rows are not all read yet. Ask again when the import is in review." : null;

/** What to do when rows are wrong: refuse the whole file [S2] or import the rows that are right [S0]. */
export const ON_ERROR = ["skip", "refuse"] as const;
export type OnError = (typeof ON_ERROR)[number];

export type ImportOptions = {
  /** ISO 3166-1 alpha-2; phones without a country code are read as this country's. */
  defaultCountry?: string | null;
  /** How dates are read that could be read both ways; absent: they are issues. */
  dateOrder?: DateOrder | null;
  /** The line of the header as a person chose it, 0 for none; absent: as it was found. */
  headerLine?: number;
  onError?: OnError;
  /** Absent: add only. */
  mode?: ImportMode;
  /** Absent: the username if the file has a column of them, else the access email. */
  matchKey?: MatchKey;
  /** Of the rows that were reviewed, how many mean something else now, because the directory changed. */
  drifted?: number;
  /** Absent: none were made yet. */
  choices?: ImportChoices;
  /** When a committed import is carried out, ISO 8601; absent or null: at once. */
  goLiveAt?: string | null;
  /** What a program has said; absent: passwords are taken from a column that is matched with them. */
  password?: FilePasswords;
  /** Whether its rows were typed into a form, which has no column for passwords. */
  typed?: boolean;
  /** What the organization's properties were when its rows were judged. */
  judgedBy?: JudgedBy;
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
  /** Not in the directory; update only leaves them out. */
  absent: number;
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

/** What an undo did with a person of the import, or why it left them as they are. */
export type UndoOutcome =
  | "removed"
  | "restored"
  | "gone"
  | "changed"
  | "activated"
  | "signedIn"
  | "above"
  | "taken"
  | "lastAdmin"
  | "password"
  | "earlierPassword"
  | "link";

/** With these an undo has given a person back every field that the import changed, and perhaps one thing not. */
export const AS_BEFORE = ["restored", "password", "earlierPassword", "link"] as const satisfies UndoOutcome[];

/** Why it did not reactivate somebody who was suspended because they were not in the file. */
export type LeaverKeptReason = "gone" | "active" | "changed" | "right" | "above";

export type KeptReason = Exclude<UndoOutcome, "removed" | "restored"> | LeaverKeptReason;

/** Why an undo kept a person, in words that follow their name. */
export const KEPT_BECAUSE: Record<KeptReason, string> = {
  gone: "had been removed already",
  changed: "has been changed since",
  activated: "has activated the account",
  signedIn: "has signed in",
  above: "holds rights that whoever took the import back does not hold",
  taken:
    "had a username or customer code before that somebody else has now, or a username at a domain that is gone",
  lastAdmin: "is the last active admin",
  active: "is not suspended any more",
  right: "was suspended, and whoever took the import back may not reactivate anybody",
  password: "has the password of the file, which stays; everything else is as before",
  earlierPassword:
    "had a password before that of the file, which cannot come back; everything else is as before",
  link: "had a link, a PIN or a password to begin with that became void, and stays so; everything else is as before",
};

/** What came of an undo: people who went, people who are as before, and people who were kept. */
export type UndoResult = {
  removed: number;
  restored: number;
  kept: number;
  /** Of those who were suspended because they were not in the file. */
  reactivated?: number;
  stillSuspended?: number;
};

export const NO_ROWS: ImportCounts = {
  create: 0,
  update: 0,
  unchanged: 0,
  exists: 0,
  absent: 0,
  invalid: 0,
  unselected: 0,
};

/** What a commit of these rows comes to. */
export function resultOf(counts: ImportCounts): ImportResult {
  return {
    created: counts.create,
    updated: counts.update,
    unchanged: counts.unchanged,
    skipped: counts.exists + counts.absent + counts.unselected,
    failed: counts.invalid,
  };
}
