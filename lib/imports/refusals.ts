import { IMPORT_LIMITS, inDigits, inMegabytes } from "@/lib/imports/limits";

/** Why a file as a whole cannot be read; docs/import-issues.md says what each means. */
export const REFUSAL_CODES = [
  "file_empty",
  "file_too_large",
  "not_text",
  "encoding_broken",
  "people_none",
  "people_too_many",
  "columns_too_many",
  "quote_unclosed",
  "quote_malformed",
  "cell_too_long",
  "spreadsheet_encrypted",
  "spreadsheet_damaged",
  "spreadsheet_too_large",
  "sheet_missing",
  "sheet_not_chosen",
  "file_gone",
] as const;

export type RefusalCode = (typeof REFUSAL_CODES)[number];

/** `line` is where in the file, counted from 1. */
export type Refusal = { code: RefusalCode; message: string; line?: number };

/** What could be read of a file, or why it could not. */
export type FileReading<T> = { ok: true; value: T } | { ok: false; refusal: Refusal };

export const readable = <T>(value: T): FileReading<T> => ({ ok: true, value });

export const refused = (refusal: Refusal): FileReading<never> => ({ ok: false, refusal });

export const fileEmpty = (): Refusal => ({
  code: "file_empty",
  message: "The file is empty. Choose one with a header and at least one person.",
});

export const fileTooLarge = (sizeBytes: number, bytesMax: number = IMPORT_LIMITS.bytesMax): Refusal => ({
  code: "file_too_large",
  message: `The file has ${inMegabytes(sizeBytes)}; at most ${inMegabytes(bytesMax)} can be read at once. Split it into several files.`,
});

export const notText = (what: string, line?: number): Refusal =>
  at(
    line,
    "not_text",
    `This is not a text file: ${what}. Choose a CSV file or a spreadsheet, or save it as one first.`,
  );

export const encodingBroken = (encoding: string, line: number): Refusal =>
  at(
    line,
    "encoding_broken",
    `Line ${line} holds bytes that are no letters in ${encoding}. Save the file again as UTF-8.`,
  );

export const peopleNone = (headerLine: number): Refusal => ({
  code: "people_none",
  message: `There are no people below the header on line ${headerLine}.`,
});

export const peopleTooMany = (rows: number, rowsMax: number): Refusal => ({
  code: "people_too_many",
  message: `The file has ${inDigits(rows)} people; at most ${inDigits(rowsMax)} can be imported at once. Split it into several files.`,
});

export const columnsTooMany = (columns: number, columnsMax: number, line: number): Refusal =>
  at(
    line,
    "columns_too_many",
    `Line ${line} has ${inDigits(columns)} columns; at most ${inDigits(columnsMax)} can be read.`,
  );

export const quoteUnclosed = (line: number): Refusal =>
  at(
    line,
    "quote_unclosed",
    `A quote opened on line ${line} is never closed. Close it, or write it twice if it belongs to the text.`,
  );

export const quoteMalformed = (openedLine: number, closedLine: number): Refusal =>
  at(
    openedLine,
    "quote_malformed",
    `A quote opened on line ${openedLine} is closed${closedLine === openedLine ? "" : ` on line ${closedLine}`} with more text behind it in the same cell. Inside quotes, write a quote twice.`,
  );

export const cellTooLong = (line: number): Refusal =>
  at(
    line,
    "cell_too_long",
    `The cell that begins on line ${line} is too long to be meant. A quote there was probably never closed.`,
  );

export const spreadsheetEncrypted = (): Refusal => ({
  code: "spreadsheet_encrypted",
  message: "This workbook is protected with a password. Take the password off, or save it as CSV first.",
});

export const spreadsheetDamaged = (): Refusal => ({
  code: "spreadsheet_damaged",
  message: "This workbook is damaged. Open it in a spreadsheet program and save it again.",
});

/** For what is small as a file and too much once it is unpacked, or takes too long. */
export const spreadsheetTooLarge = (): Refusal => ({
  code: "spreadsheet_too_large",
  message: "This workbook holds too much to be read. Save the sheet with the people as CSV, or split it.",
});

export const sheetMissing = (sheet: string): Refusal => ({
  code: "sheet_missing",
  message: `The workbook has no sheet “${sheet}”.`,
});

export const sheetNotChosen = (sheets: readonly string[]): Refusal => ({
  code: "sheet_not_chosen",
  message: `The workbook has rows on several sheets: ${sheets.join(", ")}. Choose the one with the people.`,
});

/** For a file with passwords whose time is over. */
export const fileGone = (minutesMax: number): Refusal => ({
  code: "file_gone",
  message: `This file is not kept any more: one with passwords is gone after ${minutesMax} minutes. Choose it again.`,
});

function at(line: number | undefined, code: RefusalCode, message: string): Refusal {
  return line === undefined ? { code, message } : { code, message, line };
}
