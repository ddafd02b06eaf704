import { isErrorsHeader } from "@/lib/imports/columns/header-names";
import type { ImportLimits } from "@/lib/imports/limits";
import {
  columnsTooMany,
  type FileReading,
  fileEmpty,
  peopleTooMany,
  type Refusal,
  readable,
  refused,
} from "@/lib/imports/refusals";
import { describeHead, type HeaderChoice, type TableHead } from "@/lib/imports/table/head";
import { filledWidth, isRow, type TableRow } from "@/lib/imports/table/records";
import { isExampleRow } from "@/lib/imports/templates/example";

/** Twenty samples, with a header and perhaps a title above them. */
export const HEAD_RECORDS = 21;

/** Goes through all of a table's records, of whatever kind of file, and says what it is, or why it is none. */
export function surveyTable(
  records: Iterable<TableRow | Refusal>,
  limits: ImportLimits,
  choice: HeaderChoice,
): FileReading<TableHead & { rowCount: number; exampleLine: number | null }> {
  const first: TableRow[] = [];
  let count = 0;
  let widest = 0;
  let exampleLine: number | null = null;
  for (const record of records) {
    if (!isRow(record)) return refused(record);
    if (isExampleRow(record.cells)) {
      exampleLine ??= record.line;
      continue;
    }
    count += 1;
    if (first.length < HEAD_RECORDS) first.push(record);
    const tooWide = refuseWidth(record, first[0], limits.columnsMax);
    if (tooWide) return refused(tooWide);
    widest = Math.max(widest, filledWidth(record.cells));
  }
  if (count === 0) return refused(fileEmpty());
  const head = describeHead(first, widest, { ...choice, isWhole: true });
  if (!head.ok) return head;
  const headerLine = head.value.headerLine ?? 0;
  const rowCount = count - first.filter(({ line }) => line <= headerLine).length;
  return rowCount > limits.rowsMax
    ? refused(peopleTooMany(rowCount, limits.rowsMax))
    : readable({ ...head.value, rowCount, exampleLine });
}

/** A refusal if a record has too many columns, the one that an errors file adds not counted. */
export function refuseWidth(
  { cells, line }: TableRow,
  first: TableRow | undefined,
  columnsMax: number,
): Refusal | null {
  if (cells.length <= columnsMax) return null;
  const width = filledWidth(cells);
  const allowed = columnsMax + (first?.cells.some(isErrorsHeader) ? 1 : 0);
  return width > allowed ? columnsTooMany(width, columnsMax, line) : null;
}
