import type { TableEncoding } from "@/lib/imports/table/decode";
import { encodeWindows1252 } from "@/lib/imports/table/windows-1252";

/** The byte order mark that a file in an encoding begins with. */
export const BYTE_ORDER_MARK = "\ufeff";

/** Encodes text as a table came. What Windows-1252 lacks becomes a letter without its accents, or a `?`. */
export function encode(text: string, encoding: TableEncoding): Uint8Array {
  switch (encoding) {
    case "utf-8":
      return new TextEncoder().encode(text);
    case "windows-1252":
      return encodeWindows1252(text);
    default:
      return encodeUtf16(text, encoding === "utf-16le");
  }
}

function encodeUtf16(text: string, isLittleEndian: boolean): Uint8Array {
  const view = new DataView(new ArrayBuffer(text.length * 2));
  for (let at = 0; at < text.length; at += 1) view.setUint16(2 * at, text.charCodeAt(at), isLittleEndian);
  return new Uint8Array(view.buffer);
}
