export type Delimiter = "," | ";" | "\t" | "|";

// What a spreadsheet takes for a formula at the start of a cell, in full width too, or for a way into the next cell.
const FORMULA = /^'*(?:\s*[=+\-@＝＋－＠]|[\t\r\n])/;
const GUARDED = /^'+(?:\s*[=+\-@＝＋－＠]|[\t\r\n])/;

const NEEDS_QUOTES = /[",;\t|\r\n]|^[\s\ufeff]|\s$|^sep=/i;

/**
 * One line of CSV (RFC 4180) without its line end. Cells that a spreadsheet would run are guarded, and every cell is
 * quoted that could be read another way, by any of the delimiters.
 */
export function csvLine(cells: readonly string[], delimiter: Delimiter = ","): string {
  return cells.map((cell) => quoteCell(guardFormula(cell))).join(delimiter);
}

/** A whole CSV text with CRLF line ends, the last line included. */
export function csvText(lines: Iterable<readonly string[]>, delimiter: Delimiter = ","): string {
  let text = "";
  for (const cells of lines) text += `${csvLine(cells, delimiter)}\r\n`;
  return text;
}

/** Puts an apostrophe before a text that a spreadsheet would run as a formula. `unguardFormula` takes it away. */
export const guardFormula = (text: string) => (FORMULA.test(text) ? `'${text}` : text);

/** Takes the apostrophe of `guardFormula` away: for every text, unguarding the guarded text gives the text. */
export const unguardFormula = (text: string) => (GUARDED.test(text) ? text.slice(1) : text);

const quoteCell = (cell: string) => (NEEDS_QUOTES.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
