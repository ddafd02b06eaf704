import { wordsOfCode } from "@/lib/imports/review/filter";
import type { TextFix } from "@/lib/imports/review/fixes";

/** What a column is called in sentences; -1 is the username that the file has no column for. */
export const columnName = (headers: readonly string[], column: number): string =>
  headers[column]?.trim() || (column < 0 ? "Username" : `column ${column + 1}`);

/** A fix in the words of the list of edits. */
export function wordsOfFix(fix: TextFix, headers: readonly string[]): string {
  const name = (column: number) => columnName(headers, column);
  switch (fix.kind) {
    case "offers":
      return fix.issue ? `Offers taken: ${wordsOfCode(fix.issue).toLowerCase()}` : "All offers taken";
    case "country":
      return `Phones without a country read as ${fix.country}`;
    case "trim":
      return "White space cleaned";
    case "swap":
      return `${name(fix.columns[0])} and ${name(fix.columns[1])} swapped`;
    case "username":
      return `Usernames made by ${fix.pattern}`;
    case "replace":
      return `${name(fix.column)} replaced`;
  }
}
