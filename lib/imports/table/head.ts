import type { Delimiter } from "@/lib/exports/csv";
import { type FileReading, peopleNone, readable, refused } from "@/lib/imports/refusals";
import type { DecodedText, TableEncoding } from "@/lib/imports/table/decode";
import { judgeHeader } from "@/lib/imports/table/header";
import { filledWidth, type TableRow } from "@/lib/imports/table/records";

/**
 * What a file looks like before its rows are judged. `hasHeader` is "ask" where only a person can tell whether the
 * first row is a header; until then it counts as a person. Without a header, `headers` are blank, one a column.
 */
export type TableHead = {
  encoding: TableEncoding;
  hasBom: boolean;
  delimiter: Delimiter;
  hasHeader: boolean | "ask";
  headers: string[];
  headerLine: number | null;
  samples: TableRow[];
};

/** What a person has decided about a file; the rest is told from the file itself. */
export type HeadOptions = { delimiter?: Delimiter; hasHeader?: boolean };

/**
 * `first` are a table's first records, at least one; `widest` is the width of the widest record after the first.
 * Refused if there are no people below the header, unless only a part of the file is known (`isWhole`).
 */
export function describeHead(
  { encoding, hasBom }: DecodedText,
  { delimiter }: { delimiter: Delimiter },
  first: readonly TableRow[],
  widest: number,
  options: HeadOptions & { isWhole: boolean },
): FileReading<TableHead> {
  const [top, ...below] = first;
  const topCells = top?.cells ?? [];
  const cellsBelow = below.map(({ cells }) => cells);
  const hasHeader = options.hasHeader ?? judgeHeader(topCells, cellsBelow);
  const facts = { encoding, hasBom, delimiter, hasHeader };
  if (hasHeader !== true || !top) {
    const columns = Math.max(filledWidth(topCells), widest);
    const headers = Array.from({ length: columns }, () => "");
    return readable({ ...facts, headers, headerLine: null, samples: [...first] });
  }
  if (below.length === 0 && options.isWhole) return refused(peopleNone(top.line));
  return readable({ ...facts, headers: headersOf(topCells, widest), headerLine: top.line, samples: below });
}

// Spreadsheets pad a header with delimiters. A column without a name stays if rows hold something in it.
function headersOf(cells: readonly string[], widest: number): string[] {
  return cells.slice(0, Math.max(filledWidth(cells), widest)).map((cell) => cell.trim());
}
