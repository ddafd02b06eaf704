import { strToU8, unzipSync, type Zippable, zipSync } from "fflate";
import { xlsxWriter } from "@/lib/exports/xlsx";

/** A file that is made to burst, and what it is called. */
export type Bomb = { name: string; fileName: string; bytes: () => Uint8Array<ArrayBuffer> };

const MIB = 1024 * 1024;
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const SHEET = "xl/worksheets/sheet1.xml";

export const BOMBS: readonly Bomb[] = [
  {
    name: "400 kB that inflate to 400 MB",
    fileName: "people.xlsx",
    bytes: () => workbook({ [SHEET]: new Uint8Array(400 * MIB).fill(0x20) }),
  },
  {
    name: "a cell in the last corner",
    fileName: "people.xlsx",
    bytes: () => sheet('<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>'),
  },
  {
    name: "a million columns in a workbook",
    fileName: "people.xlsx",
    bytes: () => sheet(`<row r="1">${'<c t="inlineStr"><is><t>x</t></is></c>'.repeat(1_000_000)}</row>`),
  },
  {
    name: "a million columns in a CSV",
    fileName: "people.csv",
    bytes: () => text(`${"column,".repeat(1_000_000)}\n${"x,".repeat(1_000_000)}\n`),
  },
  {
    name: "a billion laughs in a workbook",
    fileName: "people.xlsx",
    bytes: () => workbook({ [SHEET]: strToU8(`${LAUGHS}<worksheet xmlns="${MAIN}">&lol9;</worksheet>`) }),
  },
  {
    name: "a billion laughs in an XML spreadsheet",
    fileName: "people.xls",
    bytes: () =>
      text(`${LAUGHS}<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">&lol9;</Workbook>`),
  },
  { name: "49 MB of quotes", fileName: "people.csv", bytes: () => text('"'.repeat(49 * MIB)) },
  {
    name: "49 MB behind an open quote",
    fileName: "people.csv",
    bytes: () => text(`firstname,lastname\n"${"Ada,Adams\n".repeat(4.9 * MIB)}`),
  },
  {
    name: "a web page of merged cells",
    fileName: "people.xls",
    bytes: () =>
      text(`<table>${'<tr><td colspan="1000" rowspan="1000">x</td></tr>'.repeat(100_000)}</table>`),
  },
];

const LAUGHS = `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol0 "lol">${Array.from(
  { length: 9 },
  (_, index) => `<!ENTITY lol${index + 1} "${`&lol${index};`.repeat(10)}">`,
).join("")}]>`;

const text = (content: string) => new Uint8Array(Buffer.from(content));

const sheet = (rows: string) =>
  workbook({ [SHEET]: strToU8(`<worksheet xmlns="${MAIN}"><sheetData>${rows}</sheetData></worksheet>`) });

/** A workbook of our own with some of its members changed. */
function workbook(changes: Zippable): Uint8Array<ArrayBuffer> {
  const writer = xlsxWriter("People");
  const whole = Buffer.concat([writer.add([["firstname"]]), writer.end()]);
  return new Uint8Array(zipSync({ ...unzipSync(whole), ...changes }, { level: 9 }));
}
