import * as z from "zod";
import { rowField } from "@/lib/imports/columns/column-schema";
import { ISSUE_CODES } from "@/lib/imports/issues";
import { IMPORT_LIMITS } from "@/lib/imports/limits";
import { REVIEW_FILTERS } from "@/lib/imports/review/filter";
import { cellText, fixSchema } from "@/lib/imports/review/fixes";

export const LINES_MAX = 10_000;
const CELLS_MAX = 200;

const line = z.int32().positive();
const cell = z.object({
  column: z.number().int().min(-1).max(1000),
  value: cellText,
  from: z.string().optional(),
});
const editId = z.uuid().nullable();

/** What a review asks for: a cell's text, a fix or a look at what it would do, an edit taken back or made again. */
export const editRequest = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("cells"), line, cells: z.array(cell).min(1).max(CELLS_MAX) }),
  z.object({ kind: z.literal("fix"), fix: fixSchema }),
  z.object({ kind: z.literal("preview"), fix: fixSchema }),
  z.object({ kind: z.literal("undo"), id: editId }),
  z.object({ kind: z.literal("redo"), id: editId }),
]);

export type EditRequest = z.input<typeof editRequest>;

/** Rows to be selected or not: some lines, or all that a filter shows. */
export const selectionRequest = z.object({
  selected: z.boolean(),
  rows: z.union([
    z.object({ lines: z.array(line).min(1).max(LINES_MAX) }),
    z.object({
      filter: z.object({
        show: z.enum(REVIEW_FILTERS),
        issue: z.enum(ISSUE_CODES).nullable(),
        column: rowField.nullable(),
        q: z.string().max(200),
        within: z.number().int().min(0).max(IMPORT_LIMITS.columnsMax).nullable(),
      }),
    }),
  ]),
});

export type SelectionRequest = z.input<typeof selectionRequest>;
