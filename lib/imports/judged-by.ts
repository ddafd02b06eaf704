import type { ColumnField } from "@/lib/imports/columns/column-field";
import { isPropertyField, propertyIdOf } from "@/lib/properties/field";
import type { Property } from "@/lib/properties/types";

/** What the organization's properties were when an import's rows were judged: of each its version, and how it is read. */
export type JudgedBy = Readonly<Record<string, { version: number; reads: string }>>;

export const judgedBy = (properties: readonly Property[]): JudgedBy =>
  Object.fromEntries(properties.map((each) => [each.id, { version: each.version, reads: readsAs(each) }]));

const readsAs = ({ type, choices }: Property) => JSON.stringify([type, choices]);

/** Whether rows would be judged otherwise by now: a property has come, gone or changed. */
export function isJudgedOtherwise(earlier: JudgedBy = {}, properties: readonly Property[]): boolean {
  const now = judgedBy(properties);
  const ids = new Set([...Object.keys(earlier), ...Object.keys(now)]);
  return [...ids].some((id) => earlier[id]?.version !== now[id]?.version);
}

/** The matched properties whose earlier values mean nothing any more: those that are gone, or are read otherwise. */
export function goneMeanings(
  matching: readonly (ColumnField | null)[],
  earlier: JudgedBy = {},
  properties: readonly Property[],
): ColumnField[] {
  const now = judgedBy(properties);
  return matching.flatMap((field) => {
    if (!field || !isPropertyField(field)) return [];
    const id = propertyIdOf(field);
    return now[id] && now[id].reads === earlier[id]?.reads ? [] : [field];
  });
}
