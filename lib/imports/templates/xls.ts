import { type CellObject, utils, type WorkSheet, write } from "@e965/xlsx";

// How many blank rows below are text too, so that a phone typed into them stays as it is.
const BLANK_ROWS = 500;
const TEXT = "@";

/** A workbook of Excel 97 (BIFF8) with one sheet, all of whose cells are text. */
export function writeXls(sheet: string, rows: readonly (readonly string[])[]): Uint8Array {
  const columns = Math.max(1, ...rows.map((cells) => cells.length));
  const cells: WorkSheet = {
    "!ref": utils.encode_range({ s: { r: 0, c: 0 }, e: { r: rows.length + BLANK_ROWS - 1, c: columns - 1 } }),
    "!cols": Array.from({ length: columns }, () => ({ wch: 22 })),
  };
  for (let r = 0; r < rows.length + BLANK_ROWS; r += 1) {
    for (let c = 0; c < columns; c += 1) {
      const cell: CellObject = { t: "s", v: rows[r]?.[c] ?? "", z: TEXT };
      cells[utils.encode_cell({ r, c })] = cell;
    }
  }
  const workbook = { SheetNames: [sheet], Sheets: { [sheet]: cells } };
  return new Uint8Array(write(workbook, { type: "array", bookType: "biff8" }));
}
