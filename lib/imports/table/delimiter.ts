import type { Delimiter } from "@/lib/exports/csv";
import { type CsvCursor, readRecord } from "@/lib/imports/table/csv";
import { filledWidth } from "@/lib/imports/table/records";

export const DELIMITERS: readonly Delimiter[] = [",", ";", "\t", "|"];

export const DELIMITER_LABELS: Record<Delimiter, string> = {
  ",": "comma",
  ";": "semicolon",
  "\t": "tab",
  "|": "vertical bar",
};

const RECORDS_TRIED = 50;
const CHARACTERS_TRIED = 64 * 1024;

/** A table's delimiter, and where its first record begins. */
export type DelimiterFound = { delimiter: Delimiter; start: CsvCursor };

/**
 * Tells the delimiter of a text: by a first line `sep=;` as Excel writes it, else the one by which most of the first
 * lines have most columns, the same number of them. A comma if none divides anything.
 */
export function findDelimiter(text: string): DelimiterFound {
  const declared = /^sep=([,;\t|])(?:\r\n|\r|\n|$)/i.exec(text);
  const delimiter = DELIMITERS.find((each) => each === declared?.[1]);
  if (declared && delimiter) return { delimiter, start: { position: declared[0].length, line: 2 } };
  const start = startOf(text);
  const head = text.slice(start.position, start.position + CHARACTERS_TRIED);
  const scores = DELIMITERS.map((each) => ({ delimiter: each, score: score(head, each) }));
  const best = scores.reduce((leader, each) => (each.score > leader.score ? each : leader));
  return { delimiter: best.delimiter, start };
}

/** Behind the line `version:v1.0` with which Microsoft's templates begin. */
function startOf(text: string): CsvCursor {
  const version = /^"?version:v[\d.]+"?[,;\t|]*(?:\r\n|\r|\n)/i.exec(text);
  return version ? { position: version[0].length, line: 2 } : { position: 0, line: 1 };
}

function score(head: string, delimiter: Delimiter): number {
  const recordsByWidth = new Map<number, number>();
  const cursor: CsvCursor = { position: 0, line: 1 };
  let records = 0;
  while (records < RECORDS_TRIED) {
    const record = readRecord(head, delimiter, cursor);
    if (!Array.isArray(record)) break;
    if (filledWidth(record) === 0) continue;
    records += 1;
    recordsByWidth.set(record.length, (recordsByWidth.get(record.length) ?? 0) + 1);
  }
  const scores = [...recordsByWidth].map(([width, count]) => (width < 2 ? 0 : (width * count) / records));
  return Math.max(0, ...scores);
}
