import { crc32, deflateSync } from "node:zlib";

/** A PNG of one colour, with whatever is given beside its pixels. */
export function makePng({ side = 8, beside = Buffer.alloc(0) } = {}): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(side, 0);
  head.writeUInt32BE(side, 4);
  head.set([8, 2], 8);
  const pixels = Buffer.alloc((1 + side * 3) * side, 0x55);
  for (let line = 0; line < side; line += 1) pixels[line * (1 + side * 3)] = 0;
  const texts = beside.length > 0 ? [chunk("tEXt", beside)] : [];
  const signature = Buffer.from("89504e470d0a1a0a", "hex");
  return Buffer.concat([
    signature,
    chunk("IHDR", head),
    ...texts,
    chunk("IDAT", deflateSync(pixels)),
    chunk("IEND"),
  ]);
}

function chunk(type: string, data = Buffer.alloc(0)): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const numbers = Buffer.alloc(8);
  numbers.writeUInt32BE(data.length, 0);
  numbers.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([numbers.subarray(0, 4), body, numbers.subarray(4)]);
}
