import "server-only";
import { crc32, deflateSync, inflateSync } from "node:zlib";

/** Bytes of a file that somebody chooses, and pixels of either side: each page carries it. */
export const LOGO_BYTES_MAX = 32_768;
export const LOGO_PIXELS_MAX = 256;

// Ours may be a little larger than what came, and is what every page carries.
const LOGO_WRITTEN_MAX = 49_152;

/** How large a picture may be: as it comes, in pixels of either side, and as it is written. */
export type PngLimits = { bytesMax: number; pixelsMax: number; writtenMax: number };

const LOGO_LIMITS: PngLimits = {
  bytesMax: LOGO_BYTES_MAX,
  pixelsMax: LOGO_PIXELS_MAX,
  writtenMax: LOGO_WRITTEN_MAX,
};

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
// How many samples a pixel has, by the type of its colour.
const SAMPLES: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
const KEPT = ["PLTE", "tRNS"];

/**
 * Reads a PNG strictly and writes it anew from its pixels: texts, places, profiles and whatever hangs on the end are gone.
 * @returns the picture, or words that say why it is none that is taken
 */
export function cleanPng(
  file: Uint8Array,
  limits: PngLimits = LOGO_LIMITS,
): { bytes: Uint8Array<ArrayBuffer> } | { words: string } {
  if (file.length > limits.bytesMax) return { words: `At most ${limits.bytesMax / 1024} kB.` };
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  if (!bytes.subarray(0, 8).equals(SIGNATURE)) return { words: "Choose a PNG." };
  try {
    return { bytes: rewrite(bytes, limits) };
  } catch (error) {
    return { words: error instanceof Unfit ? error.message : "The file is damaged, or no PNG." };
  }
}

class Unfit extends Error {}

function rewrite(bytes: Buffer, { pixelsMax, writtenMax }: PngLimits): Uint8Array<ArrayBuffer> {
  const chunks = readChunks(bytes);
  const head = chunks[0];
  if (head?.type !== "IHDR" || head.data.length !== 13) throw new Error("It does not begin as it should.");
  const [width, height] = [head.data.readUInt32BE(0), head.data.readUInt32BE(4)];
  if (width < 1 || height < 1 || width > pixelsMax || height > pixelsMax)
    throw new Unfit(`At most ${pixelsMax} pixels wide and high; this one has ${width} by ${height}.`);
  const [depth = 0, type = 0, , , interlaced] = head.data.subarray(8);
  const samples = SAMPLES[type];
  if (!samples || ![1, 2, 4, 8, 16].includes(depth)) throw new Error("No such pixels.");
  if (interlaced !== 0) throw new Unfit("Save it without interlacing.");
  const line = 1 + Math.ceil((width * samples * depth) / 8);
  const data = Buffer.concat(chunks.filter((chunk) => chunk.type === "IDAT").map((chunk) => chunk.data));
  // More than the pixels take is not even unpacked.
  const pixels = inflateSync(data, { maxOutputLength: line * height });
  if (pixels.length !== line * height) throw new Error("Pixels are missing.");
  const kept = chunks
    .filter((chunk) => KEPT.includes(chunk.type))
    .map(({ type: name, data: own }) => chunk(name, own));
  const written = [
    SIGNATURE,
    chunk("IHDR", head.data),
    ...kept,
    chunk("IDAT", deflateSync(pixels)),
    chunk("IEND"),
  ];
  const whole = new Uint8Array(Buffer.concat(written));
  if (whole.length > writtenMax)
    throw new Unfit("It is too large once unpacked. Take fewer pixels or colours.");
  return whole;
}

type Chunk = { type: string; data: Buffer };

function readChunks(bytes: Buffer): Chunk[] {
  const chunks: Chunk[] = [];
  for (let at = 8; chunks.at(-1)?.type !== "IEND"; ) {
    const length = bytes.readUInt32BE(at);
    const type = bytes.toString("latin1", at + 4, at + 8);
    const end = at + 8 + length;
    if (bytes.readUInt32BE(end) !== crc32(bytes.subarray(at + 4, end))) throw new Error("A sum is wrong.");
    chunks.push({ type, data: bytes.subarray(at + 8, end) });
    at = end + 4;
  }
  return chunks;
}

function chunk(type: string, data: Buffer = Buffer.alloc(0)): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
