import * as z from "zod";
import {
  type ColumnField,
  isColumnField,
  isRowField,
  type RowField,
} from "@/lib/imports/columns/column-field";

const UNKNOWN = "There is no such field.";

/** What a column may be matched with. Whether the organization has a property of that id, a command asks. */
export const columnField = z.custom<ColumnField>(
  (text) => typeof text === "string" && isColumnField(text),
  UNKNOWN,
);

/** What a row may say something about, as a key. */
export const rowField = z.custom<RowField>((text) => typeof text === "string" && isRowField(text), UNKNOWN);
