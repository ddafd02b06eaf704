import { EXTENSION_FIELD, type RowField } from "@/lib/imports/columns/column-field";
import type { MatchKey } from "@/lib/imports/plan/modes";
import type { JudgedRow } from "@/lib/imports/rows/judge";
import type { AccessProfile, Role } from "@/lib/permissions/roles";
import { NEXT_EXTENSION } from "@/lib/telephony/cell";

/** Somebody who is in the directory; fields without a value are absent. */
export type ExistingPerson = {
  id: string;
  version: number;
  accessProfile: AccessProfile | null;
  /** Permissions beside role and access profile, where there are any. */
  extra?: readonly string[] | null;
  values: Partial<Record<RowField, string>> & { role: Role; username: string; accessEmail: string };
};

/** What a row changes of a person: canonical values, null for none. */
export type RowChanges = Record<"before" | "after", Partial<Record<RowField, string | null>>>;

/** By what a row is found: the match key where it has one, else its access email; null when it has neither. */
export function rowKeyOf(
  { values, usernameFrom }: JudgedRow,
  matchKey: MatchKey,
): { field: MatchKey; value: string } | null {
  const own = matchKey === "username" && usernameFrom !== "login" ? undefined : values[matchKey];
  if (own) return { field: matchKey, value: own };
  return values.accessEmail ? { field: "accessEmail", value: values.accessEmail } : null;
}

/** The people whom each row means: none, one, or several where an access email is not enough to tell. */
export function findTargets(
  rows: readonly JudgedRow[],
  people: readonly ExistingPerson[],
  matchKey: MatchKey,
): ReadonlyMap<JudgedRow, readonly ExistingPerson[]> {
  const by = { username: new Map(), accessEmail: new Map(), customerCode: new Map() } satisfies Record<
    MatchKey,
    Map<string, ExistingPerson[]>
  >;
  for (const field of new Set<MatchKey>([matchKey, "accessEmail"])) {
    const index: Map<string, ExistingPerson[]> = by[field];
    for (const person of people) {
      const value = person.values[field];
      if (!value) continue;
      const others = index.get(value);
      if (others) others.push(person);
      else index.set(value, [person]);
    }
  }
  const targets = new Map<JudgedRow, readonly ExistingPerson[]>();
  for (const row of rows) {
    const key = rowKeyOf(row, matchKey);
    const found: ExistingPerson[] | undefined = key ? by[key.field].get(key.value) : undefined;
    if (found) targets.set(row, found);
  }
  return targets;
}

/**
 * What a row changes of a person; null when it says what is so already. A field without a value in the row stays, an
 * empty one is emptied. A username changes only where it was in the file and people were not found by it.
 */
export function changesTo(
  { values, usernameFrom }: JudgedRow,
  person: ExistingPerson,
  matchKey: MatchKey,
): RowChanges | null {
  const changes: RowChanges = { before: {}, after: {} };
  for (const [field, value] of Object.entries(values) as [RowField, string][]) {
    if (field === "username" && (matchKey === "username" || usernameFrom !== "login")) continue;
    // Whether it is another one than before is nobody's to know.
    if (field === "password") {
      changes.before.password = person.values.password ?? null;
      changes.after.password = value;
      continue;
    }
    const before = person.values[field] ?? "";
    if (before === value || (value === NEXT_EXTENSION && field === EXTENSION_FIELD && before)) continue;
    changes.before[field] = before || null;
    changes.after[field] = value || null;
  }
  return Object.keys(changes.after).length > 0 ? changes : null;
}
