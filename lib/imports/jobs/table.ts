import "server-only";
import { type FileReading, readable } from "@/lib/imports/refusals";
import { readSpreadsheet } from "@/lib/imports/table/spreadsheet";
import { type SpreadsheetFormat, startsAsSpreadsheet } from "@/lib/imports/table/spreadsheet-kind";
import { readTable, type Table, type TextFormat } from "@/lib/imports/table/table";

/** How a file is made, as an import keeps it: a text's encoding and delimiter, or a workbook's kind and sheet. */
export type FileFacts = {
  encoding: TextFormat["encoding"] | null;
  hasBom: boolean;
  delimiter: TextFormat["delimiter"] | null;
  format: SpreadsheetFormat | null;
  sheet: string | null;
  sheets: string[];
};

/** `table` is null as long as nobody has said which of several sheets it is. */
export type FileTable = { facts: FileFacts; table: Table | null };

type Options = {
  sheet: string | null;
  hasHeader: boolean | null;
  headerLine?: number | undefined;
  isHeadOnly?: boolean;
};

/** Reads an import's file by what is in it, whatever its name says: a workbook, or a table in text. */
export async function readFileTable(
  bytes: Uint8Array,
  { sheet, hasHeader, headerLine, isHeadOnly }: Options,
): Promise<FileReading<FileTable>> {
  const decided = { hasHeader: hasHeader ?? undefined, headerLine };
  if (startsAsSpreadsheet(bytes)) {
    const workbook = await readSpreadsheet(bytes, { ...decided, sheet: sheet ?? undefined, isHeadOnly });
    if (!workbook.ok) return workbook;
    const { format, sheets, table } = workbook.value;
    const facts = { encoding: null, hasBom: false, delimiter: null, format, sheets };
    return readable({ facts: { ...facts, sheet: table?.sheet ?? null }, table });
  }
  const table = readTable(bytes, decided);
  if (!table.ok) return table;
  return readable({ facts: textFacts(table.value), table: table.value });
}

/** What an import keeps of a file in text. */
export const textFacts = ({ encoding, hasBom, delimiter }: TextFormat): FileFacts => ({
  encoding,
  hasBom,
  delimiter,
  format: null,
  sheet: null,
  sheets: [],
});
