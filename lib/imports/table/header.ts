import { looksLikeEmail, looksLikePhone } from "@/lib/imports/columns/content";
import { isHalfName, nameOfHeader } from "@/lib/imports/columns/header-names";

// Titles and remarks may stand above the header.
const ROWS_SEARCHED = 10;

/**
 * Which of a table's first rows is its header, from 0: the first one that names two fields at least, holds no address or
 * number, and has more cells than each line above it, which are a title then. Else, of those above the first person,
 * who has an address or a number, the one that names most fields: the first row, or one that names two at least. If none
 * does and rows below hold addresses, the first row that is about as wide as the person's. "ask" in every other case: a
 * person must not be taken for a header, nor a header for a person.
 */
export function findHeader(rows: readonly (readonly string[])[]): number | "ask" {
  const first = rows.slice(0, ROWS_SEARCHED);
  const titled = first.findIndex(
    (cells, index) => countNames(cells) >= 2 && !cells.some(isData) && isWider(cells, first.slice(0, index)),
  );
  if (titled >= 0) return titled;
  const firstPerson = rows.findIndex((cells) => cells.some(isData));
  const above = firstPerson < 0 ? first : first.slice(0, firstPerson);
  const counts = above.map(countNames);
  const most = Math.max(0, ...counts);
  const index = counts.indexOf(most);
  if (most >= 2 || (most === 1 && index === 0)) return index;
  if (firstPerson <= 0 || !rows.some((cells) => cells.some(looksLikeEmail))) return "ask";
  const wide = Math.ceil(countFilled(rows[firstPerson] ?? []) * HEADER_WIDTH);
  return Math.max(
    0,
    above.findIndex((cells) => countFilled(cells) >= wide),
  );
}

// Of the cells of a person, how many the header has at least.
const HEADER_WIDTH = 0.6;

const isWider = (cells: readonly string[], above: readonly (readonly string[])[]) =>
  above.every((line) => countFilled(line) < countFilled(cells));

const isData = (cell: string) => looksLikeEmail(cell) || looksLikePhone(cell);

const countFilled = (cells: readonly string[]) => cells.filter((cell) => cell.trim() !== "").length;

const countNames = (cells: readonly string[]) =>
  cells.filter((cell) => nameOfHeader(cell) !== null || isHalfName(cell)).length;
