import {
  type ClipboardEvent,
  type KeyboardEvent,
  type MouseEvent,
  type RefObject,
  useEffect,
  useLayoutEffect,
  useRef,
} from "react";
import { focusAt, inputAt, placeOf } from "@/components/typed-rows/places";
import type { Place } from "@/components/typed-rows/use-sheet";
import type { RowField } from "@/lib/imports/columns/column-field";
import { isBlock, readBlock } from "@/lib/imports/typed/block";
import type { Sheet, SheetRow } from "@/lib/imports/typed/sheet";

export type CellEvents = {
  sheet: Sheet;
  table: RefObject<HTMLTableElement | null>;
  /** The cell that had the focus last. */
  place: RefObject<Place>;
  write: (row: SheetRow, field: RowField, text: string) => void;
  /** Told of a cell that has been left after a change. */
  left: (row: SheetRow, field: RowField) => void;
  paste: (block: string[][], at: Place) => void;
  addRow: () => void;
  removeRow: (row: number) => void;
};

/** The listeners of a table whose inputs hold their own text: one each serves all cells. */
export function useCellEvents({ sheet, table, place, write, left, paste, addRow, removeRow }: CellEvents) {
  const { columns, rows } = sheet;
  const pressed = useRef(false);

  // What changed many cells at once has to reach inputs that hold a text already.
  useLayoutEffect(() => {
    for (const [index, row] of rows.entries()) {
      for (const [column, field] of columns.entries()) {
        const input = inputAt(table.current, { row: index, column });
        const text = row.cells[field] ?? "";
        if (input && input.value !== text) input.value = text;
      }
    }
  }, [rows, columns, table]);

  useEffect(() => {
    const stop = new AbortController();
    const tell = (isPressed: boolean) => () => {
      pressed.current = isPressed;
    };
    window.addEventListener("pointerdown", tell(true), { signal: stop.signal, capture: true });
    window.addEventListener("pointerup", tell(false), { signal: stop.signal, capture: true });
    window.addEventListener("pointercancel", tell(false), { signal: stop.signal, capture: true });
    return () => stop.abort();
  }, []);

  function cellOf(target: EventTarget) {
    const at = placeOf(target as Element);
    const row = at && rows[at.row];
    const field = at && columns[at.column];
    return row && field ? { at, row, field } : null;
  }

  function onInput(event: { target: EventTarget }) {
    const cell = cellOf(event.target);
    if (!cell) return;
    const input = event.target as HTMLInputElement;
    input.dataset.changed = "";
    write(cell.row, cell.field, input.value);
  }

  function onBlur(event: { target: EventTarget }) {
    const input = event.target as HTMLElement;
    const cell = cellOf(input);
    if (!cell || input.dataset.changed === undefined) return;
    delete input.dataset.changed;
    // Words that come or go under a pointer would move what it is about to press.
    if (pressed.current) window.addEventListener("click", () => left(cell.row, cell.field), { once: true });
    else left(cell.row, cell.field);
  }

  function onFocus(event: { target: EventTarget }) {
    const cell = cellOf(event.target);
    if (cell) place.current = cell.at;
  }

  function onPaste(event: ClipboardEvent) {
    const text = event.clipboardData.getData("text/plain");
    const cell = cellOf(event.target);
    if (!cell || !isBlock(text)) return;
    event.preventDefault();
    paste(readBlock(text), cell.at);
  }

  function onKeyDown(event: KeyboardEvent) {
    const cell = cellOf(event.target);
    const step = STEPS[event.key];
    if (!cell || step === undefined || event.nativeEvent.isComposing || hasModifier(event)) return;
    // In a list of roles the arrows choose one.
    if (cell.field === "role" && event.key !== "Enter") return;
    event.preventDefault();
    const row = cell.at.row + step;
    if (row === rows.length && event.key === "Enter") addRow();
    requestAnimationFrame(() => focusAt(table.current, { row, column: cell.at.column }));
  }

  function onClick(event: MouseEvent) {
    const button = (event.target as Element).closest<HTMLElement>("[data-remove], [data-suggestion]");
    const at = button && placeOf(button);
    if (!button || !at) return;
    if (button.dataset.remove !== undefined) return removeRow(at.row);
    const input = inputAt(table.current, at);
    const row = rows[at.row];
    const field = columns[at.column];
    if (!input || !row || !field) return;
    input.value = button.dataset.suggestion ?? "";
    write(row, field, input.value);
    left(row, field);
    input.focus();
  }

  return { onInput, onFocus, onBlur, onPaste, onKeyDown, onClick };
}

const STEPS: Record<string, number> = { Enter: 1, ArrowDown: 1, ArrowUp: -1 };

const hasModifier = ({ ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent) =>
  ctrlKey || metaKey || altKey || shiftKey;
