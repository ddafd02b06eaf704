import "server-only";
import { change } from "@/lib/imports/commands/change";
import { judgingOf } from "@/lib/imports/judging";
import { replanShared } from "@/lib/imports/replan";
import type { Actor } from "@/lib/permissions/actor";
import { ok, type Result } from "@/lib/result";

export type RowChoice = { lines: number[] } | { fate: string | null };

/** Selects or unselects rows: some lines, or all of one fate, or all. */
export function selectRows(
  actor: Actor,
  importId: string,
  rows: RowChoice,
  selected: boolean,
): Promise<Result<{ changed: number }>> {
  return change(actor, "users.import.prepare", importId, ["review"], async (tx, found) => {
    const where = "lines" in rows ? { line: { in: rows.lines } } : rows.fate ? { fate: rows.fate } : {};
    const { organizationId } = found;
    const { count } = await tx.importRow.updateMany({
      where: { organizationId, importId, selected: !selected, ...where },
      data: { selected },
    });
    const { options } = await judgingOf(tx, found, actor);
    if (count > 0) await replanShared(tx, organizationId, importId, options);
    return ok({ changed: count });
  });
}
