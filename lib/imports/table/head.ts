import { type FileReading, peopleNone, readable, refused } from "@/lib/imports/refusals";
import { findHeader } from "@/lib/imports/table/header";
import type { TableRow } from "@/lib/imports/table/records";

/**
 * What a table looks like before its rows are judged. `hasHeader` is "ask" where only a person can tell whether the
 * first row is a header; until then it counts as a person. Without a header, `headers` are blank, one a column. What
 * stands above the header, a title, is no person.
 */
export type TableHead = {
  hasHeader: boolean | "ask";
  headers: string[];
  headerLine: number | null;
  samples: TableRow[];
};

/**
 * `first` are a table's first records, at least one; `widest` is the width of the widest record of all; `hasHeader` is
 * what a person has decided. Refused if there are no people below the header, unless only a part of the file is known
 * (`isWhole`).
 */
export function describeHead(
  first: readonly TableRow[],
  widest: number,
  options: { hasHeader?: boolean; isWhole: boolean },
): FileReading<TableHead> {
  const found = findHeader(first.map(({ cells }) => cells));
  const hasHeader: TableHead["hasHeader"] = options.hasHeader ?? (found === "ask" ? found : true);
  const at = found === "ask" ? 0 : found;
  const header = first[at];
  if (hasHeader !== true || !header) {
    const headers = Array.from({ length: widest }, () => "");
    return readable({ hasHeader, headers, headerLine: null, samples: [...first] });
  }
  const samples = first.slice(at + 1);
  if (samples.length === 0 && options.isWhole) return refused(peopleNone(header.line));
  return readable({ hasHeader, headers: headersOf(header, widest), headerLine: header.line, samples });
}

// Spreadsheets pad a header with delimiters. A column without a name stays if rows hold something in it.
function headersOf({ cells }: TableRow, widest: number): string[] {
  return cells.slice(0, widest).map((cell) => cell.trim());
}
