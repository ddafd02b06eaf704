import { unguardFormula } from "@/lib/exports/csv";
import type { JudgedRow, MatchedColumns } from "@/lib/imports/rows/judge";

/** What stands in a row's values in place of a password that is taken. */
export const PASSWORD_SET = "set";

/** A password of a file is gone after so long. */
export const PASSWORDS_MINUTES_MAX = 60;

/** A password as it stands in a file's line. It goes nowhere but through `sealPassword`. */
export type FilePassword = { line: number; password: string };

/**
 * Takes the password of a row that was judged: the row says that there is one, and no more. Null when the cell is blank
 * or its password was refused.
 */
export function takePassword(
  judged: JudgedRow,
  cells: readonly string[],
  columns: MatchedColumns,
): FilePassword | null {
  const index = columns.find(({ field }) => field === "password")?.index;
  const password = index === undefined ? "" : unguardFormula(cells[index] ?? "");
  if (password === "" || judged.issues.some(({ field }) => field === "password")) return null;
  judged.values.password = PASSWORD_SET;
  return { line: judged.line, password };
}

/** Samples of a file's first rows without what stands in the columns that are matched with the password. */
export function withoutPasswords(
  samples: readonly (readonly string[])[],
  matching: readonly (string | null)[],
): string[][] {
  return samples.map((cells) => cells.map((cell, index) => (matching[index] === "password" ? "" : cell)));
}
