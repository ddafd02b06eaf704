import "server-only";
import { Worker } from "node:worker_threads";
import { IMPORT_LIMITS, type ImportLimits } from "@/lib/imports/limits";
import { type FileReading, fileTooLarge, refused, spreadsheetTooLarge } from "@/lib/imports/refusals";
import { refuseArchive } from "@/lib/imports/table/archive";
import type { TableRow } from "@/lib/imports/table/records";
import type {
  SpreadsheetMessage,
  SpreadsheetTask,
  WorkbookHead,
} from "@/lib/imports/table/spreadsheet-thread";
import type { SheetOptions, Workbook } from "@/lib/imports/table/workbook";

const HEAP_MEGABYTES_MAX = 1024;
const SECONDS_MAX = 180;

export type SpreadsheetOptions = SheetOptions & {
  limits?: ImportLimits;
  heapMegabytesMax?: number;
  secondsMax?: number;
};

/**
 * Reads a spreadsheet in a thread of its own, which is ended when it takes too much memory or time: the parser holds
 * the whole workbook, and what somebody may have put into it is not known before. Never throws because of the file.
 */
export function readSpreadsheet(
  bytes: Uint8Array,
  {
    limits = IMPORT_LIMITS,
    heapMegabytesMax = HEAP_MEGABYTES_MAX,
    secondsMax = SECONDS_MAX,
    ...options
  }: SpreadsheetOptions = {},
): Promise<FileReading<Workbook>> {
  if (bytes.length > limits.bytesMax) {
    return Promise.resolve(refused(fileTooLarge(bytes.length, limits.bytesMax)));
  }
  const burst = refuseArchive(bytes);
  if (burst) return Promise.resolve(refused(burst));
  const workerData: SpreadsheetTask = { bytes, limits, options };
  const thread = new Worker(new URL("./spreadsheet-thread.mjs", import.meta.url), {
    workerData,
    execArgv: [],
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: heapMegabytesMax },
  });
  // What the parser complains of is about somebody's file, and nothing for the log.
  thread.stdout.resume();
  thread.stderr.resume();
  return new Promise<FileReading<Workbook>>((resolve, reject) => {
    let head: FileReading<WorkbookHead> | null = null;
    const rows: TableRow[] = [];
    const timer = setTimeout(() => resolve(refused(spreadsheetTooLarge())), secondsMax * 1000);
    thread.on("message", (message: SpreadsheetMessage) => {
      if (message.kind === "reading") head = message.reading;
      else if (message.kind === "rows") for (const row of message.rows) rows.push(row);
      else resolve(whole(head, rows));
    });
    thread.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "ERR_WORKER_OUT_OF_MEMORY") resolve(refused(spreadsheetTooLarge()));
      else reject(error);
    });
    thread.once("exit", (code) => {
      clearTimeout(timer);
      reject(new Error(`The thread of a spreadsheet ended with code ${code}.`));
    });
  }).finally(() => thread.terminate());
}

function whole(head: FileReading<WorkbookHead> | null, rows: TableRow[]): FileReading<Workbook> {
  if (!head) throw new Error("The thread of a spreadsheet said nothing.");
  if (!head.ok) return head;
  const { table, ...workbook } = head.value;
  return { ok: true, value: { ...workbook, table: table && { ...table, rows } } };
}
