import { EXTENSION_FIELD, type RowField } from "@/lib/imports/columns/column-field";
import { isPropertyField } from "@/lib/properties/field";
import { USER_FIELDS } from "@/lib/users/fields";

/** How many people a form of many rows holds at most [S3]. */
export const TYPED_ROWS_MAX = 500;

/** The fields that rows can be typed of: nobody types passwords into a table, and a status is nobody's to give. */
export const TYPED_FIELDS: readonly RowField[] = [
  ...USER_FIELDS.filter((field) => field !== "password" && field !== "status"),
  EXTENSION_FIELD,
];

/** Whether rows can be typed of it: properties stand behind the fields that everybody has. */
export const isTypedField = (field: string): field is RowField =>
  TYPED_FIELDS.some((known) => known === field) || isPropertyField(field);

const USUAL: readonly RowField[] = ["firstName", "lastName", "accessEmail", "mobilePhone"];

/** The columns that a form begins with: the usual ones and whatever the organization asks for. */
export const firstColumns = (mandatory: readonly RowField[]): RowField[] => withColumns(USUAL, mandatory);

/** The same columns with some more, in the usual order. */
export const withColumns = (columns: readonly RowField[], more: readonly RowField[]): RowField[] => [
  ...TYPED_FIELDS.filter((field) => columns.includes(field) || more.includes(field)),
  ...new Set([...columns, ...more].filter(isPropertyField)),
];
