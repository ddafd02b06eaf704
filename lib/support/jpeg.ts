const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
const DQT = 0xdb;
const DHT = 0xc4;
const DRI = 0xdd;
const APP14 = 0xee;
/** Baseline, extended and progressive frames, which browsers show. */
const FRAMES = [0xc0, 0xc1, 0xc2];
const ADOBE = Buffer.from("Adobe");
const ADOBE_LENGTH = 12;

/**
 * Reads a JPEG (ITU-T T.81) by its segments and writes down those that make the picture: what tells of its maker, place
 * or camera goes, and so does whatever hangs on the end.
 * @returns the picture, or words that say why it is none that is taken
 */
export function cleanJpeg(
  file: Uint8Array,
  pixelsMax: number,
): { bytes: Uint8Array<ArrayBuffer> } | { words: string } {
  try {
    const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
    return { bytes: new Uint8Array(Buffer.concat(pieces(bytes, pixelsMax))) };
  } catch (error) {
    return { words: error instanceof Unfit ? error.message : "The file is damaged, or no JPEG." };
  }
}

class Unfit extends Error {}

function pieces(bytes: Buffer, pixelsMax: number): Buffer[] {
  if (bytes.readUInt16BE(0) !== 0xff00 + SOI) throw new Error("It does not begin as it should.");
  const kept = [bytes.subarray(0, 2)];
  let [frames, scans] = [0, 0];
  for (let at = 2; ; ) {
    if (bytes.readUInt8(at) !== 0xff) throw new Error("A marker is missing.");
    const marker = bytes.readUInt8(at + 1);
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === EOI) break;
    const length = bytes.readUInt16BE(at + 2);
    const end = at + 2 + length;
    if (length < 2 || end > bytes.length) throw new Error("A segment is cut short.");
    const segment = bytes.subarray(at, end);
    const isFrame = FRAMES.includes(marker);
    if (isFrame) {
      frames += 1;
      judgeFrame(segment, pixelsMax);
    } else if (marker === SOS) {
      scans += 1;
      if (frames !== 1) throw new Error("A scan without a frame.");
    } else if (![DQT, DHT, DRI].includes(marker) && !isTold(marker))
      throw new Unfit("Save it as a plain JPEG.");
    const isKept = isFrame || [SOS, DQT, DHT, DRI].includes(marker) || isAdobe(marker, segment);
    const after = marker === SOS ? endOfScan(bytes, end) : end;
    if (isKept) kept.push(bytes.subarray(at, after));
    at = after;
  }
  if (frames !== 1 || scans === 0) throw new Error("There is no picture.");
  return [...kept, Buffer.from([0xff, EOI])];
}

/** APPn and COM tell things, and are left out. */
const isTold = (marker: number) => (marker >= 0xe0 && marker <= 0xef) || marker === 0xfe;

// It says how the colours are meant, in twelve bytes and nothing more.
const isAdobe = (marker: number, segment: Buffer) =>
  marker === APP14 && segment.length === 2 + 2 + ADOBE_LENGTH && segment.subarray(4, 9).equals(ADOBE);

function judgeFrame(segment: Buffer, pixelsMax: number): void {
  const [height, width, components] = [
    segment.readUInt16BE(5),
    segment.readUInt16BE(7),
    segment.readUInt8(9),
  ];
  if (segment.readUInt8(4) !== 8 || ![1, 3, 4].includes(components) || segment.length !== 10 + 3 * components)
    throw new Error("No such pixels.");
  if (width < 1 || height < 1 || width > pixelsMax || height > pixelsMax)
    throw new Unfit(`At most ${pixelsMax} pixels wide and high; this one has ${width} by ${height}.`);
}

/** Where the packed pixels end: at a marker that is neither a stuffed byte nor a restart. */
function endOfScan(bytes: Buffer, from: number): number {
  for (
    let at = bytes.indexOf(0xff, from);
    at >= 0 && at + 1 < bytes.length;
    at = bytes.indexOf(0xff, at + 2)
  ) {
    const next = bytes.readUInt8(at + 1);
    if (next !== 0 && !(next >= 0xd0 && next <= 0xd7)) return at;
  }
  throw new Error("The picture is cut short.");
}
