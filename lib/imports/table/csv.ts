import { IMPORT_LIMITS } from "@/lib/imports/limits";
import {
  cellTooLong,
  columnsTooMany,
  quoteMalformed,
  quoteUnclosed,
  type Refusal,
} from "@/lib/imports/refusals";

/** A place in a text: the UTF-16 unit to read next, and the line it is on, from 1. `readRecord` moves it. */
export type CsvCursor = { position: number; line: number };

// Twice what a spreadsheet can have. Blank cells at a line's end are no columns, but a file of nothing else must not
// fill the memory.
const CELLS_MAX = 32_768;

// Twice what a spreadsheet can have in a cell: nobody means more, and it shows in the first part of a file already.
const CELL_LENGTH_MAX = 64 * 1024;

const QUOTE = 0x22;
const CR = 0x0d;
const LF = 0x0a;
const SPACE = 0x20;

/**
 * Reads one record of CSV (RFC 4180) and moves the cursor behind its line end, which may be CR, LF or CRLF, mixed in
 * one file. A cell may be quoted, with spaces around its quotes, and then keeps delimiters and line ends as they are;
 * a quote inside an unquoted cell is a character like others. Null at the end of the text.
 *
 * Written here because papaparse, which decides on one line end a file and reports no lines, could not tell on which
 * line a record starts or a quote was opened. It serves as the oracle in the tests.
 */
export function readRecord(text: string, delimiter: string, cursor: CsvCursor): string[] | Refusal | null {
  if (cursor.position >= text.length) return null;
  const delimiterCode = delimiter.charCodeAt(0);
  const cells: string[] = [];
  const { line } = cursor;
  for (;;) {
    const quoteAt = findOpeningQuote(text, cursor.position);
    const cell =
      quoteAt < 0 ? readPlain(text, delimiterCode, cursor) : readQuoted(text, delimiterCode, quoteAt, cursor);
    if (typeof cell !== "string") return cell;
    if (cells.length === CELLS_MAX) return columnsTooMany(CELLS_MAX, IMPORT_LIMITS.columnsMax, line);
    cells.push(cell);
    const next = text.charCodeAt(cursor.position);
    if (next !== delimiterCode) {
      cursor.position = skipLineEnd(text, cursor.position);
      cursor.line += 1;
      return cells;
    }
    cursor.position += 1;
  }
}

/** The position of the quote that opens the cell at `position`, spaces before it skipped, or -1. */
function findOpeningQuote(text: string, position: number): number {
  let at = position;
  while (text.charCodeAt(at) === SPACE) at += 1;
  return text.charCodeAt(at) === QUOTE ? at : -1;
}

function readPlain(text: string, delimiterCode: number, cursor: CsvCursor): string {
  const start = cursor.position;
  let at = start;
  for (; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === delimiterCode || code === LF || code === CR) break;
  }
  cursor.position = at;
  return text.slice(start, at);
}

function readQuoted(
  text: string,
  delimiterCode: number,
  quoteAt: number,
  cursor: CsvCursor,
): string | Refusal {
  const openedLine = cursor.line;
  let isEscaped = false;
  let end = text.indexOf('"', quoteAt + 1);
  while (end >= 0 && text.charCodeAt(end + 1) === QUOTE) {
    if (end - quoteAt > CELL_LENGTH_MAX) break;
    isEscaped = true;
    end = text.indexOf('"', end + 2);
  }
  if (end < 0 && text.length - quoteAt <= CELL_LENGTH_MAX) return quoteUnclosed(openedLine);
  if (end < 0 || end - quoteAt > CELL_LENGTH_MAX) return cellTooLong(openedLine);
  const content = text.slice(quoteAt + 1, end);
  cursor.line += countLineEnds(content);
  cursor.position = end + 1;
  while (text.charCodeAt(cursor.position) === SPACE) cursor.position += 1;
  const next = text.charCodeAt(cursor.position);
  const isClosed = next === delimiterCode || next === LF || next === CR || cursor.position >= text.length;
  if (!isClosed) return quoteMalformed(openedLine, cursor.line);
  return isEscaped ? content.replaceAll('""', '"') : content;
}

const skipLineEnd = (text: string, position: number) =>
  position + (text.charCodeAt(position) === CR && text.charCodeAt(position + 1) === LF ? 2 : 1);

/** The line ends in a text: CR, LF and CRLF count as one each. */
export function countLineEnds(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === LF || (code === CR && text.charCodeAt(at + 1) !== LF)) count += 1;
  }
  return count;
}
