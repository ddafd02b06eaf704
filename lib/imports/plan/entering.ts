import type { RowField } from "@/lib/imports/columns/column-field";
import { type Issue, ruleGain } from "@/lib/imports/issues";
import type { Directory, PlannedRow, PlanOptions } from "@/lib/imports/plan/plan";
import { isInDirectory } from "@/lib/imports/plan/taken";
import { ROLE_LABELS, type Role } from "@/lib/permissions/roles";
import { propertyField } from "@/lib/properties/field";
import type { Property } from "@/lib/properties/types";
import { valueInWords } from "@/lib/properties/words";

/** What a row would have somebody be, as far as rules ask: for `gainsByRules`. */
export type Entering = {
  line: number;
  /** Null for somebody new. */
  userId: string | null;
  said: Record<string, string | null>;
  /** Fields that have something wrong: what they will say nobody knows. */
  unknown: string[];
};

type Options = Pick<PlanOptions, "mode" | "matchKey" | "properties">;

/** Whom a planned row would write, whatever else is wrong with it; null for a row that writes nobody or cannot be read. */
export function enteringOf(
  row: PlannedRow,
  directory: Directory,
  options: Options,
  asked: readonly string[],
): Entering | null {
  const said = sayingOf(row, directory, options);
  if (!said || row.issues.some(({ field }) => field === null)) return null;
  return {
    line: row.line,
    userId: row.target?.userId ?? null,
    said: Object.fromEntries(asked.flatMap((field) => (field in said ? [[field, said[field] ?? null]] : []))),
    unknown: row.issues.flatMap(({ field }) => field ?? []),
  };
}

function sayingOf(
  row: PlannedRow,
  directory: Directory,
  { mode, matchKey, properties = [] }: Options,
): Partial<Record<string, string | null>> | null {
  if (row.target) return row.target.changes?.after ?? null;
  if (mode === "updateOnly" || isInDirectory(row, directory, matchKey)) return null;
  return { ...defaultsOf(properties), ...row.values };
}

/** What new people have of whom their row says nothing. */
export const defaultsOf = (properties: readonly Property[]): Record<string, string> =>
  Object.fromEntries(
    properties.flatMap(({ id, defaultValue }) =>
      defaultValue === null ? [] : [[propertyField(id), defaultValue]],
    ),
  );

/** A group that a row's person would come into, and which of the fields that its rule asks are as it wants them. */
export type Gain = { group: string; fields: readonly string[] };

/** The issues of a row by the groups that it would bring its person into: one for each of the cells that would. */
export function gainIssues(
  { values, target }: PlannedRow,
  gains: readonly Gain[],
  properties: readonly Property[] = [],
): Issue[] {
  const brought: Partial<Record<RowField, string | null>> = target?.changes?.after ?? values;
  const groupsOf = new Map<RowField | null, string[]>();
  for (const { group, fields } of gains) {
    const field = fields.find((each): each is RowField => each in brought) ?? null;
    groupsOf.set(field, [...(groupsOf.get(field) ?? []), group]);
  }
  return [...groupsOf].map(([field, groups]) =>
    ruleGain(field, field && inWords(field, brought[field], properties), groups, properties),
  );
}

/** A value as people know it; null for none, and `""` for one that only the database can name. */
function inWords(field: RowField, value: string | null | undefined, properties: readonly Property[]) {
  if (!value) return null;
  if (field === "role") return ROLE_LABELS[value as Role];
  const property = properties.find(({ id }) => propertyField(id) === field);
  if (property?.type === "person") return "";
  return property ? valueInWords(value, property, new Map()) : value;
}
