import { expect, test } from "vitest";
import { matchColumns } from "@/lib/imports/columns/match";
import {
  type ErrorsFileFormat,
  type ErrorsFileRow,
  errorsFileHead,
  errorsFileLines,
} from "@/lib/imports/errors-file";
import type { TableEncoding } from "@/lib/imports/table/decode";
import { readTable } from "@/lib/imports/table/table";

const writeFile = (format: ErrorsFileFormat, rows: ErrorsFileRow[]) =>
  Buffer.concat([errorsFileHead(format), errorsFileLines(format, rows)]);
const PLAIN = { encoding: "utf-8", hasBom: false, delimiter: "," } as const;
const write = (headers: string[], rows: ErrorsFileRow[], format: Partial<ErrorsFileFormat> = {}) => {
  const { columns } = matchColumns(headers, []);
  return writeFile({ ...PLAIN, columns, ...format }, rows);
};
const says = (...messages: string[]) => messages.map((message) => ({ message }));

test("own columns in their order, then all errors, blank when fine", () => {
  const text = write(
    ["lastname", "note", "firstname"],
    [
      { cells: ["Adams", "a,b", "Ada"], issues: [] },
      { cells: ["", "=1", "'=2"], issues: says("Last name is missing.", "And more.") },
      { cells: ["Berg"], issues: [] },
    ],
  ).toString();
  expect(text).toBe(
    `lastname,note,firstname,Errors\r\nAdams,"a,b",Ada,\r\n,'=1,'=2,Last name is missing. And more.\r\nBerg,,,\r\n`,
  );
});

test("a password that is left out is asked for where the row is to be mended, and a row that is fine stays blank", () => {
  const text = write(
    ["firstname", "password"],
    [
      { cells: ["Ada", ""], issues: [], hadPassword: true },
      { cells: ["", ""], issues: says("First name is missing."), hadPassword: true },
      { cells: ["", ""], issues: says("First name is missing.") },
    ],
  ).toString();
  expect(text.split("\r\n").slice(1, 4)).toEqual([
    "Ada,,",
    ",,First name is missing. The password is not in this file. Write it again.",
    ",,First name is missing.",
  ]);
});

test("an Errors column that the file had is replaced", () => {
  const text = write(
    ["firstname", "Errors", "lastname"],
    [{ cells: ["Ada", "old", "Adams"], issues: says("New.") }],
  );
  expect(text.toString()).toBe("firstname,lastname,Errors\r\nAda,Adams,New.\r\n");
});

test("cells beyond the last column are kept, and are too many in the next import too", () => {
  const bytes = write(
    ["firstname", "lastname"],
    [{ cells: ["Ada", "Adams", "x"], issues: says("Too many.") }],
  );
  expect(bytes.toString()).toBe("firstname,lastname,Errors\r\nAda,Adams,Too many.,x\r\n");
  const again = readTable(bytes);
  expect(again.ok && again.value.headers).toEqual(["firstname", "lastname", "Errors"]);
});

test("without a header it gets one that matches", () => {
  const cells = ["Ada", "Adams", "1", "ada@x.example"];
  const { columns } = matchColumns(["", "", "", ""], [{ cells }]);
  const text = writeFile({ ...PLAIN, columns }, [{ cells, issues: [] }]).toString();
  expect(text).toBe("First name,Last name,Column 3,Access email,Errors\r\nAda,Adams,1,ada@x.example,\r\n");
});

test.each<[TableEncoding, boolean, boolean]>([
  ["utf-8", false, false],
  ["utf-8", true, true],
  ["utf-16le", false, true],
  ["utf-16be", true, true],
  ["windows-1252", false, false],
])("in %s (mark: %s) it reads back in the same", (encoding, hasBom, hasBomAgain) => {
  const cells = ["Zoë", "“O’Neil”–€"];
  const bytes = write(["firstname", "lastname"], [{ cells, issues: [] }], {
    encoding,
    hasBom,
    delimiter: ";",
  });
  const again = readTable(bytes);
  expect(again).toMatchObject({ ok: true, value: { encoding, hasBom: hasBomAgain, delimiter: ";" } });
  expect(again.ok && [...again.value.rows][0]?.cells.slice(0, 2)).toEqual(cells);
});

test("a message that Windows-1252 cannot hold is written as near as it gets", () => {
  const bytes = write(["firstname"], [{ cells: ["Ada"], issues: says("Ő is taken by 李.") }], {
    encoding: "windows-1252",
  });
  expect(bytes.toString("latin1")).toContain("Ada,O is taken by ?.");
});
