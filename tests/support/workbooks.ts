import { type BookType, CFB, utils, write } from "@e965/xlsx";
import { strToU8, unzipSync, type Zippable, zipSync } from "fflate";

/** A workbook as the parser's own writer makes it; numbers stay numbers. */
export function makeWorkbook(sheets: Record<string, unknown[][]>, bookType: BookType = "xlsx"): Uint8Array {
  const workbook = utils.book_new();
  for (const [name, rows] of Object.entries(sheets)) {
    utils.book_append_sheet(workbook, utils.aoa_to_sheet(rows), name);
  }
  return new Uint8Array(write(workbook, { type: "buffer", bookType, compression: true }));
}

const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

/** A workbook whose only sheet has this inside its `sheetData`, as no library would write it. */
export const makeRawWorkbook = (sheetData: string, more: Zippable = {}): Uint8Array =>
  changeZip(makeWorkbook({ People: [["a"]] }), {
    "xl/worksheets/sheet1.xml": strToU8(
      `<worksheet xmlns="${MAIN}"><sheetData>${sheetData}</sheetData></worksheet>`,
    ),
    ...more,
  });

/** A workbook whose cells, as `<c t="s"><v>0</v></c>`, all stand for the same text. */
export function makeSharedWorkbook(text: string, sheetData: string): Uint8Array {
  const workbook = utils.book_new();
  utils.book_append_sheet(workbook, utils.aoa_to_sheet([["a"]]), "People");
  const bytes = new Uint8Array(write(workbook, { type: "buffer", bookType: "xlsx", bookSST: true }));
  return changeZip(bytes, {
    "xl/worksheets/sheet1.xml": strToU8(
      `<worksheet xmlns="${MAIN}"><sheetData>${sheetData}</sheetData></worksheet>`,
    ),
    "xl/sharedStrings.xml": strToU8(`<sst xmlns="${MAIN}"><si><t>${text}</t></si></sst>`),
  });
}

/** The same archive with some members changed or added. */
export const changeZip = (bytes: Uint8Array, changes: Zippable): Uint8Array =>
  zipSync({ ...unzipSync(bytes), ...changes }, { level: 9 });

/** A workbook that inflates to so many bytes from about a thousandth of them. */
export const makeBomb = (sizeBytes: number): Uint8Array =>
  makeRawWorkbook("", { "xl/worksheets/sheet1.xml": new Uint8Array(sizeBytes).fill(0x20) });

/** A workbook with a password is a compound file with the real one, encrypted, inside. */
export function makeEncrypted(): Uint8Array {
  const file = CFB.utils.cfb_new();
  CFB.utils.cfb_add(file, "/EncryptionInfo", Buffer.from([4, 0, 4, 0, 64, 0, 0, 0]));
  CFB.utils.cfb_add(file, "/EncryptedPackage", Buffer.alloc(5000, 7));
  return new Uint8Array(CFB.write(file, { type: "buffer" }));
}

/** An old workbook with a password: its stream names the encryption in a record behind the first one. */
export function makeEncryptedXls(): Uint8Array {
  const file = CFB.read(Buffer.from(makeWorkbook({ People: [["firstname"], ["Ada"]] }, "biff8")), {
    type: "buffer",
  });
  const stream = Buffer.from(CFB.find(file, "/Workbook").content);
  const firstEnd = 4 + stream.readUInt16LE(2);
  const filePass = Buffer.from([0x2f, 0, 6, 0, 0, 0, 0x12, 0x34, 0x56, 0x78]);
  const locked = Buffer.concat([stream.subarray(0, firstEnd), filePass, stream.subarray(firstEnd)]);
  const fresh = CFB.utils.cfb_new();
  CFB.utils.cfb_add(fresh, "/Workbook", locked);
  return new Uint8Array(CFB.write(fresh, { type: "buffer" }));
}
