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
  /** The table's first lines, the header and what stands above it too. */
  first: TableRow[];
};

/** What a person has decided: whether there is a header, or which line it is, 0 for none. */
export type HeaderChoice = { hasHeader?: boolean; headerLine?: number };

/**
 * `first` are a table's first records, at least one; `widest` is the width of the widest record of all; `options`
 * say what a person has decided. Refused if there are no people below the header, unless only a part of the file is known
 * (`isWhole`).
 */
export function describeHead(
  first: readonly TableRow[],
  widest: number,
  { hasHeader: decided, headerLine, isWhole }: HeaderChoice & { isWhole: boolean },
): FileReading<TableHead> {
  const found = findHeader(first.map(({ cells }) => cells));
  const isChosen = headerLine !== undefined;
  const hasHeader: TableHead["hasHeader"] = isChosen
    ? headerLine > 0
    : (decided ?? (found === "ask" ? found : true));
  const chosenAt = first.findIndex(({ line }) => line === headerLine);
  const at = isChosen && chosenAt >= 0 ? chosenAt : found === "ask" ? 0 : found;
  const header = first[at];
  if (hasHeader !== true || !header) {
    const headers = Array.from({ length: widest }, () => "");
    return readable({ hasHeader, headers, headerLine: null, samples: [...first], first: [...first] });
  }
  const samples = first.slice(at + 1);
  if (samples.length === 0 && isWhole) return refused(peopleNone(header.line));
  const headers = headersOf(header, widest);
  return readable({ hasHeader, headers, headerLine: header.line, samples, first: [...first] });
}

// Spreadsheets pad a header with delimiters. A column without a name stays if rows hold something in it.
function headersOf({ cells }: TableRow, widest: number): string[] {
  return cells.slice(0, widest).map((cell) => cell.trim());
}
