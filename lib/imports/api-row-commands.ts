import "server-only";
import { type ApiRowChange, columnsOfChange } from "@/lib/imports/api-rows";
import type { ColumnField } from "@/lib/imports/columns/column-field";
import { change } from "@/lib/imports/commands/change";
import { editRow } from "@/lib/imports/commands/edits";
import { chooseRows } from "@/lib/imports/commands/rows";
import type { Actor } from "@/lib/permissions/actor";
import { fail, ok, type Result } from "@/lib/result";

/**
 * Changes a row of an import in review. A plan version that is given has to be the import's; what the change comes to is
 * a plan with another one.
 */
export function changeApiRow(
  actor: Actor,
  importId: string,
  line: number,
  asked: ApiRowChange,
): Promise<Result<unknown>> {
  return change<unknown>(actor, "users.import.prepare", importId, ["review"], async (tx, found) => {
    if (asked.planVersion !== undefined && asked.planVersion !== found.planVersion)
      return fail("conflict", "This import has another plan by now. Read it again, then change the row.");
    const { cells, unknown } = columnsOfChange(asked, found.matching as (ColumnField | null)[]);
    if (unknown.length > 0) {
      const issues = unknown.map((field) => ({
        path: `values.${field}`,
        message: "No column that can be edited.",
      }));
      return fail("invalid", "The file has no column for some of these fields.", issues);
    }
    // Without a text it is still asked whether there is such a row.
    const edited = await editRow(tx, found, actor, { line, cells });
    if (!edited.ok || asked.selected === undefined) return edited;
    return ok(await chooseRows(tx, found, actor, { lines: [line] }, asked.selected));
  });
}
