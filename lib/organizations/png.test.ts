import { crc32, deflateSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { cleanPng, LOGO_BYTES_MAX } from "@/lib/organizations/png";

const SIGNATURE = Buffer.from("89504e470d0a1a0a", "hex");

function chunk(type: string, data = Buffer.alloc(0)): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const numbers = Buffer.alloc(8);
  numbers.writeUInt32BE(data.length, 0);
  numbers.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([numbers.subarray(0, 4), body, numbers.subarray(4)]);
}

type Picture = {
  width?: number;
  height?: number;
  pixels?: Buffer;
  interlaced?: number;
  beside?: Buffer[];
  after?: Buffer;
};

function png({ width = 2, height = 2, interlaced = 0, beside = [], after, pixels }: Picture = {}): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 6, 0, 0, interlaced], 8);
  const data = deflateSync(
    pixels ?? Buffer.alloc((1 + Math.min(width, 5000) * 4) * Math.min(height, 5000), 1),
  );
  const parts = [SIGNATURE, chunk("IHDR", head), ...beside, chunk("IDAT", data), chunk("IEND")];
  return Buffer.concat(after ? [...parts, after] : parts);
}

const wordsOf = (file: Uint8Array) => {
  const read = cleanPng(file);
  return "words" in read ? read.words : "taken";
};

test("a picture is written anew from its pixels, and nothing else of it", () => {
  const hidden = Buffer.from("Comment\0<script>alert(1)</script>");
  const file = png({ beside: [chunk("tEXt", hidden), chunk("eXIf", hidden)], after: hidden });
  const read = cleanPng(file);
  if ("words" in read) throw new Error(read.words);
  expect(Buffer.from(read.bytes).equals(png())).toBe(true);
});

describe("what is none is refused", () => {
  test.each([
    ["another kind", Buffer.from("<svg xmlns='http://www.w3.org/2000/svg'/>"), /^Choose a PNG/],
    ["a JPEG", Buffer.from("ffd8ffe000104a46", "hex"), /^Choose a PNG/],
    ["nothing", Buffer.alloc(0), /^Choose a PNG/],
    ["a name alone", SIGNATURE, /damaged/],
    ["a cut file", png().subarray(0, -20), /damaged/],
    ["too many pixels", png({ width: 257 }), /^At most 256 pixels/],
    ["a bomb", png({ pixels: Buffer.alloc(30_000_000) }), /damaged/],
    ["too few pixels", png({ pixels: Buffer.alloc(3) }), /damaged/],
    ["an interlaced one", png({ interlaced: 1 }), /without interlacing/],
    ["a large one", Buffer.alloc(LOGO_BYTES_MAX + 1), /^At most 32 kB/],
  ])("%s", (_, file, words) => {
    expect(wordsOf(file)).toMatch(words);
  });

  test("one with a byte that differs", () => {
    const file = png();
    for (let at = 8; at < file.length - 12; at += 1) {
      const other = Buffer.from(file);
      other[at] = (other[at] ?? 0) ^ 1;
      expect(wordsOf(other)).not.toBe("taken");
    }
  });
});
