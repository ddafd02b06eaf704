import { parentPort, workerData } from "node:worker_threads";
import type { ImportLimits } from "@/lib/imports/limits";
import type { FileReading } from "@/lib/imports/refusals";
import type { TableRow } from "@/lib/imports/table/records";
import {
  readWorkbook,
  type SheetOptions,
  type SheetTable,
  type Workbook,
} from "@/lib/imports/table/workbook";

/** What the thread is given. */
export type SpreadsheetTask = { bytes: Uint8Array; limits: ImportLimits; options: SheetOptions };

/** A workbook without its rows, which come after it some at a time. */
export type WorkbookHead = Omit<Workbook, "table"> & { table: Omit<SheetTable, "rows"> | null };

/** What the thread says: first what it read or why not, then the rows, then that it is done. */
export type SpreadsheetMessage =
  | { kind: "reading"; reading: FileReading<WorkbookHead> }
  | { kind: "rows"; rows: TableRow[] }
  | { kind: "done" };

// So many that whoever takes them is not held up for long, nor has to hold much twice.
const ROWS_AT_ONCE = 2000;
const LENGTH_AT_ONCE = 2 * 1024 * 1024;

function run({ bytes, limits, options }: SpreadsheetTask): void {
  const reading = readWorkbook(bytes, limits, options);
  if (!reading.ok || !reading.value.table) {
    say({ kind: "reading", reading: reading as FileReading<WorkbookHead> });
  } else {
    const { rows, ...table } = reading.value.table;
    say({ kind: "reading", reading: { ok: true, value: { ...reading.value, table } } });
    for (const some of batchesOf(rows)) say({ kind: "rows", rows: some });
  }
  say({ kind: "done" });
}

function* batchesOf(rows: TableRow[]): Generator<TableRow[]> {
  let start = 0;
  let length = 0;
  for (const [index, { cells }] of rows.entries()) {
    for (const cell of cells) length += cell.length;
    if (index - start < ROWS_AT_ONCE && length < LENGTH_AT_ONCE) continue;
    yield rows.slice(start, index + 1);
    start = index + 1;
    length = 0;
  }
  if (start < rows.length) yield rows.slice(start);
}

const say = (message: SpreadsheetMessage) => parentPort?.postMessage(message);

run(workerData as SpreadsheetTask);
