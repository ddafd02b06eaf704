import * as z from "zod";
import { type ColumnField, isRowField, type RowField } from "@/lib/imports/columns/column-field";
import { columnOf } from "@/lib/imports/review/editable";
import { cellText } from "@/lib/imports/review/fixes";

/** What a program may change of a row: its place in the plan, texts by field, or all its cells in the file's order. */
export const apiRowChange = z
  .strictObject({
    planVersion: z.number().int().min(0).optional(),
    selected: z.boolean().optional(),
    values: z
      .record(z.string(), cellText)
      .refine((values) => Object.keys(values).every(isRowField), {
        error: "There is no such field.",
      })
      .transform((values) => values as Partial<Record<RowField, string>>)
      .optional(),
    cells: z.array(cellText).max(200).optional(),
  })
  .refine(({ values, cells }) => !(values && cells), "Send values or cells, not both.")
  .refine(
    ({ selected, values, cells }) => selected !== undefined || values !== undefined || cells !== undefined,
    "Say what to change: selected, values or cells.",
  );

export type ApiRowChange = z.output<typeof apiRowChange>;

type Matching = readonly (ColumnField | null)[];

/** The texts of a change by column; the fields that no column of the file is for where there are such. */
export function columnsOfChange(
  { values = {}, cells = [] }: ApiRowChange,
  matching: Matching,
): { cells: { column: number; value: string }[]; unknown: RowField[] } {
  const named = (Object.entries(values) as [RowField, string][]).map(([field, value]) => ({
    field,
    value,
    column: columnOf(field, matching),
  }));
  const inOrder = cells.flatMap((value, column) =>
    matching[column] && matching[column] !== "password" ? [{ column, value }] : [],
  );
  return {
    cells: [
      ...inOrder,
      ...named.flatMap(({ column, value }) => (column === null ? [] : [{ column, value }])),
    ],
    unknown: named.flatMap(({ column, field }) => (column === null ? [field] : [])),
  };
}
