import { CFB } from "@e965/xlsx";
import { zipSync } from "fflate";
import {
  type FileReading,
  notText,
  readable,
  refused,
  spreadsheetDamaged,
  spreadsheetEncrypted,
  spreadsheetTooLarge,
} from "@/lib/imports/refusals";
import { openArchive } from "@/lib/imports/table/archive";
import { decodeText } from "@/lib/imports/table/decode";
import { findForeignKind } from "@/lib/imports/table/file-kind";
import { hiddenSheets } from "@/lib/imports/table/hidden-sheets";
import { keepReturns } from "@/lib/imports/table/line-breaks";
import { refuseEntities, refusePage, refuseSheet } from "@/lib/imports/table/markup-bounds";
import { repeatsTooMuch } from "@/lib/imports/table/repeats";
import {
  markupKind,
  type SpreadsheetFormat,
  startsAsCompound,
  startsAsZip,
} from "@/lib/imports/table/spreadsheet-kind";
import { readZipMember, type ZipMember } from "@/lib/imports/table/zip";

/**
 * A spreadsheet that may be parsed: it is what it says, nothing in it is locked, and its size is known. Of an
 * OpenDocument spreadsheet the parser tells neither which sheets are hidden nor their names as they are read.
 */
export type OpenedContainer = {
  format: SpreadsheetFormat;
  content: Uint8Array | string;
  openDocument?: { hidden: readonly string[] };
};

/** Looks into a file that begins like a spreadsheet, by its content and not by its name. */
export function openContainer(bytes: Uint8Array): FileReading<OpenedContainer> {
  if (startsAsZip(bytes)) return openZip(bytes);
  if (startsAsCompound(bytes)) return openCompound(bytes);
  const format = markupKind(bytes);
  if (!format) return readable({ format: "xls", content: bytes });
  const text = decodeText(bytes);
  if (!text.ok) return text;
  const burst = refuseEntities(text.value.text) ?? (format === "html" ? refusePage(text.value.text) : null);
  if (burst) return refused(burst);
  const content = format === "html" ? closeCells(text.value.text) : text.value.text;
  return format === "xml" && repeatsTooMuch(content)
    ? refused(spreadsheetTooLarge())
    : readable({
        format,
        content,
        ...(isFlat(content) ? { openDocument: { hidden: hiddenSheets(content) } } : {}),
      });
}

const isFlat = (text: string) => /<office:document\b/.test(text.slice(0, PROLOGUE_LENGTH));

const PROLOGUE_LENGTH = 64 * 1024;

// HTML lets a cell's end go without saying; the parser does not.
const closeCells = (html: string) =>
  html
    .replace(/<(?=t[dh][\s>]|\/?tr[\s>]|\/table)/gi, "</td><")
    .replace(/(<tr(?:\s[^<>]*)?>\s*)<\/td>/gi, "$1");

function openZip(bytes: Uint8Array): FileReading<OpenedContainer> {
  const archive = openArchive(bytes);
  if (!archive.ok) return archive;
  const { all, needed } = archive.value;
  const format = zipFormat(bytes, all);
  if (!format) return refused(notText(findForeignKind(bytes) ?? "it is a ZIP archive"));
  const contents: [string, Uint8Array][] = [];
  let hidden: readonly string[] = [];
  for (const member of needed) {
    const content = readZipMember(bytes, member);
    if (!content) return refused(spreadsheetDamaged());
    if (isEncryptedManifest(member.name, content)) return refused(spreadsheetEncrypted());
    const burst = refuseEntities(content) ?? (isSheet(member.name) ? refuseSheet(content) : null);
    if (burst) return refused(burst);
    if (format === "ods" && member.name === "content.xml") {
      const bytesOfIt = Buffer.from(content.buffer, content.byteOffset, content.length);
      if (repeatsTooMuch(bytesOfIt.toString("latin1"))) return refused(spreadsheetTooLarge());
      // Decoded once more only where something may be hidden.
      if (
        /table:display\s*=\s*["']false/.test(
          bytesOfIt.toString("latin1", 0, bytesOfIt.indexOf("<office:body")),
        )
      )
        hidden = hiddenSheets(bytesOfIt.toString("utf8"));
    }
    contents.push([member.name, format === "xlsx" && isXml(member.name) ? keepReturns(content) : content]);
  }
  const content = zipSync(Object.fromEntries(contents), { level: 0 });
  return readable({ format, content, ...(format === "ods" ? { openDocument: { hidden } } : {}) });
}

function zipFormat(bytes: Uint8Array, members: readonly ZipMember[]): "xlsx" | "ods" | null {
  if (members.some(({ name }) => /^\/?xl\/workbook[^/]*\.(?:xml|bin)$/i.test(name))) return "xlsx";
  const mimeType = members.find(({ name }) => name === "mimetype");
  if (!mimeType || mimeType.inflatedBytes > 200) return null;
  const type = new TextDecoder().decode(readZipMember(bytes, mimeType) ?? new Uint8Array());
  return type.startsWith("application/vnd.oasis.opendocument.spreadsheet") ? "ods" : null;
}

const isXml = (name: string) => /\.xml$/i.test(name);

const isSheet = (name: string) => /worksheets\/[^/]+\.xml$/i.test(name);

const isEncryptedManifest = (name: string, content: Uint8Array) =>
  name === "META-INF/manifest.xml" && new TextDecoder().decode(content).includes("encryption-data");

function openCompound(bytes: Uint8Array): FileReading<OpenedContainer> {
  const streams = compoundStreams(bytes);
  if (!streams) return refused(spreadsheetDamaged());
  const holds = (name: string) => streams.some((path) => path.split("/").includes(name));
  if (holds("EncryptedPackage")) return refused(spreadsheetEncrypted());
  if (holds("Workbook") || holds("Book")) return readable({ format: "xls", content: bytes });
  return refused(notText(holds("WordDocument") ? "it is an old Word document" : "it is an Office document"));
}

/** The streams of a compound file (MS-CFB), by their paths. */
function compoundStreams(bytes: Uint8Array): string[] | null {
  try {
    return (CFB.read(Buffer.from(bytes), { type: "buffer" }) as { FullPaths: string[] }).FullPaths;
  } catch {
    return null;
  }
}
