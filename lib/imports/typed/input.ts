import * as z from "zod";
import { PASSWORD_CODE_POINTS_MAX } from "@/lib/credentials/password";
import { PASSWORD_SETTINGS } from "@/lib/credentials/password-setting";
import type { RowField } from "@/lib/imports/columns/column-field";
import { ON_ERROR } from "@/lib/imports/state";
import { isTypedField, TYPED_FIELDS, TYPED_ROWS_MAX } from "@/lib/imports/typed/fields";
import { onOneLine } from "@/lib/imports/typed/sheet";
import { OWN_ACCOUNT_ONLY } from "@/lib/permissions/grants";
import { grantsSchema } from "@/lib/permissions/grants-schema";
import { PROPERTIES_MAX } from "@/lib/properties/limits";
import { givenSeats, NO_SEATS } from "@/lib/services/given";

const CELL_CHARACTERS_MAX = 10_000;

/** Rows as a form sends them: their place is their line, a blank one has no cells. */
export const typedRows = z.object({
  /** The draft's, and then the import's. */
  id: z.uuidv7(),
  columns: z
    .array(z.custom<RowField>((field) => typeof field === "string" && isTypedField(field)))
    .min(1)
    .refine((columns) => new Set(columns).size === columns.length),
  rows: z
    .array(
      z
        .array(z.string().max(CELL_CHARACTERS_MAX).transform(onOneLine))
        .max(TYPED_FIELDS.length + PROPERTIES_MAX),
    )
    .max(TYPED_ROWS_MAX),
  onError: z.enum(ON_ERROR),
  /** How everybody comes by their first password. */
  setting: z.enum(PASSWORD_SETTINGS),
  /** The one that was chosen for all of them. */
  password: z
    .string()
    .max(4 * PASSWORD_CODE_POINTS_MAX)
    .optional(),
  /** What all of them may do; a role in a row comes first. */
  grants: grantsSchema.default(OWN_ACCOUNT_ONLY),
  /** Seats that all of them get. */
  seats: givenSeats.default(NO_SEATS),
});

export type TypedRows = z.output<typeof typedRows>;
