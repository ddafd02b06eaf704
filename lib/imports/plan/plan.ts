import { customerCodeTaken, type Issue, PLAN_ISSUE_CODES, usernameTaken } from "@/lib/imports/issues";
import { findDuplicates } from "@/lib/imports/plan/duplicates";
import type { JudgedRow, MatchedColumns } from "@/lib/imports/rows/judge";

/** What a commit does with a row. "exists" is a person who is there already and is left as they are. */
export const FATES = ["create", "update", "unchanged", "exists", "invalid"] as const;
export type Fate = (typeof FATES)[number];

/** By what a row is found in the directory; a row without a login is found by its access email in either case. */
export type MatchKey = "username" | "accessEmail";

export type PlannedRow = JudgedRow & { fate: Fate; isSelected: boolean };

/** What the organization already has, of the keys that the file mentions (`keysOf`). */
export type Directory = {
  usernames: ReadonlySet<string>;
  accessEmails: ReadonlySet<string>;
  customerCodes: ReadonlySet<string>;
};

export type PlanOptions = {
  mode: "createOnly";
  matchKey: MatchKey;
  /** Lines that a person has taken out: they are judged by themselves and no other row minds them. */
  unselected?: ReadonlySet<number>;
};

/**
 * What an import would do with each row, in the order given. The review shows it and the commit carries it out: same
 * rows, directory and options, same plan. Planning planned rows again is the same as planning them once.
 *
 * A row with any issue is invalid. Rows that share an access email, username or customer code are each a duplicate of
 * the others. A person who is there already is no error; a new one with somebody else's username or customer code is.
 */
export function planRows(
  rows: readonly JudgedRow[],
  directory: Directory,
  { matchKey, unselected = NO_LINES }: PlanOptions,
): PlannedRow[] {
  const isSelected = ({ line }: JudgedRow) => !unselected.has(line);
  const duplicates = findDuplicates(unselected.size === 0 ? rows : rows.filter(isSelected));
  return rows.map((row) => {
    const exists = isInDirectory(row, directory, matchKey);
    const duplicate = duplicates.get(row) ?? NO_ISSUES;
    const taken = exists ? NO_ISSUES : findTaken(row.values, directory);
    const own = withoutPlanIssues(row.issues);
    const issues = duplicate.length + taken.length === 0 ? own : [...own, ...duplicate, ...taken];
    const fate = issues.length > 0 ? "invalid" : exists ? "exists" : "create";
    const { line, values, usernameFrom } = row;
    // Spelled out, as spreading a hundred thousand rows takes longer than all the rest.
    return { line, values, issues, usernameFrom, fate, isSelected: isSelected(row) };
  });
}

/** The key to find people by: the username if the file has a column of them. */
export function matchKeyOf(columns: MatchedColumns): MatchKey {
  return columns.some(({ field }) => field === "username") ? "username" : "accessEmail";
}

/** The keys that rows mention, each once: all that a plan needs to know of the directory. */
export function keysOf(rows: readonly JudgedRow[]): { [set in keyof Directory]: string[] } {
  const keys = {
    usernames: new Set<string>(),
    accessEmails: new Set<string>(),
    customerCodes: new Set<string>(),
  };
  for (const { values } of rows) {
    if (values.username) keys.usernames.add(values.username);
    if (values.accessEmail) keys.accessEmails.add(values.accessEmail);
    if (values.customerCode) keys.customerCodes.add(values.customerCode);
  }
  return {
    usernames: [...keys.usernames],
    accessEmails: [...keys.accessEmails],
    customerCodes: [...keys.customerCodes],
  };
}

/** How many rows have each fate; those taken out are counted apart, so that all numbers add up to `rows`. */
export type FateCounts = Record<Fate, number> & { unselected: number; rows: number };

export function countFates(rows: readonly Pick<PlannedRow, "fate" | "isSelected">[]): FateCounts {
  const counts = {
    create: 0,
    update: 0,
    unchanged: 0,
    exists: 0,
    invalid: 0,
    unselected: 0,
    rows: rows.length,
  };
  for (const { fate, isSelected } of rows) counts[isSelected ? fate : "unselected"] += 1;
  return counts;
}

const NO_LINES: ReadonlySet<number> = new Set();
const NO_ISSUES: Issue[] = [];
const PLAN_CODES: ReadonlySet<string> = new Set(PLAN_ISSUE_CODES);

const isPlanIssue = ({ code }: Issue) => PLAN_CODES.has(code);

function withoutPlanIssues(issues: Issue[]): Issue[] {
  return issues.some(isPlanIssue) ? issues.filter((issue) => !isPlanIssue(issue)) : issues;
}

function isInDirectory(
  { values, usernameFrom }: JudgedRow,
  directory: Directory,
  matchKey: MatchKey,
): boolean {
  return matchKey === "username" && usernameFrom === "login"
    ? directory.usernames.has(values.username ?? "")
    : directory.accessEmails.has(values.accessEmail ?? "");
}

function findTaken({ username, customerCode }: JudgedRow["values"], directory: Directory): Issue[] {
  const isNameTaken = username !== undefined && directory.usernames.has(username);
  const isCodeTaken = customerCode !== undefined && directory.customerCodes.has(customerCode);
  if (!isNameTaken && !isCodeTaken) return NO_ISSUES;
  return [
    ...(isNameTaken ? [usernameTaken(username)] : []),
    ...(isCodeTaken ? [customerCodeTaken(customerCode)] : []),
  ];
}
