import { strToU8, zipSync } from "fflate";
import type { TableRow } from "@/lib/imports/table/records";

const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/**
 * A workbook (.xlsx) as a script might zip it, in ways that neither our writer nor an office program has: no styles,
 * members that are not packed and in no usual order, a sheet elsewhere under another name, cells without their place,
 * and texts that are shared, in two runs each.
 */
export function makeHandmadeWorkbook(rows: readonly TableRow[]): Uint8Array {
  const texts = [...new Set(rows.flatMap(({ cells }) => cells))];
  const indexOf = new Map(texts.map((text, index) => [text, index]));
  const sheet = rows.map(({ line, cells }) => {
    const written = cells.map((text) => (text === "" ? "<c/>" : `<c t="s"><v>${indexOf.get(text)}</v></c>`));
    return `<row r="${line}">\n${written.join("\n")}</row>`;
  });
  const members = {
    "xl/strings/all.xml": `<sst xmlns="${MAIN}">${texts.map(sharedText).join("")}</sst>`,
    "xl/tables/one.xml": `<worksheet xmlns="${MAIN}"><sheetData>${sheet.join("\n")}</sheetData></worksheet>`,
    "xl/workbook.xml": `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="People" sheetId="7" r:id="sheet"/></sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="sheet" Type="${OFFICE}/worksheet" Target="/xl/tables/one.xml"/><Relationship Id="texts" Type="${OFFICE}/sharedStrings" Target="strings/all.xml"/></Relationships>`,
    "[Content_Types].xml": `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/tables/one.xml" ContentType="${TYPE}.worksheet+xml"/><Override PartName="/xl/strings/all.xml" ContentType="${TYPE}.sharedStrings+xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/></Types>`,
    "_rels/.rels": `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="book" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  };
  const contents = Object.entries(members).map(([name, text]) => [name, strToU8(text)] as const);
  return zipSync(Object.fromEntries(contents), { level: 0 });
}

function sharedText(text: string): string {
  const half = Math.floor(text.length / 2);
  const runs = [text.slice(0, half), text.slice(half)];
  return `<si>${runs.map((run) => `<r><t xml:space="preserve">${inXml(run)}</t></r>`).join("")}</si>`;
}

const inXml = (text: string) =>
  text
    .replaceAll("&", "&#38;")
    .replaceAll("<", "&lt;")
    .replace(/[^\t\n\x20-\ufffd]/g, (each) => `_x${each.charCodeAt(0).toString(16).padStart(4, "0")}_`);
