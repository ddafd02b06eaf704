import { useRef } from "react";
import { sendSelection } from "@/components/imports/review/client";
import type { Desk } from "@/components/imports/review/use-desk";
import { formatCount } from "@/components/ui/format";
import type { RowFilter } from "@/lib/imports/review/filter";

/** Which rows are imported and which left out, one by one, in a run, or all of a view. */
export function useChoosing(desk: Desk, { canEdit, anchor }: { canEdit: boolean; anchor: number | null }) {
  const { rows } = desk;
  const lastToggled = useRef<number | null>(null);

  function toggle(position: number, isRange: boolean) {
    const row = rows.rowAt(position);
    if (!row || !canEdit) return;
    const last = isRange ? lastToggled.current : null;
    const from = last ?? anchor ?? position;
    const selected = last === null ? !row.selected : (rows.rowAt(last)?.selected ?? !row.selected);
    lastToggled.current = position;
    const first = Math.min(from, position);
    const length = Math.abs(from - position) + 1;
    void select(
      Array.from({ length }, (_, index) => first + index),
      selected,
    );
  }

  async function select(positions: number[], selected: boolean) {
    const lines = positions.flatMap((position) => rows.index.lineAt(position) ?? []);
    const before = lines.flatMap((line) => rows.rowOf(line) ?? []);
    rows.expect(before.map((row) => ({ ...row, selected })));
    if (!(await choose({ lines }, selected))) rows.expect(before);
  }

  async function choose(which: { lines: number[] } | { filter: RowFilter }, selected: boolean) {
    const answer = await desk.runInTurn(() => sendSelection(desk.rowsUrl({}), { rows: which, selected }));
    if (answer.ok) {
      desk.clearError();
      rows.take(answer.value, null);
      const count = answer.value.changed;
      const words = `${formatCount(count)} ${count === 1 ? "row" : "rows"}`;
      desk.say(`${words} ${selected ? "to be imported" : "left out"}.`);
    } else {
      desk.setError(answer.message);
      desk.forgetRows();
    }
    desk.refresh();
    return answer.ok;
  }

  return { toggle, choose };
}
