import { strToU8, Zip, ZipDeflate } from "fflate";

/** Takes a sheet's rows some at a time and gives the bytes of its workbook as they come. */
export type XlsxWriter = {
  add: (rows: readonly (readonly string[])[]) => Uint8Array;
  end: () => Uint8Array;
};

// What Excel takes in one cell, in UTF-16 units. What is longer says at its end that it is not whole.
const CELL_LENGTH_MAX = 32_767;
const CUT_MARK = " … cut: a cell holds at most 32,767 characters";
const SHEET_NAME_LENGTH_MAX = 31;

/**
 * What else a sheet has, columns counted from 0: headers that stand out, because they have to be filled, and cells with
 * a list to choose from.
 */
export type SheetExtras = {
  marked?: readonly number[];
  lists?: readonly { column: number; values: readonly string[] }[];
};

/**
 * A workbook (ECMA-376) all of whose cells are text: none can be a formula, and phones and codes keep their digits. Blank
 * cells are formatted as text too. The first row is in bold and stays in sight. Rows that a sheet cannot hold any more
 * go on in the next one, below the same first row.
 */
export function xlsxWriter(
  sheet: string,
  { marked = [], lists = [] }: SheetExtras = {},
  rowsMax = ROWS_MAX,
): XlsxWriter {
  const chunks: Uint8Array[] = [];
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    chunks.push(chunk);
  });
  let sheets = 0;
  let line = 0;
  let header: readonly string[] = [];
  const begin = (): ZipDeflate => {
    sheets += 1;
    const started = new ZipDeflate(`xl/worksheets/sheet${sheets}.xml`);
    zip.add(started);
    started.push(strToU8(SHEET_START));
    return started;
  };
  const finish = () => cells.push(strToU8(`</sheetData>${validationsOf(lists)}</worksheet>`), true);
  let cells = begin();
  return {
    add(rows) {
      let text = "";
      for (const row of rows) {
        if (line === rowsMax) {
          cells.push(strToU8(text));
          finish();
          cells = begin();
          text = rowOf(header, 1, marked);
          line = 1;
        }
        line += 1;
        if (line === 1) header = row;
        text += rowOf(row, line, marked);
      }
      cells.push(strToU8(text));
      return take(chunks);
    },
    end() {
      finish();
      for (const [name, content] of Object.entries(frameOf(sheet, sheets))) {
        const member = new ZipDeflate(name);
        zip.add(member);
        member.push(strToU8(content), true);
      }
      zip.end();
      return take(chunks);
    },
  };
}

function take(chunks: Uint8Array[]): Uint8Array {
  const taken = chunks.splice(0);
  const whole = new Uint8Array(taken.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const chunk of taken) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

const TEXT_STYLE = 1;
const HEADER_STYLE = 2;
const MARKED_STYLE = 3;

function rowOf(cells: readonly string[], line: number, marked: readonly number[]): string {
  const styleOf = (index: number) =>
    line > 1 ? TEXT_STYLE : marked.includes(index) ? MARKED_STYLE : HEADER_STYLE;
  const written = cells.map((cell, index) =>
    cell === ""
      ? ""
      : `<c r="${columnName(index)}${line}" s="${styleOf(index)}" t="inlineStr"><is><t xml:space="preserve">${escapeText(fitted(cell))}</t></is></c>`,
  );
  return `<row r="${line}">${written.join("")}</row>`;
}

const ROWS_MAX = 1_048_576;

function validationsOf(lists: NonNullable<SheetExtras["lists"]>): string {
  if (lists.length === 0) return "";
  const each = lists.map(({ column, values }) => {
    const cells = `${columnName(column)}2:${columnName(column)}${ROWS_MAX}`;
    const list = escapeText(`"${values.join(",").replaceAll('"', '""')}"`);
    return `<dataValidation type="list" allowBlank="1" showErrorMessage="1" sqref="${cells}"><formula1>${list}</formula1></dataValidation>`;
  });
  return `<dataValidations count="${lists.length}">${each.join("")}</dataValidations>`;
}

/** `A` for 0, `Z` for 25, `AA` for 26. */
function columnName(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : columnName(Math.floor(index / 26) - 1) + letter;
}

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

function fitted(text: string): string {
  if (text.length <= CELL_LENGTH_MAX) return text;
  // A character of two units is not cut in its middle.
  return text.slice(0, CELL_LENGTH_MAX - CUT_MARK.length).replace(/[\ud800-\udbff]$/, "") + CUT_MARK;
}

/** Characters that XML has no place for are written `_x000D_` (ECMA-376, ST_Xstring), and what could begin so, too. */
function escapeText(text: string): string {
  return text
    .toWellFormed()
    .replace(/_(?=x[0-9a-f]{4})/gi, "_x005F_")
    .replace(/[^\t\n\x20-\ufffd]/g, (character) => `_x${hexOf(character)}_`)
    .replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
}

const hexOf = (character: string) => character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0");

/** The name of a workbook's sheet; the first has it as it is, and the others with their number. */
function sheetName(name: string, sheet: number): string {
  const number = sheet === 1 ? "" : ` (${sheet})`;
  const allowed = name.replace(/[[\]:*?/\\]/g, " ").slice(0, SHEET_NAME_LENGTH_MAX - number.length);
  return escapeText(
    (allowed.replace(/^'|'$/g, " ").trim() || "Sheet") + (number || (allowed.trim() ? "" : "1")),
  );
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml";

const eachOf = (count: number, write: (sheet: number) => string) =>
  Array.from({ length: count }, (_, index) => write(index + 1)).join("");

const frameOf = (name: string, sheets: number): Record<string, string> => ({
  "[Content_Types].xml": `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${TYPE}.styles+xml"/>${eachOf(sheets, (sheet) => `<Override PartName="/xl/worksheets/sheet${sheet}.xml" ContentType="${TYPE}.worksheet+xml"/>`)}</Types>`,
  "_rels/.rels": `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  "xl/workbook.xml": `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${eachOf(sheets, (sheet) => `<sheet name="${sheetName(name, sheet)}" sheetId="${sheet}" r:id="rId${sheet}"/>`)}</sheets></workbook>`,
  "xl/_rels/workbook.xml.rels": `${XML}<Relationships xmlns="${PACKAGE}/relationships">${eachOf(sheets, (sheet) => `<Relationship Id="rId${sheet}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${sheet}.xml"/>`)}<Relationship Id="rId${sheets + 1}" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
  "xl/styles.xml": `${XML}<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFFFE699"/><bgColor indexed="64"/></patternFill></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/><xf numFmtId="49" fontId="1" fillId="2" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1"/></cellXfs></styleSheet>`,
});

const SHEET_START = `${XML}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols><col min="1" max="16384" width="22" style="${TEXT_STYLE}" customWidth="1"/></cols><sheetData>`;
