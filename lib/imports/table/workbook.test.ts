import { readFileSync } from "node:fs";
import fc from "fast-check";
import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { IMPORT_LIMITS } from "@/lib/imports/limits";
import { startsAsSpreadsheet } from "@/lib/imports/table/spreadsheet-kind";
import { readTable } from "@/lib/imports/table/table";
import { readWorkbook, type SheetOptions } from "@/lib/imports/table/workbook";
import {
  changeZip,
  makeBomb,
  makeEncrypted,
  makeEncryptedXls,
  makeRawWorkbook,
  makeSharedWorkbook,
  makeWorkbook,
} from "@/tests/support/workbooks";

function read(bytes: Uint8Array, options: SheetOptions = {}) {
  expect(startsAsSpreadsheet(bytes.subarray(0, 4096))).toBe(true);
  return readWorkbook(bytes, IMPORT_LIMITS, options);
}

function tableOf(bytes: Uint8Array, options?: SheetOptions) {
  const reading = read(bytes, options);
  if (!reading.ok || !reading.value.table) throw new Error(JSON.stringify(reading));
  return reading.value.table;
}

const cellsOf = (bytes: Uint8Array, options?: SheetOptions) =>
  tableOf(bytes, options).rows.map(({ cells }) => cells);
const refusalOf = (bytes: Uint8Array, options?: SheetOptions) => {
  const reading = read(bytes, options);
  return reading.ok ? reading.value : reading.refusal;
};
const fixture = (name: string) =>
  new Uint8Array(readFileSync(new URL(`../../../tests/fixtures/spreadsheets/${name}`, import.meta.url)));

const HEADER = ["firstname", "lastname", "emailaddress", "phone"];
const PEOPLE = [
  ["Ada", "Adams", "ada@acme.example", "+49 69 666429250"],
  ["Zoë", "Groß", "zoe@acme.example", "0049 69 666429251"],
  ["李", "", "li@acme.example", "4969666429252"],
];

describe("a workbook that LibreOffice wrote", () => {
  test.each(["people.xlsx", "people.xls", "people.ods", "people.fods", "people.html"])("%s", (name) => {
    const sheet = name === "people.html" ? undefined : "People";
    const table = tableOf(fixture(name), { sheet });
    expect(table).toMatchObject({ headerLine: 4, hasHeader: true, rowCount: 3 });
    expect(table.headers.slice(0, 6)).toEqual([...HEADER, "business phone", "customer code"]);
    expect(table.rows.map(({ line }) => line)).toEqual([5, 6, 7]);
    const numbers = table.rows.map(({ cells }) => cells.slice(3, 7));
    if (name !== "people.fods") {
      // A formula comes as its text, a number as it was typed, a code as it is shown, and a date as its text.
      expect(table.rows[0]?.cells.slice(0, 3)).toEqual(["Ada", "Adams", "person5@acme.example"]);
      expect(numbers).toEqual([
        ["4969666429250", "+442079460123", "00007", "2024-03-01"],
        ["442079460124", "0049 69 666429251", "00123", "1999-12-31"],
        ["4915112345678", "+49 151 12345679", "99999", "2026-01-31"],
      ]);
    }
  });

  test("the hidden sheet of its drop-downs is not asked about", () => {
    for (const name of ["people.xlsx", "people.xls"]) {
      expect(read(fixture(name))).toMatchObject({ ok: true, value: { sheets: ["People"] } });
    }
  });
});

describe("the same people are the same rows", () => {
  const csv = readTable(Buffer.from([HEADER, ...PEOPLE].map((cells) => cells.join(",")).join("\n")));
  const rows = csv.ok ? [...csv.value.rows] : [];
  test.each(["xlsx", "biff8", "ods", "fods", "xlml", "xlsb", "html"] as const)("as %s", (bookType) => {
    const bytes = makeWorkbook({ People: [HEADER, ...PEOPLE] }, bookType);
    expect(tableOf(bytes).headers).toEqual(HEADER);
    expect(tableOf(bytes).rows).toEqual(rows);
  });
});

describe("cells", () => {
  test("a web page may leave cells and rows open", () => {
    const page = "<TABLE><thead><tr><th>firstname<th class=a>phone<tr><td>Ada &amp; Co<td>0049</table>";
    expect(cellsOf(Buffer.from(page), { hasHeader: true })).toEqual([["Ada & Co", "0049"]]);
  });

  test("numbers that are phones or codes come with all their digits", () => {
    const numbers = [4969666429250, 123, 0.5, 1234567890123456, -7];
    const rows = [["phone", "code", "half", "long", "minus"], numbers];
    for (const bookType of ["xlsx", "biff8", "ods"] as const) {
      const bytes = makeWorkbook({ People: rows }, bookType);
      expect(cellsOf(bytes, { hasHeader: true })).toEqual([
        ["4969666429250", "123", "0.5", "1234567890123456", "-7"],
      ]);
    }
  });

  test("a number that is shown in scientific notation has its digits still", () => {
    const sheet = `<row r="1"><c r="A1" t="inlineStr"><is><t>phone</t></is></c></row><row r="2"><c r="A2" s="1"><v>4969666429250</v></c></row>`;
    const styles = `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="11" applyNumberFormat="1"/></cellXfs></styleSheet>`;
    const bytes = makeRawWorkbook(sheet, { "xl/styles.xml": strToU8(styles) });
    expect(cellsOf(bytes, { hasHeader: true })).toEqual([["4969666429250"]]);
  });

  test("a return before a line feed is kept where it is escaped, and is none where it is bare", () => {
    const cells = [
      "a_x000D_\nb",
      "a&#13;&#10;b",
      "a_x000d_&#xA;b",
      "a\r\nb",
      "a_x005F_x000D_\nb",
      "a_x000D_b",
    ];
    const row = cells.map((text) => `<c t="inlineStr"><is><t>${text}</t></is></c>`).join("");
    const read = cellsOf(makeRawWorkbook(`<row r="1">${row}</row>`), { hasHeader: false });
    expect(read).toEqual([["a\r\nb", "a\r\nb", "a\r\nb", "a\nb", "a_x000D_\nb", "a\rb"]]);
    const shared = makeSharedWorkbook("a_x000D_\nb", '<row r="1"><c t="s"><v>0</v></c></row>');
    expect(cellsOf(shared, { hasHeader: false })).toEqual([["a\r\nb"]]);
  });

  test("a formula is never evaluated: without a saved value it is blank", () => {
    const bytes = makeRawWorkbook(
      `<row r="1"><c r="A1" t="str"><f>"Ad"&amp;"a"</f><v>saved</v></c><c r="B1"><f>1+1</f></c><c r="C1" t="inlineStr"><is><t>=1+1</t></is></c></row>`,
    );
    expect(cellsOf(bytes, { hasHeader: false })).toEqual([["saved", "", "=1+1"]]);
  });
});

describe("sheets", () => {
  const bytes = makeWorkbook({ Staff: [HEADER, ...PEOPLE], Empty: [[" "]], Guests: [HEADER, ["Bo"]] });

  /** An OpenDocument spreadsheet hides a table by the style that it has. */
  function hideIn(content: string, name: string): string {
    const style =
      '<style:style style:name="gone" style:family="table"><style:table-properties table:display="false"/></style:style>';
    return content
      .replace("</office:automatic-styles>", `${style}</office:automatic-styles>`)
      .replace(`table:name="${name}" table:style-name="ta1"`, `table:name="${name}" table:style-name="gone"`);
  }

  test.each(["ods", "fods"] as const)(
    "that are hidden in a file of the kind %s are not offered",
    (bookType) => {
      const sheets = { Staff: [HEADER, ...PEOPLE], "Lists & Co": [["Sales"], ["IT"]] };
      const hide = (bytes: Uint8Array, name: string) =>
        bookType === "ods"
          ? changeZip(bytes, {
              "content.xml": strToU8(
                hideIn(strFromU8(unzipSync(bytes)["content.xml"] ?? new Uint8Array()), name),
              ),
            })
          : strToU8(hideIn(strFromU8(bytes), name));
      const shown = makeWorkbook(sheets, bookType);
      expect(read(shown)).toMatchObject({ value: { sheets: ["Staff", "Lists & Co"], table: null } });
      const hidden = hide(shown, "Lists &amp; Co");
      expect(read(hidden)).toMatchObject({ value: { sheets: ["Staff"], table: { sheet: "Staff" } } });
      expect(refusalOf(hidden, { sheet: "Lists & Co" })).toMatchObject({ code: "sheet_missing" });
      expect(read(hide(hidden, "Staff"))).toMatchObject({ value: { sheets: ["Staff", "Lists & Co"] } });
    },
  );

  test("of several with rows one has to be chosen", () => {
    expect(read(bytes)).toEqual({
      ok: true,
      value: { format: "xlsx", sheets: ["Staff", "Guests"], table: null },
    });
    expect(cellsOf(bytes, { sheet: "Guests" })).toEqual([["Bo"]]);
    expect(refusalOf(bytes, { sheet: "Else" })).toMatchObject({ code: "sheet_missing" });
  });

  test("a workbook without a row is empty, and one with a header alone has no people", () => {
    expect(refusalOf(makeWorkbook({ A: [[]] }))).toMatchObject({ code: "file_empty" });
    expect(refusalOf(makeWorkbook({ A: [HEADER] }))).toMatchObject({ code: "people_none" });
  });
});

describe("what is too much", () => {
  const person = `<row r="1"><c r="A1" t="inlineStr"><is><t>Ada</t></is></c></row>`;

  test("one cell in the last corner is a column too many, and a blank one is nothing", () => {
    const far = (text: string) =>
      makeRawWorkbook(
        `${person}<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>${text}</t></is></c></row>`,
      );
    expect(refusalOf(far("x"))).toMatchObject({ code: "columns_too_many", line: 1_048_576 });
    expect(cellsOf(far(" "), { hasHeader: false })).toEqual([["Ada"]]);
  });

  test("a column of a name without end is refused or nothing", () => {
    const bytes = makeRawWorkbook(`${person}<row r="2"><c r="ZZZZZZ2"><v>1</v></c></row>`);
    expect(refusalOf(bytes, { hasHeader: false })).toMatchObject({ code: "columns_too_many" });
  });

  test("a bomb is refused before it is inflated", () => {
    const bomb = makeBomb(100 * 1024 * 1024);
    expect(bomb.length).toBeLessThan(150_000);
    const start = performance.now();
    expect(refusalOf(bomb)).toMatchObject({ code: "spreadsheet_too_large" });
    expect(performance.now() - start).toBeLessThan(500);
  });

  test("one that claims to be small is found out", () => {
    const bomb = makeBomb(40 * 1024 * 1024);
    const view = new DataView(bomb.buffer, bomb.byteOffset);
    const claim = 40 * 1024 * 1024;
    for (let at = 0; at < bomb.length - 4; at += 1) {
      if (view.getUint32(at, true) === claim) view.setUint32(at, 1000, true);
    }
    expect(refusalOf(bomb)).toMatchObject({ code: "spreadsheet_damaged" });
  });

  test("a row that is repeated without end is refused, and a blank one is nothing", () => {
    const repeated = (cell: string) =>
      changeZip(fixture("people.ods"), {
        "content.xml": strToU8(
          `<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body><office:spreadsheet><table:table table:name="A"><table:table-row><table:table-cell office:value-type="string"><text:p>Ada</text:p></table:table-cell></table:table-row><table:table-row table:number-rows-repeated="1048575">${cell}</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>`,
        ),
      });
    const attributes = `office:value-type="string" table:number-columns-repeated="16384"`;
    const filled = repeated(`<table:table-cell ${attributes}><text:p>x</text:p></table:table-cell>`);
    expect(refusalOf(filled)).toMatchObject({ code: "spreadsheet_too_large" });
    const blank = repeated(`<table:table-cell table:number-columns-repeated="16384"/>`);
    expect(cellsOf(blank, { hasHeader: false })).toEqual([["Ada"]]);
  });

  test("one text that stands in thousands of cells", () => {
    const row = (line: number, count: number) =>
      `<row r="${line}">${'<c t="s"><v>0</v></c>'.repeat(count)}</row>`;
    const shared = (length: number, rows: string) => makeSharedWorkbook("x".repeat(length), rows);
    const many = Array.from({ length: 200 }, (_, index) => row(index + 1, 20)).join("");
    expect(refusalOf(shared(30_000, many))).toMatchObject({ code: "spreadsheet_too_large" });
    expect(refusalOf(shared(200_000, row(1, 2)))).toMatchObject({ code: "cell_too_long", line: 1 });
    expect(cellsOf(shared(30, row(1, 2)), { hasHeader: false })).toEqual([["x".repeat(30), "x".repeat(30)]]);
  });

  test("entities are refused", () => {
    const laughs = `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;">]>`;
    const sheet = `${laughs}<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>`;
    const bytes = makeRawWorkbook("", { "xl/worksheets/sheet1.xml": strToU8(sheet) });
    expect(refusalOf(bytes)).toMatchObject({ code: "spreadsheet_damaged" });
  });

  test("too many people", () => {
    const limits = { ...IMPORT_LIMITS, rowsMax: 2 };
    const reading = readWorkbook(makeWorkbook({ A: [HEADER, ...PEOPLE] }), limits);
    expect(reading).toMatchObject({ ok: false, refusal: { code: "people_too_many" } });
  });
});

describe("what is locked, damaged or something else", () => {
  test("a password", () => {
    expect(refusalOf(makeEncrypted())).toMatchObject({ code: "spreadsheet_encrypted" });
    expect(refusalOf(makeEncryptedXls())).toMatchObject({ code: "spreadsheet_encrypted" });
    const manifest = "<manifest:manifest><manifest:encryption-data/></manifest:manifest>";
    const ods = changeZip(fixture("people.ods"), { "META-INF/manifest.xml": strToU8(manifest) });
    expect(refusalOf(ods)).toMatchObject({ code: "spreadsheet_encrypted" });
  });

  test("an archive that is cut off, or has one bit turned over", () => {
    const bytes = fixture("people.xlsx");
    expect(refusalOf(bytes.subarray(0, -40))).toMatchObject({ code: "spreadsheet_damaged" });
    const turned = bytes.slice();
    const at = Buffer.from(bytes).indexOf("xl/worksheets/sheet1.xml") + 200;
    turned[at] = (turned[at] ?? 0) ^ 4;
    expect(refusalOf(turned)).toMatchObject({ code: "spreadsheet_damaged" });
    expect(refusalOf(fixture("people.xls").subarray(0, 600))).toMatchObject({ code: "spreadsheet_damaged" });
  });

  test("a document or an archive is called what it is", () => {
    const word = zipSync({ "word/document.xml": strToU8("<w/>") });
    expect(refusalOf(word)).toMatchObject({
      code: "not_text",
      message: expect.stringContaining("Word document"),
    });
    expect(refusalOf(zipSync({ "a.txt": strToU8("x") }))).toMatchObject({
      code: "not_text",
      message: expect.stringContaining("ZIP archive"),
    });
  });

  test("text is no spreadsheet, and a web page only one with a table", () => {
    const isSpreadsheet = (text: string) => startsAsSpreadsheet(Buffer.from(text));
    expect(isSpreadsheet("firstname,lastname\nAda,Adams")).toBe(false);
    expect(isSpreadsheet("<html><body>Sign in</body></html>")).toBe(false);
    expect(isSpreadsheet("<html><TABLE border=1>")).toBe(true);
    expect(isSpreadsheet("<b>firstname</b>,<table>")).toBe(false);
  });

  test("no bytes behind a spreadsheet's first ones make it throw", () => {
    const sources = ["people.xlsx", "people.xls", "people.ods", "people.html"].map(fixture);
    const change = fc.tuple(fc.constantFrom(...sources), fc.nat(12_000), fc.nat(255), fc.nat(12_000));
    fc.assert(
      fc.property(change, ([source, at, byte, length]) => {
        const bytes = source.slice(0, Math.max(8, length));
        if (at >= 8 && at < bytes.length) bytes[at] = byte;
        const reading = readWorkbook(bytes, IMPORT_LIMITS);
        expect(typeof reading.ok).toBe("boolean");
      }),
      { numRuns: 150 },
    );
  });
});
