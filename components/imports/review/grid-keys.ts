export type Keys = {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
  altKey: boolean;
};

/** What a key asks of the grid. Moves are in rows and columns, and stop at the edges. */
export type GridAction =
  | { kind: "move"; rows: number; columns: number }
  | { kind: "extend"; rows: number }
  | { kind: "edit"; text: string | null }
  | { kind: "toggle"; isRange: boolean }
  | { kind: "nextError"; isBack: boolean }
  | { kind: "offer" | "undo" | "redo" | "help" | "escape" };

// A key that writes something is called by what it writes, every other by a word such as `Tab`.
const NAMED_KEY = /^[A-Z][A-Za-z0-9]+$/;

const FAR = 1_000_000_000;

/** The action of a keystroke on a cell, by the grid pattern of WAI-ARIA; null for a key that is not the grid's. */
export function gridAction(keys: Keys, rowsInSight: number): GridAction | null {
  const { key, shiftKey, altKey } = keys;
  const isControl = keys.ctrlKey || keys.metaKey;
  const move = (rows: number, columns: number): GridAction => ({ kind: "move", rows, columns });
  if (isControl && !altKey) {
    switch (key.toLowerCase()) {
      case "home":
        return move(-FAR, -FAR);
      case "end":
        return move(FAR, FAR);
      case "z":
        return { kind: shiftKey ? "redo" : "undo" };
      case "y":
        return { kind: "redo" };
      default:
        return null;
    }
  }
  if (altKey) return key === "Enter" ? { kind: "offer" } : null;
  switch (key) {
    case "ArrowUp":
    case "ArrowDown": {
      const rows = key === "ArrowUp" ? -1 : 1;
      return shiftKey ? { kind: "extend", rows } : move(rows, 0);
    }
    case "ArrowLeft":
      return move(0, -1);
    case "ArrowRight":
      return move(0, 1);
    case "Home":
      return move(0, -FAR);
    case "End":
      return move(0, FAR);
    case "PageUp":
      return move(-rowsInSight, 0);
    case "PageDown":
      return move(rowsInSight, 0);
    case "Enter":
    case "F2":
      return { kind: "edit", text: null };
    case "Delete":
    case "Backspace":
      return { kind: "edit", text: "" };
    case " ":
      return { kind: "toggle", isRange: shiftKey };
    case "F8":
      return { kind: "nextError", isBack: shiftKey };
    case "Escape":
      return { kind: "escape" };
    case "?":
      return { kind: "help" };
    default:
      return NAMED_KEY.test(key) ? null : { kind: "edit", text: key };
  }
}

/** The keys in words, for the table of them. */
export const KEY_WORDS: readonly [keys: string, does: string][] = [
  ["Arrows", "Go from cell to cell"],
  ["Home, End", "First and last cell of the row"],
  ["Page up, Page down", "A screenful up or down"],
  ["Ctrl Home, Ctrl End", "First and last cell of all"],
  ["F8, Shift F8", "Next and previous row with an error"],
  ["Enter or F2", "Edit the cell; or just type"],
  ["Enter", "While editing: keep it and go down"],
  ["Tab, Shift Tab", "While editing: keep it and go to the next or previous cell"],
  ["Escape", "While editing: leave the cell as it was"],
  ["Alt Enter", "Take what is offered for the row"],
  ["Space", "Import the row, or leave it out"],
  ["Shift Up, Shift Down", "Mark several rows; Space then works on all of them"],
  ["Shift Space", "All rows from the last one chosen to here"],
  ["Ctrl Z, Ctrl Shift Z", "Take back and make again what you edited"],
  ["?", "This table"],
];
