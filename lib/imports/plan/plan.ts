import { type Issue, PLAN_ISSUE_CODES } from "@/lib/imports/issues";
import { findDuplicates } from "@/lib/imports/plan/duplicates";
import type { ImportMode, MatchKey } from "@/lib/imports/plan/modes";
import { type ExistingPerson, findTargets, type RowChanges } from "@/lib/imports/plan/people";
import { type Extensions, findTaken, isInDirectory, NO_ISSUES } from "@/lib/imports/plan/taken";
import { asCompared, findSamePerson, withPeople } from "@/lib/imports/plan/update";
import type { JudgedRow, MatchedColumns } from "@/lib/imports/rows/judge";
import type { AccessProfile, Role } from "@/lib/permissions/roles";
import { type PropertyField, propertyField } from "@/lib/properties/field";
import type { Property } from "@/lib/properties/types";
import { NEXT_EXTENSION } from "@/lib/telephony/cell";
import type { UserField } from "@/lib/users/fields";

/**
 * What a commit does with a row. "exists" is a person who is there already and is left as they are, "absent" one who
 * is not and is not added.
 */
export const FATES = ["create", "update", "unchanged", "exists", "absent", "invalid"] as const;
export type Fate = (typeof FATES)[number];

/** `target` is the one person in the directory whom the row means, where the mode may change people. */
export type PlannedRow = JudgedRow & {
  fate: Fate;
  isSelected: boolean;
  target?: { userId: string; version: number; changes: RowChanges | null };
};

/** What the organization already has, of the keys that the file mentions (`keysOf`). */
export type Directory = {
  usernames: ReadonlySet<string>;
  accessEmails: ReadonlySet<string>;
  customerCodes: ReadonlySet<string>;
  /** Of properties that no two have the same value of, those that somebody has. */
  propertyValues?: ReadonlyMap<PropertyField, ReadonlySet<string>>;
  /** The organization's numbers, and who has those that the rows say. */
  extensions?: Extensions;
  /** Whom the rows mean; a mode that changes nobody needs none. */
  people?: readonly ExistingPerson[];
};

export type PlanOptions = {
  mode: ImportMode;
  matchKey: MatchKey;
  /** Lines that a person has taken out: they are judged by themselves and no other row minds them. */
  unselected?: ReadonlySet<number>;
  /** What a new person has to have; a row that updates somebody need not have it. */
  mandatory?: readonly UserField[];
  /** What the organization keeps of its people beyond the fields that everybody has. */
  properties?: readonly Property[];
  /** The roles and profiles of those whom whoever imports may change. */
  reach?: { roles: readonly Role[]; profiles: readonly AccessProfile[]; lacking: readonly string[] };
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
  options: PlanOptions,
): PlannedRow[] {
  return options.mode === "createOnly"
    ? planNewPeople(rows, directory, options)
    : planAllPeople(rows, directory, options);
}

function planNewPeople(
  rows: readonly JudgedRow[],
  directory: Directory,
  { matchKey, unselected = NO_LINES, properties = [] }: PlanOptions,
): PlannedRow[] {
  const isSelected = ({ line }: JudgedRow) => !unselected.has(line);
  const duplicates = findDuplicates(unselected.size === 0 ? rows : rows.filter(isSelected), properties);
  return rows.map((row) => {
    const exists = isInDirectory(row, directory, matchKey);
    const duplicate = duplicates.get(row) ?? NO_ISSUES;
    const taken = exists ? NO_ISSUES : findTaken(row.values, directory, properties);
    const own = withoutPlanIssues(row.issues);
    const issues = duplicate.length + taken.length === 0 ? own : [...own, ...duplicate, ...taken];
    const fate = issues.length > 0 ? "invalid" : exists ? "exists" : "create";
    const { line, values, usernameFrom } = row;
    // Spelled out, as spreading a hundred thousand rows takes longer than all the rest.
    return { line, values, issues, usernameFrom, fate, isSelected: isSelected(row) };
  });
}

function planAllPeople(rows: readonly JudgedRow[], directory: Directory, options: PlanOptions): PlannedRow[] {
  const { matchKey, unselected = NO_LINES } = options;
  const isSelected = ({ line }: JudgedRow) => !unselected.has(line);
  const targets = findTargets(rows, directory.people ?? [], matchKey);
  const selected = rows.filter(isSelected);
  const compared = new Map(
    selected.map((row) => [row, targets.has(row) ? asCompared(row, matchKey) : row] as const),
  );
  const duplicates = findDuplicates([...compared.values()], options.properties);
  const same = findSamePerson(selected, targets, matchKey);
  return rows.map((row) => {
    const duplicate = duplicates.get(compared.get(row) ?? row) ?? same.get(row) ?? NO_ISSUES;
    const {
      issues: own,
      fate,
      target,
    } = withPeople(
      { ...row, issues: withoutPlanIssues(row.issues) },
      targets.get(row) ?? [],
      directory,
      options,
    );
    const issues = [...own, ...duplicate];
    const { line, values, usernameFrom } = row;
    const isRight = issues.length === 0;
    return {
      line,
      values,
      issues,
      usernameFrom,
      fate: isRight ? fate : "invalid",
      isSelected: isSelected(row),
      ...(target ? { target } : {}),
    };
  });
}

/** The key to find people by where nobody has chosen one: the username if the file has a column of them. */
export function matchKeyOf(columns: MatchedColumns): MatchKey {
  return columns.some(({ field }) => field === "username") ? "username" : "accessEmail";
}

type DirectoryKeys = Record<"usernames" | "accessEmails" | "customerCodes", string[]>;

/** The keys that rows mention, each once: all that a plan needs to know of the directory. */
export function keysOf(rows: readonly JudgedRow[]): DirectoryKeys {
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

/** The numbers that rows say, each once. */
export const numbersOf = (rows: readonly JudgedRow[]): string[] => [
  ...new Set(
    rows.flatMap(({ values: { extension } }) =>
      extension && extension !== NEXT_EXTENSION ? [extension] : [],
    ),
  ),
];

/** The values that rows have of properties that no two have the same value of; those without any are left out. */
export function uniqueValues(
  rows: readonly JudgedRow[],
  properties: readonly Property[] = [],
): { id: string; field: PropertyField; values: string[] }[] {
  return properties
    .filter(({ isUnique }) => isUnique)
    .map(({ id }) => ({ id, field: propertyField(id) }))
    .map((each) => ({
      ...each,
      values: [...new Set(rows.flatMap(({ values }) => values[each.field] || []))],
    }))
    .filter(({ values }) => values.length > 0);
}

/** How many rows have each fate; those taken out are counted apart, so that all numbers add up to `rows`. */
export type FateCounts = Record<Fate, number> & { unselected: number; rows: number };

export function countFates(rows: readonly Pick<PlannedRow, "fate" | "isSelected">[]): FateCounts {
  const counts = {
    create: 0,
    update: 0,
    unchanged: 0,
    exists: 0,
    absent: 0,
    invalid: 0,
    unselected: 0,
    rows: rows.length,
  };
  for (const { fate, isSelected } of rows) counts[isSelected ? fate : "unselected"] += 1;
  return counts;
}

const NO_LINES: ReadonlySet<number> = new Set();
const PLAN_CODES: ReadonlySet<string> = new Set(PLAN_ISSUE_CODES);

const isPlanIssue = ({ code }: Issue) => PLAN_CODES.has(code);

function withoutPlanIssues(issues: Issue[]): Issue[] {
  return issues.some(isPlanIssue) ? issues.filter((issue) => !isPlanIssue(issue)) : issues;
}
