import { USER_FIELD_INFO, USER_FIELDS, type UserField } from "@/lib/users/fields";

/** What a column of a file can be: a field of a person, or first and last name in one. */
export const COLUMN_FIELDS = [...USER_FIELDS, "fullName"] as const;

export type ColumnField = (typeof COLUMN_FIELDS)[number];

export const FULL_NAME_LABEL = "Full name";

export const labelOfColumn = (field: ColumnField): string =>
  field === "fullName" ? FULL_NAME_LABEL : USER_FIELD_INFO[field].label;

/** The fields that people get from a column. */
export const fieldsOfColumn = (field: ColumnField): readonly UserField[] =>
  field === "fullName" ? ["firstName", "lastName"] : [field];

/** The fields that a file has columns for. */
export const fieldsOfMatching = (matching: readonly (ColumnField | null)[]): UserField[] =>
  matching.flatMap((field) => (field ? fieldsOfColumn(field) : []));

/** A field that two columns are matched with; null when there is none. */
export function fieldMatchedTwice(matching: readonly (ColumnField | null)[]): UserField | null {
  const fields = fieldsOfMatching(matching);
  return fields.find((field, index) => fields.indexOf(field) !== index) ?? null;
}
