/** What a table was in before it was rows; `html` and `xml` are what other systems like to call `.xls`. */
export type SpreadsheetFormat = "xlsx" | "xls" | "ods" | "html" | "xml";

export const SPREADSHEET_LABELS: Record<SpreadsheetFormat, string> = {
  xlsx: "an Excel workbook (.xlsx)",
  xls: "an old Excel workbook (.xls)",
  ods: "an OpenDocument spreadsheet (.ods)",
  html: "a web page with a table",
  xml: "an XML spreadsheet",
};

/** Whether a file is to be opened as a spreadsheet, by its first bytes, whatever its name says. */
export function startsAsSpreadsheet(head: Uint8Array): boolean {
  return startsAsZip(head) || startsAsCompound(head) || startsAsBiff(head) || markupKind(head) !== null;
}

export const startsAsZip = (head: Uint8Array) => starts(head, [0x50, 0x4b, 0x03, 0x04]);

/** A compound file (MS-CFB), in which workbooks before 2007 are, and later ones that have a password. */
export const startsAsCompound = (head: Uint8Array) =>
  starts(head, [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);

// Workbooks of the eighties begin with their first record right away.
const startsAsBiff = (head: Uint8Array) =>
  [
    [0x09, 0x00, 0x04, 0x00],
    [0x09, 0x02, 0x06, 0x00],
    [0x09, 0x04, 0x06, 0x00],
    [0x09, 0x08, 0x08, 0x00],
    [0x09, 0x08, 0x10, 0x00],
  ].some((signature) => starts(head, signature));

const MARKUP_BYTES = 64 * 1024;

/** The kind of table that a file in markup holds, or null. In UTF-16 every second byte is dropped first. */
export function markupKind(bytes: Uint8Array): "html" | "xml" | null {
  const head = Buffer.from(bytes.subarray(0, MARKUP_BYTES))
    .toString("latin1")
    .replace(/^(?:ï»¿|ÿþ|þÿ)/, "")
    .replaceAll("\0", "");
  if (!/^\s*</.test(head)) return null;
  if (/^\s*<\?xml|^\s*<(?:\w+:)?(?:workbook|document)\b/i.test(head)) {
    if (head.includes("urn:schemas-microsoft-com:office:spreadsheet")) return "xml";
    if (/<office:document\b/.test(head) && head.includes("office:spreadsheet")) return "xml";
  }
  return /^\s*<(?:!doctype html|\?xml|!--|html|head|body|table|meta|style|div)\b/i.test(head) &&
    /<table[\s>]/i.test(head)
    ? "html"
    : null;
}

const starts = (bytes: Uint8Array, signature: readonly number[]) =>
  signature.every((byte, index) => bytes[index] === byte);
