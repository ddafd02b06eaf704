import { looksLikeEmail, looksLikePhone } from "@/lib/imports/columns/content";
import { isHalfName, nameOfHeader } from "@/lib/imports/columns/header-names";

// A title or a remark may stand above the header.
const ROWS_SEARCHED = 6;

/**
 * Which of a table's first rows is its header, from 0. Of those above the first one with an address or a number, it is
 * the one that names most fields, the first row or one that names two at least; or the first row, if rows below it
 * hold addresses and it does not. "ask" in every other case: a person must not be taken for a header, nor a header for
 * a person.
 */
export function findHeader(rows: readonly (readonly string[])[]): number | "ask" {
  const firstPerson = rows.findIndex((cells) => cells.some(isData));
  const above = rows.slice(0, firstPerson < 0 ? ROWS_SEARCHED : Math.min(firstPerson, ROWS_SEARCHED));
  const counts = above.map(countNames);
  const most = Math.max(0, ...counts);
  const index = counts.indexOf(most);
  if (most >= 2 || (most === 1 && index === 0)) return index;
  return firstPerson > 0 && rows.some((cells) => cells.some(looksLikeEmail)) ? 0 : "ask";
}

const isData = (cell: string) => looksLikeEmail(cell) || looksLikePhone(cell);

const countNames = (cells: readonly string[]) =>
  cells.filter((cell) => nameOfHeader(cell) !== null || isHalfName(cell)).length;
