import * as z from "zod";
import { ON_ERROR } from "@/lib/imports/state";
import { TYPED_FIELDS, TYPED_ROWS_MAX } from "@/lib/imports/typed/fields";
import { onOneLine } from "@/lib/imports/typed/sheet";
import { USER_FIELDS } from "@/lib/users/fields";

const CELL_CHARACTERS_MAX = 10_000;

/** Rows as a form sends them: their place is their line, a blank one has no cells. */
export const typedRows = z.object({
  /** The draft's, and then the import's. */
  id: z.uuidv7(),
  columns: z
    .array(z.enum(USER_FIELDS).refine((field) => TYPED_FIELDS.includes(field)))
    .min(1)
    .refine((columns) => new Set(columns).size === columns.length),
  rows: z
    .array(z.array(z.string().max(CELL_CHARACTERS_MAX).transform(onOneLine)).max(TYPED_FIELDS.length))
    .max(TYPED_ROWS_MAX),
  onError: z.enum(ON_ERROR),
  /** Whether everybody gets an activation link by e-mail when they are created. */
  notify: z.boolean(),
});

export type TypedRows = z.output<typeof typedRows>;
