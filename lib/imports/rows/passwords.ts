import { nameOfHeader } from "@/lib/imports/columns/header-names";
import type { MatchedColumns } from "@/lib/imports/rows/judge";

/**
 * Where passwords stand: in the column that is matched with them, and in those that are called so, even if somebody has
 * left them out. One of a file's first lines may be the header that somebody has not taken for it.
 */
export function passwordColumns(
  columns: MatchedColumns,
  headers: readonly string[],
  firstRows: readonly (readonly string[])[] = [],
): ReadonlySet<number> {
  const isPassword = ({ index, field }: MatchedColumns[number]) =>
    field === "password" || [headers, ...firstRows].some((cells) => isPasswordHeader(cells[index]));
  return new Set(columns.filter(isPassword).map(({ index }) => index));
}

/** Whether a cell is what a column of passwords is called. */
export const isPasswordHeader = (cell = ""): boolean => nameOfHeader(cell)?.field === "password";

/** A row's cells as they may be kept: those with passwords are blank. Everything else is as in the file. */
export function withoutPassword(cells: readonly string[], secret: ReadonlySet<number>): string[] {
  return cells.map((cell, index) => (secret.has(index) ? "" : cell));
}
