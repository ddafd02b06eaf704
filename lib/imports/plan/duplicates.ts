import { EXTENSION_FIELD } from "@/lib/imports/columns/column-field";
import { duplicate, type Issue, LINES_NAMED_MAX } from "@/lib/imports/issues";
import type { JudgedRow } from "@/lib/imports/rows/judge";
import { type PropertyField, propertyField } from "@/lib/properties/field";
import type { Property } from "@/lib/properties/types";
import { NEXT_EXTENSION } from "@/lib/telephony/cell";

const KEY_FIELDS = ["accessEmail", "username", "customerCode"] as const;
type KeyField = (typeof KEY_FIELDS)[number];

/**
 * The issues of rows that share a key with others: every row of such a set has one, which names the others. A username
 * made from the access email is not reported beside that when all who share it share both.
 */
export function findDuplicates(
  rows: readonly JudgedRow[],
  properties: readonly Property[] = [],
): ReadonlyMap<JudgedRow, Issue[]> {
  const issues = new Map<JudgedRow, Issue[]>();
  const unique = properties.filter(({ isUnique }) => isUnique).map(({ id }) => propertyField(id));
  for (const field of [...KEY_FIELDS, EXTENSION_FIELD, ...unique] as const) {
    for (const [value, set] of groupBy(rows, field)) {
      if (field === "username" && isSaidByEmail(set)) continue;
      for (const row of set) {
        const { lines, count } = othersOf(row, set);
        const found = issues.get(row);
        if (found) found.push(duplicate(field, value, lines, count, properties));
        else issues.set(row, [duplicate(field, value, lines, count, properties)]);
      }
    }
  }
  return issues;
}

/** The values of a field that several rows have, with those rows. */
function groupBy(
  rows: readonly JudgedRow[],
  field: KeyField | typeof EXTENSION_FIELD | PropertyField,
): Map<string, JudgedRow[]> {
  const sets = new Map<string, JudgedRow[]>();
  const seen = new Set<string>();
  let distinct = 0;
  for (const { values } of rows) {
    const value = values[field];
    if (!value || (field === EXTENSION_FIELD && value === NEXT_EXTENSION)) continue;
    seen.add(value);
    // A set that has not grown had the value already; asking it first would hash every value twice.
    if (seen.size === distinct) sets.set(value, []);
    distinct = seen.size;
  }
  if (sets.size > 0) for (const row of rows) sets.get(row.values[field] ?? "")?.push(row);
  return sets;
}

function isSaidByEmail(set: readonly JudgedRow[]): boolean {
  const email = set[0]?.values.accessEmail;
  const isSaid = ({ values, usernameFrom }: JudgedRow) =>
    values.accessEmail === email && usernameFrom === "accessEmail";
  return email !== undefined && set.every(isSaid);
}

// Naming all of a large set on each of its rows would take the square of its size.
function othersOf(row: JudgedRow, set: readonly JudgedRow[]): { lines: number[]; count: number } {
  const first = set.slice(0, LINES_NAMED_MAX + 1).filter((other) => other !== row);
  return { lines: first.slice(0, LINES_NAMED_MAX).map(({ line }) => line), count: set.length - 1 };
}
