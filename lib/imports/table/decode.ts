import {
  encodingBroken,
  type FileReading,
  fileEmpty,
  notText,
  readable,
  refused,
} from "@/lib/imports/refusals";
import { countLineEnds } from "@/lib/imports/table/csv";
import { findForeignKind } from "@/lib/imports/table/file-kind";
import { decodeWindows1252, findUnassigned } from "@/lib/imports/table/windows-1252";

export type TableEncoding = "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";

export const ENCODING_LABELS: Record<TableEncoding, string> = {
  "utf-8": "UTF-8",
  "utf-16le": "UTF-16",
  "utf-16be": "UTF-16 (big-endian)",
  "windows-1252": "Windows-1252",
};

/** `hasBom` says whether the file began with a byte order mark; the text does not. */
export type DecodedText = { text: string; encoding: TableEncoding; hasBom: boolean };

/**
 * Bytes to text: by their byte order mark, as UTF-16 where that is evident without one, as UTF-8 if every byte agrees,
 * else as Windows-1252. Refused if they are no text at all, or no letters in the only encoding they can be in.
 *
 * `isWhole` is false for the first part of a file, which may end inside a character.
 */
export function decode(bytes: Uint8Array, isWhole = true): FileReading<DecodedText> {
  if (bytes.length === 0) return refused(fileEmpty());
  const foreign = findForeignKind(bytes);
  return foreign ? refused(notText(foreign)) : decodeText(bytes, isWhole);
}

/** The same for what is known to be text, a web page for instance. */
export function decodeText(bytes: Uint8Array, isWhole = true): FileReading<DecodedText> {
  const marked = MARKS.find(({ mark }) => mark.every((byte, index) => bytes[index] === byte));
  const encoding = marked?.encoding ?? guessUtf16(bytes);
  if (encoding === "utf-16le" || encoding === "utf-16be") {
    return decodeUtf16(bytes, encoding, marked !== undefined, isWhole);
  }
  const nulAt = bytes.indexOf(0);
  if (nulAt >= 0) return refused(notText("it holds NUL bytes", lineAt(bytes, nulAt)));
  if (isMostlyControl(bytes)) return refused(notText("it holds control characters in place of words"));
  const text = tryDecode(bytes, "utf-8", isWhole);
  if (text !== null) return readable({ text, encoding: "utf-8", hasBom: marked !== undefined });
  return decodeNotUtf8(bytes, marked !== undefined);
}

const MARKS: readonly { mark: readonly number[]; encoding: TableEncoding }[] = [
  { mark: [0xef, 0xbb, 0xbf], encoding: "utf-8" },
  { mark: [0xff, 0xfe], encoding: "utf-16le" },
  { mark: [0xfe, 0xff], encoding: "utf-16be" },
];

function decodeUtf16(
  bytes: Uint8Array,
  encoding: "utf-16le" | "utf-16be",
  hasBom: boolean,
  isWhole: boolean,
): FileReading<DecodedText> {
  const text = tryDecode(bytes, encoding, isWhole);
  if (text === null) {
    const [intact = ""] = new TextDecoder(encoding).decode(bytes).split("\ufffd", 1);
    return refused(encodingBroken(ENCODING_LABELS[encoding], 1 + countLineEnds(intact)));
  }
  return text.includes("\0")
    ? refused(notText("it holds NUL characters"))
    : readable({ text, encoding, hasBom });
}

// Windows-1252 decodes nearly anything, so what is UTF-8 but for a few bytes would come out as nonsense all over. It
// is taken for broken UTF-8 if more of its characters beyond ASCII are well-formed than not.
function decodeNotUtf8(bytes: Uint8Array, hasBom: boolean): FileReading<DecodedText> {
  const { wellFormed, broken, brokenAt } = countUtf8(bytes);
  if (hasBom || wellFormed > broken) return refused(encodingBroken("UTF-8", lineAt(bytes, brokenAt)));
  const unassignedAt = findUnassigned(bytes);
  if (unassignedAt >= 0) {
    return refused(encodingBroken("UTF-8 or Windows-1252", lineAt(bytes, unassignedAt)));
  }
  return readable({ text: decodeWindows1252(bytes), encoding: "windows-1252", hasBom });
}

function tryDecode(bytes: Uint8Array, encoding: TableEncoding, isWhole: boolean): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: !isWhole });
  } catch {
    return null;
  }
}

const SNIFFED_BYTES = 4096;

// ASCII in UTF-16 has a zero in every second byte, on the same side each time. In a table of any language at least the
// addresses, delimiters and line ends are ASCII, and hardly a letter has its zero on the other side.
function guessUtf16(bytes: Uint8Array): "utf-16le" | "utf-16be" | null {
  const head = bytes.subarray(0, SNIFFED_BYTES);
  let even = 0;
  let odd = 0;
  for (const [index, byte] of head.entries()) {
    if (byte !== 0) continue;
    if (index % 2 === 0) even += 1;
    else odd += 1;
  }
  if (Math.max(even, odd) < head.length / 5 || Math.min(even, odd) > Math.max(even, odd) / 20) return null;
  return odd > even ? "utf-16le" : "utf-16be";
}

function isMostlyControl(bytes: Uint8Array): boolean {
  const head = bytes.subarray(0, SNIFFED_BYTES);
  const isControl = (byte: number) => (byte < 0x20 && !(byte >= 0x09 && byte <= 0x0d)) || byte === 0x7f;
  return head.filter(isControl).length > head.length / 10;
}

function countUtf8(bytes: Uint8Array): { wellFormed: number; broken: number; brokenAt: number } {
  let wellFormed = 0;
  let broken = 0;
  let brokenAt = -1;
  for (let at = 0; at < bytes.length; at += 1) {
    const lead = bytes[at] ?? 0;
    if (lead < 0x80) continue;
    const length =
      lead >= 0xc2 && lead < 0xe0 ? 1 : lead >= 0xe0 && lead < 0xf0 ? 2 : lead >= 0xf0 && lead < 0xf5 ? 3 : 0;
    const tail = bytes.subarray(at + 1, at + 1 + length);
    if (length > 0 && tail.length === length && tail.every((byte) => (byte & 0xc0) === 0x80)) {
      wellFormed += 1;
      at += length;
    } else {
      broken += 1;
      if (brokenAt < 0) brokenAt = at;
    }
  }
  return { wellFormed, broken, brokenAt };
}

/** The line on which the byte at an offset stands, from 1, in an encoding that keeps ASCII as it is. */
function lineAt(bytes: Uint8Array, offset: number): number {
  let line = 1;
  for (let at = 0; at < bytes.length && at < offset; at += 1) {
    if (bytes[at] === 0x0a || (bytes[at] === 0x0d && bytes[at + 1] !== 0x0a)) line += 1;
  }
  return line;
}
