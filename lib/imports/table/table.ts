import { isErrorsHeader } from "@/lib/imports/columns/header-names";
import { IMPORT_LIMITS, type ImportLimits } from "@/lib/imports/limits";
import {
  columnsTooMany,
  type FileReading,
  fileEmpty,
  fileTooLarge,
  peopleTooMany,
  type Refusal,
  readable,
  refused,
} from "@/lib/imports/refusals";
import { decode } from "@/lib/imports/table/decode";
import { findDelimiter } from "@/lib/imports/table/delimiter";
import { describeHead, type HeadOptions, type TableHead } from "@/lib/imports/table/head";
import { filledWidth, isRow, readRecords, type TableRow, type TableText } from "@/lib/imports/table/records";

/** A whole table. `rows` can be gone through more than once, and cannot fail: the file has been checked to its end. */
export type Table = TableHead & { rowCount: number; rows: Iterable<TableRow> };

// Twenty samples, with a header and perhaps a title above them.
const HEAD_RECORDS = 21;

/**
 * Reads the head of a table from the first part of its file (64 KiB are plenty), in the browser or on the server.
 * `isWhole` says that the part is all of it.
 */
export function readHead(
  bytes: Uint8Array,
  { isWhole = false, ...options }: HeadOptions & { isWhole?: boolean } = {},
): FileReading<TableHead> {
  const decoded = decode(bytes, isWhole);
  if (!decoded.ok) return decoded;
  const decodedText = decoded.value;
  const table = tableText(decodedText.text, options);
  const first: TableRow[] = [];
  for (const record of readRecords(table)) {
    if (!isRow(record)) {
      if (isWhole || first.length === 0) return refused(record);
      return head(first);
    }
    first.push(record);
    const tooWide = refuseWidth(record, first[0], IMPORT_LIMITS.columnsMax);
    if (tooWide) return refused(tooWide);
    if (first.length === HEAD_RECORDS) return head(first);
  }
  if (first.length === 0) return refused(fileEmpty());
  // The last record of a part may have been cut off in its middle.
  return head(isWhole || first.length === 1 ? first : first.slice(0, -1));

  function head(rows: readonly TableRow[]): FileReading<TableHead> {
    const widest = Math.max(...rows.map(({ cells }) => filledWidth(cells)));
    return describeHead(decodedText, table, rows, widest, { ...options, isWhole });
  }
}

/**
 * Reads a whole table, or says why it is none. Goes through the file twice, once to check all of it and once for
 * whoever takes the rows, so that nobody has taken half of a file when its end turns out to be broken.
 */
export function readTable(
  bytes: Uint8Array,
  { limits = IMPORT_LIMITS, ...options }: HeadOptions & { limits?: ImportLimits } = {},
): FileReading<Table> {
  if (bytes.length > limits.bytesMax) return refused(fileTooLarge(bytes.length, limits.bytesMax));
  const decoded = decode(bytes);
  if (!decoded.ok) return decoded;
  const table = tableText(decoded.value.text, options);
  const survey = surveyOf(table, limits);
  if ("code" in survey) return refused(survey);
  const head = describeHead(decoded.value, table, survey.first, survey.widest, { ...options, isWhole: true });
  if (!head.ok) return head;
  const headerLine = head.value.headerLine ?? 0;
  const rowCount = survey.count - survey.first.filter(({ line }) => line <= headerLine).length;
  if (rowCount > limits.rowsMax) return refused(peopleTooMany(rowCount, limits.rowsMax));
  const rows = { [Symbol.iterator]: () => readPeople(table, headerLine) };
  return readable({ ...head.value, rowCount, rows });
}

type Survey = { first: TableRow[]; count: number; widest: number };

function surveyOf(table: TableText, limits: ImportLimits): Survey | Refusal {
  const survey: Survey = { first: [], count: 0, widest: 0 };
  for (const record of readRecords(table)) {
    if (!isRow(record)) return record;
    survey.count += 1;
    if (survey.first.length < HEAD_RECORDS) survey.first.push(record);
    const tooWide = refuseWidth(record, survey.first[0], limits.columnsMax);
    if (tooWide) return tooWide;
    survey.widest = Math.max(survey.widest, filledWidth(record.cells));
  }
  return survey.count === 0 ? fileEmpty() : survey;
}

function* readPeople(table: TableText, headerLine: number): Generator<TableRow> {
  for (const record of readRecords(table)) {
    if (isRow(record) && record.line > headerLine) yield record;
  }
}

function tableText(text: string, { delimiter }: HeadOptions): TableText {
  const found = findDelimiter(text);
  return { text, start: found.start, delimiter: delimiter ?? found.delimiter };
}

/** A refusal if a record has too many columns, the one that an errors file adds not counted. */
function refuseWidth(
  { cells, line }: TableRow,
  first: TableRow | undefined,
  columnsMax: number,
): Refusal | null {
  if (cells.length <= columnsMax) return null;
  const width = filledWidth(cells);
  const allowed = columnsMax + (first?.cells.some(isErrorsHeader) ? 1 : 0);
  return width > allowed ? columnsTooMany(width, columnsMax, line) : null;
}
