/**
 * Reads a block of cells as spreadsheets put it on the clipboard: tabs between cells, line ends between rows. A cell
 * with a tab or a line end inside is quoted, its quotes written twice; quotes around anything else are the cell's own.
 */
export function readBlock(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let position = 0;
  while (position < text.length) {
    const { cell, end } = readCell(text, position);
    row.push(cell);
    if (text[end] === "\t") {
      position = end + 1;
      if (position === text.length) row.push("");
      continue;
    }
    rows.push(row);
    row = [];
    position = end + (text[end] === "\r" && text[end + 1] === "\n" ? 2 : 1);
  }
  if (row.length > 0) rows.push(row);
  return rows;
}

/** Whether a text on the clipboard is more than what goes into one cell. */
export const isBlock = (text: string): boolean => /[\t\r\n]/.test(text.replace(/[\r\n]+$/, ""));

const CELL_ENDS = /[\t\r\n]/g;

function readCell(text: string, start: number): { cell: string; end: number } {
  return readQuoted(text, start) ?? readPlain(text, start);
}

function readPlain(text: string, start: number): { cell: string; end: number } {
  CELL_ENDS.lastIndex = start;
  const end = CELL_ENDS.exec(text)?.index ?? text.length;
  return { cell: text.slice(start, end), end };
}

function readQuoted(text: string, start: number): { cell: string; end: number } | null {
  if (text[start] !== '"') return null;
  let close = text.indexOf('"', start + 1);
  while (close >= 0 && text[close + 1] === '"') close = text.indexOf('"', close + 2);
  const next = close < 0 ? undefined : text[close + 1];
  if (close < 0 || (next !== undefined && !/[\t\r\n]/.test(next))) return null;
  const content = text.slice(start + 1, close);
  if (!/[\t\r\n]|""/.test(content)) return null;
  return { cell: content.replaceAll('""', '"'), end: close + 1 };
}
