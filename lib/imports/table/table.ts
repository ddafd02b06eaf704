import type { Delimiter } from "@/lib/exports/csv";
import { IMPORT_LIMITS, type ImportLimits } from "@/lib/imports/limits";
import { type FileReading, fileEmpty, fileTooLarge, readable, refused } from "@/lib/imports/refusals";
import { decode, type TableEncoding } from "@/lib/imports/table/decode";
import { findDelimiter } from "@/lib/imports/table/delimiter";
import { describeHead, type HeaderChoice, type TableHead } from "@/lib/imports/table/head";
import { filledWidth, isRow, readRecords, type TableRow, type TableText } from "@/lib/imports/table/records";
import { HEAD_RECORDS, refuseWidth, surveyTable } from "@/lib/imports/table/survey";
import { isExampleRow } from "@/lib/imports/templates/example";

/** How a table is written in text. */
export type TextFormat = { encoding: TableEncoding; hasBom: boolean; delimiter: Delimiter };

/** What a person has decided about a file; the rest is told from the file itself. */
export type TextOptions = HeaderChoice & { delimiter?: Delimiter };

/**
 * A whole table. `rows` can be gone through more than once, and cannot fail: the file has been checked to its end. The
 * example of a template is none of them; `exampleLine` says where it stands.
 */
export type Table = TableHead & { rowCount: number; exampleLine: number | null; rows: Iterable<TableRow> };

export type TextTable = Table & TextFormat;

/**
 * Reads the head of a table from the first part of its file (64 KiB are plenty), in the browser or on the server.
 * `isWhole` says that the part is all of it.
 */
export function readHead(
  bytes: Uint8Array,
  { isWhole = false, ...options }: TextOptions & { isWhole?: boolean } = {},
): FileReading<TableHead & TextFormat> {
  const decoded = decode(bytes, isWhole);
  if (!decoded.ok) return decoded;
  const { text, ...encoding } = decoded.value;
  const table = tableText(text, options);
  const first: TableRow[] = [];
  for (const record of readRecords(table)) {
    if (!isRow(record)) {
      const isCutOff = !isWhole && first.length > 0 && record.code === "quote_unclosed";
      return isCutOff ? head(first) : refused(record);
    }
    if (isExampleRow(record.cells)) continue;
    first.push(record);
    const tooWide = refuseWidth(record, first[0], IMPORT_LIMITS.columnsMax);
    if (tooWide) return refused(tooWide);
    if (first.length === HEAD_RECORDS) return head(first);
  }
  if (first.length === 0) return refused(fileEmpty());
  // The last record of a part may have been cut off in its middle.
  return head(isWhole || first.length === 1 ? first : first.slice(0, -1));

  function head(rows: readonly TableRow[]): FileReading<TableHead & TextFormat> {
    const widest = Math.max(...rows.map(({ cells }) => filledWidth(cells)));
    const described = describeHead(rows, widest, { ...options, isWhole });
    return described.ok
      ? readable({ ...described.value, ...encoding, delimiter: table.delimiter })
      : described;
  }
}

/**
 * Reads a whole table, or says why it is none. Goes through the file twice, once to check all of it and once for
 * whoever takes the rows, so that nobody has taken half of a file when its end turns out to be broken.
 */
export function readTable(
  bytes: Uint8Array,
  { limits = IMPORT_LIMITS, ...options }: TextOptions & { limits?: ImportLimits } = {},
): FileReading<TextTable> {
  if (bytes.length > limits.bytesMax) return refused(fileTooLarge(bytes.length, limits.bytesMax));
  const decoded = decode(bytes);
  if (!decoded.ok) return decoded;
  const { text, ...encoding } = decoded.value;
  const table = tableText(text, options);
  const survey = surveyTable(readRecords(table), limits, options);
  if (!survey.ok) return survey;
  const headerLine = survey.value.headerLine ?? 0;
  const rows = { [Symbol.iterator]: () => readPeople(table, headerLine) };
  return readable({ ...survey.value, ...encoding, delimiter: table.delimiter, rows });
}

function* readPeople(table: TableText, headerLine: number): Generator<TableRow> {
  for (const record of readRecords(table)) {
    if (isRow(record) && record.line > headerLine && !isExampleRow(record.cells)) yield record;
  }
}

function tableText(text: string, { delimiter }: TextOptions): TableText {
  const found = findDelimiter(text);
  return { text, start: found.start, delimiter: delimiter ?? found.delimiter };
}
