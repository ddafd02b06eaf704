type Signature = { bytes: readonly number[]; at?: number; what: string };

const ascii = (text: string) => Array.from(text, (character) => character.charCodeAt(0));

const SIGNATURES: readonly Signature[] = [
  { bytes: [0xff, 0xd8, 0xff], what: "it is a JPEG image" },
  { bytes: [0x89, ...ascii("PNG")], what: "it is a PNG image" },
  { bytes: ascii("GIF8"), what: "it is a GIF image" },
  { bytes: ascii("WEBP"), at: 8, what: "it is a WebP image" },
  { bytes: ascii("ftyp"), at: 4, what: "it is a photo or a film" },
  { bytes: ascii("%PDF"), what: "it is a PDF document" },
  { bytes: ascii("{\\rtf"), what: "it is a rich text document" },
  { bytes: [0xd0, 0xcf, 0x11, 0xe0], what: "it is an old Excel workbook (.xls) or another Office document" },
  { bytes: [0x1f, 0x8b], what: "it is a gzip archive" },
  { bytes: ascii("7z\xbc\xaf"), what: "it is a 7-Zip archive" },
  { bytes: ascii("Rar!"), what: "it is a RAR archive" },
  { bytes: ascii("SQLite format"), what: "it is a database" },
  { bytes: ascii("MZ\x90"), what: "it is a program" },
];

// What the first members of a ZIP are called tells what it is.
const ZIP_MEMBERS: readonly [string, string][] = [
  ["xl/", "it is an Excel workbook (.xlsx)"],
  ["word/", "it is a Word document"],
  ["ppt/", "it is a presentation"],
  ["opendocument.spreadsheet", "it is an OpenDocument spreadsheet (.ods)"],
  ["opendocument", "it is an OpenDocument file"],
  ["Index/", "it is a Numbers or Pages document"],
];

const MARKUP: readonly [RegExp, string][] = [
  [/^\s*<(?:!doctype html|html|head|body|table|meta)\b/i, "it is a web page, whatever its name says"],
  [/^\s*<\?xml\b/i, "it is an XML document"],
  [/^\s*BEGIN:VCARD\b/i, "it is a vCard file"],
];

const SNIFFED_BYTES = 4096;

/** What a file is that is no table in text, in words that follow "This is not a text file: ", or null. */
export function findForeignKind(bytes: Uint8Array): string | null {
  const starts = (signature: readonly number[], at = 0) =>
    signature.every((byte, index) => bytes[at + index] === byte);
  const signature = SIGNATURES.find((each) => starts(each.bytes, each.at));
  if (signature) return signature.what;
  const head = String.fromCharCode(...bytes.subarray(0, SNIFFED_BYTES));
  if (starts(ascii("PK\x03\x04"))) {
    return ZIP_MEMBERS.find(([member]) => head.includes(member))?.[1] ?? "it is a ZIP archive";
  }
  return MARKUP.find(([pattern]) => pattern.test(head.replace(/^ï»¿/, "")))?.[1] ?? null;
}
