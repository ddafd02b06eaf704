import { expect, test } from "vitest";
import { gridAction, type Keys } from "@/components/imports/review/grid-keys";

const press = (given: Partial<Keys>) =>
  gridAction({ key: "", ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...given }, 12);

test.each([
  [{ key: "ArrowDown" }, { kind: "move", rows: 1, columns: 0 }],
  [{ key: "ArrowLeft" }, { kind: "move", rows: 0, columns: -1 }],
  [{ key: "PageDown" }, { kind: "move", rows: 12, columns: 0 }],
  [{ key: "PageUp" }, { kind: "move", rows: -12, columns: 0 }],
  [{ key: "Home" }, { kind: "move", rows: 0, columns: -1_000_000_000 }],
  [
    { key: "End", ctrlKey: true },
    { kind: "move", rows: 1_000_000_000, columns: 1_000_000_000 },
  ],
  [
    { key: "ArrowUp", shiftKey: true },
    { kind: "extend", rows: -1 },
  ],
  [{ key: "Enter" }, { kind: "edit", text: null }],
  [{ key: "F2" }, { kind: "edit", text: null }],
  [{ key: "x" }, { kind: "edit", text: "x" }],
  [
    { key: "É", shiftKey: true },
    { kind: "edit", text: "É" },
  ],
  [{ key: "Delete" }, { kind: "edit", text: "" }],
  [{ key: " " }, { kind: "toggle", isRange: false }],
  [
    { key: " ", shiftKey: true },
    { kind: "toggle", isRange: true },
  ],
  [{ key: "z", metaKey: true }, { kind: "undo" }],
  [{ key: "Z", ctrlKey: true, shiftKey: true }, { kind: "redo" }],
  [
    { key: "F8", shiftKey: true },
    { kind: "nextError", isBack: true },
  ],
  [{ key: "Enter", altKey: true }, { kind: "offer" }],
  [{ key: "?", shiftKey: true }, { kind: "help" }],
  [{ key: "Tab" }, null],
  [{ key: "Shift" }, null],
  [{ key: "c", ctrlKey: true }, null],
  [{ key: "ArrowLeft", altKey: true }, null],
])("%j is %j", (keys, action) => {
  expect(press(keys)).toEqual(action);
});
