import type { Delimiter } from "@/lib/exports/csv";
import { ENCODING_LABELS, type TableEncoding } from "@/lib/imports/table/decode";
import { DELIMITER_LABELS } from "@/lib/imports/table/delimiter";
import { SPREADSHEET_LABELS, type SpreadsheetFormat } from "@/lib/imports/table/spreadsheet-kind";

type FileFacts = {
  format: SpreadsheetFormat | null;
  sheet: string | null;
  encoding: string | null;
  delimiter: string | null;
  headerLine: number | null;
  exampleLine: number | null;
};

/** How a file was read, in sentences: as what, and which of its lines are no people. */
export function fileWords(facts: FileFacts): string {
  return [readAs(facts), passedOver(facts), example(facts)].filter((words) => words !== "").join(" ");
}

function readAs({ format, sheet, encoding, delimiter }: FileFacts): string {
  if (format) return `Read as ${SPREADSHEET_LABELS[format]}, sheet “${sheet}”.`;
  if (!encoding) return "";
  const label = ENCODING_LABELS[encoding as TableEncoding] ?? encoding;
  return `Read as ${label}, cells set apart by ${DELIMITER_LABELS[(delimiter ?? ",") as Delimiter]}.`;
}

function passedOver({ headerLine }: FileFacts): string {
  if (headerLine === null || headerLine < 2) return "";
  return headerLine === 2 ? "Line 1 was passed over." : `Lines 1 to ${headerLine - 1} were passed over.`;
}

const example = ({ exampleLine }: FileFacts) =>
  exampleLine === null ? "" : `The example on line ${exampleLine} was left out.`;
