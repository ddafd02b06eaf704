import {
  fieldsOfColumn,
  isUserField,
  labelOfColumn,
  type PropertyNames,
  type RowField,
} from "@/lib/imports/columns/column-field";
import type { ColumnMatch } from "@/lib/imports/columns/match";
import { MANDATORY_FIELDS } from "@/lib/users/fields";
import { quote } from "@/lib/users/reading";

/** What a person has to decide before rows can be judged. `columns` are indexes from 0. */
export type MatchQuestion = {
  kind: "which_column" | "no_column";
  field: RowField;
  columns: number[];
  message: string;
};

export type Clash = { field: RowField; indexes: number[] };

/** The questions that a matching leaves open: fields that several columns claim, then mandatory ones without any. */
export function askAbout(
  columns: readonly ColumnMatch[],
  clashes: readonly Clash[],
  mandatory: readonly RowField[] = MANDATORY_FIELDS,
  properties: PropertyNames = [],
): MatchQuestion[] {
  const labelOf = (field: RowField) => inSentence(field, properties);
  const claimed = new Set([
    ...columns.flatMap(({ field }) => (field ? fieldsOfColumn(field) : [])),
    ...clashes.map(({ field }) => field),
  ]);
  return [
    ...clashes.map(({ field, indexes }): MatchQuestion => {
      const names = indexes.map((index) => nameOfColumn(columns[index], index)).join(" and ");
      const message = `Which column is the ${labelOf(field)}: ${names}?`;
      return { kind: "which_column", field, columns: indexes, message };
    }),
    ...mandatory
      .filter((field) => !claimed.has(field))
      .map((field): MatchQuestion => {
        const message = `No column is matched with ${labelOf(field)}, which every person needs.`;
        return { kind: "no_column", field, columns: [], message };
      }),
  ];
}

/** The questions about a matching as a person has chosen it. */
export function askAboutChoice(
  columns: readonly ColumnMatch[],
  mandatory: readonly RowField[] = MANDATORY_FIELDS,
  properties: PropertyNames = [],
): MatchQuestion[] {
  return askAbout(columns, findClashes(columns), mandatory, properties);
}

/** The fields that more than one column is matched with; a full name is both first and last name. */
export function findClashes(columns: readonly Pick<ColumnMatch, "field" | "index">[]): Clash[] {
  const byField = new Map<RowField, number[]>();
  for (const { field, index } of columns) {
    for (const each of field ? fieldsOfColumn(field) : []) {
      byField.set(each, [...(byField.get(each) ?? []), index]);
    }
  }
  return [...byField]
    .filter(([, indexes]) => indexes.length > 1)
    .map(([field, indexes]) => ({ field, indexes }));
}

/** A column as people call it: by its number and, where it has one, its header. */
export function nameOfColumn(column: Pick<ColumnMatch, "header"> | undefined, index: number): string {
  const header = column?.header.trim();
  return header ? `column ${index + 1} ${quote(header)}` : `column ${index + 1}`;
}

function inSentence(field: RowField, properties: PropertyNames): string {
  const label = labelOfColumn(field, properties);
  if (!isUserField(field)) return label;
  return label === label.toUpperCase() ? label : label.toLowerCase();
}
