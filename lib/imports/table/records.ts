import type { Delimiter } from "@/lib/exports/csv";
import type { Refusal } from "@/lib/imports/refusals";
import { type CsvCursor, readRecord } from "@/lib/imports/table/csv";

/** One person's row as the file has it. `line` is where it starts, from 1; a quoted cell may run over several. */
export type TableRow = { line: number; cells: string[] };

/** A text that is a table, and where its first record begins. */
export type TableText = { text: string; delimiter: Delimiter; start: Readonly<CsvCursor> };

/** The records of a text one by one, blank ones left out. The last one is a refusal if the text is no CSV there. */
export function* readRecords({ text, delimiter, start }: TableText): Generator<TableRow | Refusal> {
  const cursor = { ...start };
  for (;;) {
    const { line } = cursor;
    const record = readRecord(text, delimiter, cursor);
    if (record === null) return;
    if (!Array.isArray(record)) {
      yield record;
      return;
    }
    if (filledWidth(record) > 0) yield { line, cells: record };
  }
}

export const isRow = (record: TableRow | Refusal): record is TableRow => "cells" in record;

/** The number of cells up to the last one that holds more than white space; 0 for a blank record. */
export function filledWidth(cells: readonly string[]): number {
  return cells.findLastIndex((cell) => cell !== "" && cell.trim() !== "") + 1;
}
