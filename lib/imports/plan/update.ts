import {
  duplicate,
  type Issue,
  issueOf,
  LINES_NAMED_MAX,
  personAbove,
  personAmbiguous,
} from "@/lib/imports/issues";
import type { MatchKey } from "@/lib/imports/plan/modes";
import { changesTo, type ExistingPerson, rowKeyOf } from "@/lib/imports/plan/people";
import type { Directory, Fate, PlannedRow, PlanOptions } from "@/lib/imports/plan/plan";
import { findTaken } from "@/lib/imports/plan/taken";
import { isAsked, type JudgedRow } from "@/lib/imports/rows/judge";
import { propertyField } from "@/lib/properties/field";
import { propertyMissing } from "@/lib/properties/read";
import { missing } from "@/lib/users/reading";

type Judgement = Pick<PlannedRow, "issues" | "target"> & { fate: Fate };

/** What a mode that may change people does with one row, which means these people. */
export function withPeople(
  row: JudgedRow,
  people: readonly ExistingPerson[],
  directory: Directory,
  options: PlanOptions,
): Judgement {
  const [person, ...others] = people;
  if (!person) return options.mode === "both" ? added(row, directory, options) : absent(row, options);
  const issues = row.issues.filter(({ code }) => code !== "missing");
  if (others.length > 0) {
    const key = rowKeyOf(row, options.matchKey);
    const ambiguous = personAmbiguous(key?.field ?? "accessEmail", key?.value ?? "", people.length);
    return { issues: [...issues, ambiguous], fate: "invalid" };
  }
  const changes = changesTo(row, person, options.matchKey);
  if (changes) {
    issues.push(...findTaken(changes.after, directory, options.properties));
    if (!isInReach(person, options)) issues.push(personAbove(person.values.username));
  }
  const target = { userId: person.id, version: person.version, changes };
  return { issues, fate: changes ? "update" : "unchanged", target };
}

/**
 * A row as it is compared with others where it means somebody who is there: a username that is not the file's says
 * nothing, and people may share an access email, unless they are found by it.
 */
export function asCompared(row: JudgedRow, matchKey: MatchKey): JudgedRow {
  const { username, accessEmail, ...values } = row.values;
  const isFoundByEmail = rowKeyOf(row, matchKey)?.field === "accessEmail";
  return {
    ...row,
    values: {
      ...values,
      ...(row.usernameFrom === "login" && username ? { username } : {}),
      ...(isFoundByEmail && accessEmail ? { accessEmail } : {}),
    },
  };
}

/** The issues of rows that mean the same person by different keys: each names the others. */
export function findSamePerson(
  rows: readonly JudgedRow[],
  targets: ReadonlyMap<JudgedRow, readonly ExistingPerson[]>,
  matchKey: MatchKey,
): ReadonlyMap<JudgedRow, Issue[]> {
  const byPerson = new Map<string, JudgedRow[]>();
  for (const row of rows) {
    const [person, ...others] = targets.get(row) ?? [];
    if (!person || others.length > 0) continue;
    const set = byPerson.get(person.id);
    if (set) set.push(row);
    else byPerson.set(person.id, [row]);
  }
  const issues = new Map<JudgedRow, Issue[]>();
  for (const set of byPerson.values()) {
    if (set.length < 2) continue;
    for (const row of set) {
      const others = set.slice(0, LINES_NAMED_MAX + 1).filter((other) => other !== row);
      const lines = others.slice(0, LINES_NAMED_MAX).map(({ line }) => line);
      const { field, value } = rowKeyOf(row, matchKey) ?? { field: matchKey, value: "" };
      issues.set(row, [duplicate(field, value, lines, set.length - 1)]);
    }
  }
  return issues;
}

function added(
  row: JudgedRow,
  directory: Directory,
  { mandatory = [], properties = [] }: PlanOptions,
): Judgement {
  const isOpen = (field: (typeof mandatory)[number]) =>
    field !== "password" &&
    field !== "status" &&
    !row.values[field] &&
    !row.issues.some((issue) => issue.field === field);
  const lacking = mandatory.filter(isOpen).map((field) => issueOf(field, missing(field)));
  const own = properties.flatMap((property) => {
    const field = propertyField(property.id);
    const isSaid = row.values[field] || row.issues.some((issue) => issue.field === field);
    return isAsked(property) && !isSaid ? [issueOf(field, propertyMissing(property))] : [];
  });
  const taken = findTaken(row.values, directory, properties);
  return { issues: [...row.issues, ...lacking, ...own, ...taken], fate: "create" };
}

function absent(row: JudgedRow, { matchKey }: PlanOptions): Judgement {
  const issues = row.issues.filter(({ code }) => code !== "missing");
  const isNameless = rowKeyOf(row, matchKey) === null && !issues.some(({ field }) => field === matchKey);
  return {
    issues: isNameless ? [...issues, issueOf(matchKey, missing(matchKey))] : issues,
    fate: "absent",
  };
}

function isInReach({ values, accessProfile, extra }: ExistingPerson, { reach }: PlanOptions): boolean {
  if (!reach) return true;
  return (
    reach.roles.includes(values.role) &&
    (accessProfile === null || reach.profiles.includes(accessProfile)) &&
    !extra?.some((permission) => reach.lacking.includes(permission))
  );
}
