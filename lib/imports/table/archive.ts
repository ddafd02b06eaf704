import {
  type FileReading,
  type Refusal,
  readable,
  refused,
  spreadsheetDamaged,
  spreadsheetEncrypted,
  spreadsheetTooLarge,
} from "@/lib/imports/refusals";
import { startsAsZip } from "@/lib/imports/table/spreadsheet-kind";
import { listZip, type ZipMember } from "@/lib/imports/table/zip";

const MIB = 1024 * 1024;
const INFLATED_BYTES_MAX = 256 * MIB;
// Sheets shrink to a tenth or a twentieth; only what is made to burst shrinks to a hundredth.
const INFLATION_MAX = 100;
const INFLATED_BYTES_FREE = 32 * MIB;

/** The members of a workbook's archive that cells can be in, once it is known that they may be inflated. */
export function openArchive(bytes: Uint8Array): FileReading<{ all: ZipMember[]; needed: ZipMember[] }> {
  const all = listZip(bytes);
  if (!all) return refused(spreadsheetDamaged());
  const needed = all.filter(({ name }) => isNeeded(name));
  if (needed.some(({ isEncrypted }) => isEncrypted)) return refused(spreadsheetEncrypted());
  const inflatedBytes = needed.reduce((sum, member) => sum + member.inflatedBytes, 0);
  const allowed = Math.min(INFLATED_BYTES_MAX, Math.max(INFLATED_BYTES_FREE, bytes.length * INFLATION_MAX));
  return inflatedBytes > allowed ? refused(spreadsheetTooLarge()) : readable({ all, needed });
}

/** What is wrong with an archive at first sight, which takes no thread and no memory; null for whatever may go on. */
export function refuseArchive(bytes: Uint8Array): Refusal | null {
  if (!startsAsZip(bytes)) return null;
  const archive = openArchive(bytes);
  return !archive.ok && archive.refusal.code === "spreadsheet_too_large" ? archive.refusal : null;
}

// Cells are in none of the others: pictures, charts, macros, copies of other workbooks.
const isNeeded = (name: string) =>
  /\.(?:xml|rels|bin)$|^mimetype$/i.test(name) &&
  !/(?:^|\/)(?:media|drawings|charts|embeddings|externalLinks|pivotCache|pivotTables|printerSettings|customXml|ctrlProps|activeX|Configurations2|Thumbnails|vbaProject\.bin)(?:\/|$)/i.test(
    name,
  );
