import type { Place } from "@/components/typed-rows/use-sheet";

/** Where a cell's element lies; null for one outside of the rows. */
export function placeOf(element: Element): Place | null {
  const cell = element.closest("td");
  const row = cell?.closest("tr");
  return cell && row ? { row: row.sectionRowIndex, column: cell.cellIndex - 1 } : null;
}

export const inputAt = (table: HTMLTableElement | null, { row, column }: Place): HTMLInputElement | null =>
  table?.tBodies[0]?.rows[row]?.cells[column + 1]?.querySelector("input") ?? null;

/** Moves to a cell, and chooses its text as spreadsheets do. */
export function focusAt(table: HTMLTableElement | null, place: Place): void {
  const input = inputAt(table, place);
  input?.focus();
  input?.select();
}
