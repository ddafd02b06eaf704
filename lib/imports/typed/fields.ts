import { USER_FIELDS, type UserField } from "@/lib/users/fields";

/** How many people a form of many rows holds at most [S3]. */
export const TYPED_ROWS_MAX = 500;

/** The fields that rows can be typed of: nobody types passwords into a table, and a status is nobody's to give. */
export const TYPED_FIELDS: readonly UserField[] = USER_FIELDS.filter(
  (field) => field !== "password" && field !== "status",
);

const USUAL: readonly UserField[] = ["firstName", "lastName", "accessEmail", "mobilePhone"];

/** The columns that a form begins with: the usual ones and whatever the organization asks for. */
export const firstColumns = (mandatory: readonly UserField[]): UserField[] =>
  TYPED_FIELDS.filter((field) => USUAL.includes(field) || mandatory.includes(field));

/** The same columns with some more, in the usual order. */
export const withColumns = (columns: readonly UserField[], more: readonly UserField[]): UserField[] =>
  TYPED_FIELDS.filter((field) => columns.includes(field) || more.includes(field));
