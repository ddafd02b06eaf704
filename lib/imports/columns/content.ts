const ADDRESS = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const PHONE = /^\+?[\d\s().\-/]{7,24}$/;

/** What a column's cells look like, as far as headers or order cannot tell. */
export type ColumnContent = "email" | "phone" | "name" | "mixed" | "blank";

/** Judges a column by most of its cells that are not blank. */
export function contentOf(cells: readonly string[]): ColumnContent {
  const filled = cells.map((cell) => cell.trim()).filter((cell) => cell !== "");
  if (filled.length === 0) return "blank";
  const isMostly = (test: (cell: string) => boolean) => filled.filter(test).length * 2 > filled.length;
  if (isMostly(looksLikeEmail)) return "email";
  if (isMostly(looksLikePhone)) return "phone";
  return isMostly((cell) => /\p{L}/u.test(cell) && !/\d/.test(cell)) ? "name" : "mixed";
}

export const looksLikeEmail = (cell: string) => cell.length <= 254 && ADDRESS.test(cell.trim());

export const looksLikePhone = (cell: string) =>
  cell.length <= 50 && PHONE.test(cell.trim()) && (cell.match(/\d/g)?.length ?? 0) >= 7;
