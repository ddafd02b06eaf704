import { describe, expect, test } from "vitest";
import { cleanScreenshot, SCREENSHOT_BYTES_MAX } from "@/lib/support/screenshot";
import { jpegWith, plainJpeg, segment } from "@/tests/support/jpeg";
import { makePng } from "@/tests/support/png";

const bytesOf = (file: Uint8Array) => {
  const cleaned = cleanScreenshot(file);
  if ("words" in cleaned) throw new Error(cleaned.words);
  return Buffer.from(cleaned.bytes);
};

const EXIF = segment(0xe1, Buffer.from("Exif\0\0Mallory at home"));
const WORDS = segment(0xfe, Buffer.from("<script>alert(1)</script>"));
const ADOBE = segment(0xee, Buffer.from("Adobe\0d\0\0\0\0\x01", "latin1"));

describe("a JPEG", () => {
  test("of nothing but a picture stays as it is", () => {
    expect(bytesOf(plainJpeg()).equals(plainJpeg())).toBe(true);
  });

  test("loses what tells of its maker, and what hangs on the end", () => {
    const file = jpegWith(
      [EXIF, WORDS, segment(0xe2, Buffer.from("ICC_PROFILE"))],
      Buffer.from("PK\x03\x04<html>"),
    );
    expect(bytesOf(file).equals(plainJpeg())).toBe(true);
  });

  test("keeps what says how its colours are meant, and no more under that name", () => {
    expect(bytesOf(jpegWith([ADOBE])).equals(jpegWith([ADOBE]))).toBe(true);
    const more = segment(0xee, Buffer.from("Adobe and Mallory"));
    expect(bytesOf(jpegWith([more])).equals(plainJpeg())).toBe(true);
  });

  test("is refused cut short anywhere", () => {
    const whole = plainJpeg();
    for (let length = 2; length < whole.length; length += 1)
      expect(cleanScreenshot(whole.subarray(0, length)), String(length)).toHaveProperty("words");
  });

  test("with any byte another one is a picture of the same build, or refused", () => {
    const whole = plainJpeg();
    for (let at = 2; at < whole.length; at += 1) {
      const other = Buffer.from(whole);
      other[at] = (other[at] ?? 0) ^ 0xff;
      const cleaned = cleanScreenshot(other);
      if (!("words" in cleaned)) expect(cleaned.bytes.length).toBeLessThanOrEqual(whole.length);
    }
  });

  test("is refused with too many pixels", () => {
    const file = plainJpeg();
    file.writeUInt16BE(5000, file.indexOf(Buffer.from([0xff, 0xc2])) + 5);
    expect(cleanScreenshot(file)).toEqual({
      words: "At most 4096 pixels wide and high; this one has 16 by 5000.",
    });
  });

  test("is refused without a picture, and with two", () => {
    expect(cleanScreenshot(Buffer.from([0xff, 0xd8, 0xff, 0xd9]))).toHaveProperty("words");
    const frame = plainJpeg().subarray(plainJpeg().indexOf(Buffer.from([0xff, 0xc2])));
    expect(cleanScreenshot(jpegWith([frame.subarray(0, 19)]))).toHaveProperty("words");
  });
});

describe("a PNG", () => {
  test("loses its texts", () => {
    const file = makePng({ side: 300, beside: Buffer.from("Comment\0Mallory") });
    const written = bytesOf(file);
    expect(written.includes("Mallory")).toBe(false);
    expect(written.readUInt32BE(16)).toBe(300);
  });

  test("is refused with too many pixels", () => {
    expect(cleanScreenshot(makePng({ side: 4097 }))).toHaveProperty("words");
  });
});

test.each([
  ["nothing", Buffer.alloc(0)],
  ["a page", Buffer.from("<!doctype html><script>alert(1)</script>")],
  ["an SVG", Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')],
  ["a GIF", Buffer.from("GIF89a\x01\0\x01\0")],
])("%s is no screenshot", (_, file) => {
  expect(cleanScreenshot(file)).toEqual({ words: "Choose a PNG or a JPEG." });
});

test("a file that is too large is not read at all", () => {
  expect(cleanScreenshot(Buffer.alloc(SCREENSHOT_BYTES_MAX + 1))).toEqual({ words: "At most 768 kB." });
});
