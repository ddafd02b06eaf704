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

// So many that whoever takes them is not held up for long.
const ROWS_AT_ONCE = 2000;

function run({ bytes, limits, options }: SpreadsheetTask): void {
  const reading = readWorkbook(bytes, limits, options);
  if (!reading.ok || !reading.value.table) {
    say({ kind: "reading", reading: reading as FileReading<WorkbookHead> });
  } else {
    const { rows, ...table } = reading.value.table;
    say({ kind: "reading", reading: { ok: true, value: { ...reading.value, table } } });
    for (let at = 0; at < rows.length; at += ROWS_AT_ONCE) {
      say({ kind: "rows", rows: rows.slice(at, at + ROWS_AT_ONCE) });
    }
  }
  say({ kind: "done" });
}

const say = (message: SpreadsheetMessage) => parentPort?.postMessage(message);

run(workerData as SpreadsheetTask);
