// What the code page has at 0x80 to 0x9F; the rest is Latin-1. Five of these bytes mean nothing and stand as U+FFFD.
const HIGH = "€�‚ƒ„…†‡ˆ‰Š‹Œ�Ž��‘’“”•–—˜™š›œ�žŸ";
const UNASSIGNED = 0xfffd;

const CODE_BY_BYTE: readonly number[] = Array.from({ length: 256 }, (_, byte) =>
  byte >= 0x80 && byte < 0xa0 ? HIGH.charCodeAt(byte - 0x80) : byte,
);

const BYTE_BY_CODE: ReadonlyMap<number, number> = new Map(
  CODE_BY_BYTE.map((code, byte): [number, number] => [code, byte]).filter(([code]) => code !== UNASSIGNED),
);

/** The offset of the first byte that Windows-1252 has no character for, or -1. */
export function findUnassigned(bytes: Uint8Array): number {
  return bytes.findIndex((byte) => CODE_BY_BYTE[byte] === UNASSIGNED);
}

/**
 * Decodes Windows-1252 in the browser and in Node alike: Node 20's own TextDecoder takes 0x80 to 0x9F for control
 * characters, and iconv-lite, which the tests compare this with, is too much for a page. Goes by way of UTF-16.
 */
export function decodeWindows1252(bytes: Uint8Array): string {
  const units = new Uint8Array(bytes.length * 2);
  for (let at = 0; at < bytes.length; at += 1) {
    const code = CODE_BY_BYTE[bytes[at] ?? 0] ?? 0;
    units[2 * at] = code & 0xff;
    units[2 * at + 1] = code >> 8;
  }
  return new TextDecoder("utf-16le", { ignoreBOM: true }).decode(units);
}

/** Encodes as Windows-1252: a letter that it lacks without its accents, anything else that it lacks as a `?`. */
export function encodeWindows1252(text: string): Uint8Array {
  const bytes: number[] = [];
  for (const character of text) {
    const byte = byteOf(character) ?? byteOf(character.normalize("NFKD").charAt(0));
    bytes.push(byte ?? 0x3f);
  }
  return Uint8Array.from(bytes);
}

const byteOf = (character: string) => BYTE_BY_CODE.get(character.codePointAt(0) ?? UNASSIGNED);
