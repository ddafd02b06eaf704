import type { MatchedColumns } from "@/lib/imports/rows/judge";

/** A row's cells as they may be kept: the one matched with the password is blank. Everything else is as in the file. */
export function withoutPassword(cells: readonly string[], columns: MatchedColumns): string[] {
  const at = columns.find(({ field }) => field === "password")?.index ?? -1;
  return cells.map((cell, index) => (index === at ? "" : cell));
}
