const ADDRESS = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const PHONE = /^\+?[\d\s().\-/]{7,24}$/;
const UDID = /^(?:[0-9a-f]{40}|[0-9a-f]{8}-[0-9a-f]{16})$/i;

/** What a column's cells look like, as far as headers or order cannot tell. */
export type ColumnContent = "email" | "phone" | "udid" | "name" | "mixed" | "blank";

/** Judges a column by most of its cells that are not blank. */
export function contentOf(cells: readonly string[]): ColumnContent {
  const filled = filledOf(cells);
  if (filled.length === 0) return "blank";
  if (isMostly(filled, looksLikeEmail)) return "email";
  if (isMostly(filled, looksLikeUdid)) return "udid";
  if (isMostly(filled, looksLikePhone)) return "phone";
  return isMostly(filled, (cell) => /\p{L}/u.test(cell) && !/\d/.test(cell)) ? "name" : "mixed";
}

/** Whether most of a column's addresses, each of them once, are at these domains: likely what people sign in with. */
export function areUsernames(cells: readonly string[], domains: readonly string[]): boolean {
  const filled = filledOf(cells).map((cell) => cell.toLowerCase());
  const isOwn = (cell: string) => domains.includes(cell.slice(cell.lastIndexOf("@") + 1));
  return filled.length > 0 && new Set(filled).size === filled.length && isMostly(filled, isOwn);
}

/** Whether most of a column's cells are several words, as a first and a last name are. */
export function areSeveralWords(cells: readonly string[]): boolean {
  return isMostly(filledOf(cells), (cell) => /\p{L}[,\s]+\p{L}/u.test(cell));
}

/** Whether a column's numbers are phones beyond doubt: written with the plus and the country code. */
export const areInternational = (cells: readonly string[]): boolean =>
  isMostly(filledOf(cells), (cell) => cell.startsWith("+"));

export const looksLikeEmail = (cell: string) => cell.length <= 254 && ADDRESS.test(cell.trim());

export const looksLikePhone = (cell: string) =>
  cell.length <= 50 && PHONE.test(cell.trim()) && (cell.match(/\d/g)?.length ?? 0) >= 7;

const looksLikeUdid = (cell: string) => cell.length <= 40 && UDID.test(cell);

const filledOf = (cells: readonly string[]) => cells.map((cell) => cell.trim()).filter((cell) => cell !== "");

const isMostly = (cells: readonly string[], test: (cell: string) => boolean) =>
  cells.filter(test).length * 2 > cells.length;
