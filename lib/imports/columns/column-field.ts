import { isPropertyField, type PropertyField, propertyIdOf } from "@/lib/properties/field";
import type { Property } from "@/lib/properties/types";
import { USER_FIELD_INFO, USER_FIELDS, type UserField } from "@/lib/users/fields";

/** The column of telephone extensions: a number inside the organization, or a word for the next one that is free. */
export const EXTENSION_FIELD = "extension";

/** What a column of a file can be: a field of a person, their extension, or first and last name in one. */
export const COLUMN_FIELDS = [...USER_FIELDS, EXTENSION_FIELD, "fullName"] as const;

/** The same with the properties that an organization has of its people. */
export type ColumnField = (typeof COLUMN_FIELDS)[number] | PropertyField;

/** What a row says something about. */
export type RowField = UserField | typeof EXTENSION_FIELD | PropertyField;

/** How properties are called, where columns are told of. */
export type PropertyNames = readonly Pick<Property, "id" | "name">[];

export const isColumnField = (text: string): text is ColumnField =>
  COLUMN_FIELDS.some((field) => field === text) || isPropertyField(text);

export const isUserField = (field: string): field is UserField =>
  USER_FIELDS.some((known) => known === field);

export const isRowField = (field: string): field is RowField =>
  isUserField(field) || field === EXTENSION_FIELD || isPropertyField(field);

export const EXTENSION_LABEL = "Extension";
export const FULL_NAME_LABEL = "Full name";

export function labelOfColumn(field: ColumnField, properties: PropertyNames = []): string {
  if (field === "fullName") return FULL_NAME_LABEL;
  if (field === EXTENSION_FIELD) return EXTENSION_LABEL;
  if (isUserField(field)) return USER_FIELD_INFO[field].label;
  return properties.find(({ id }) => id === propertyIdOf(field))?.name ?? GONE;
}

const GONE = "A property that is gone";

/** The fields that people get from a column. */
export const fieldsOfColumn = (field: ColumnField): readonly RowField[] =>
  field === "fullName" ? ["firstName", "lastName"] : [field];

/** The fields that a file has columns for. */
export const fieldsOfMatching = (matching: readonly (ColumnField | null)[]): RowField[] =>
  matching.flatMap((field) => (field ? fieldsOfColumn(field) : []));

/** A field that two columns are matched with; null when there is none. */
export function fieldMatchedTwice(matching: readonly (ColumnField | null)[]): RowField | null {
  const fields = fieldsOfMatching(matching);
  return fields.find((field, index) => fields.indexOf(field) !== index) ?? null;
}
