import fc from "fast-check";
import iconv from "iconv-lite";
import { describe, expect, test } from "vitest";
import { decode } from "@/lib/imports/table/decode";

const TABLE = "firstname,lastname\nZoë,Groß\nNina,Müller\n";

const decoded = (bytes: Uint8Array, isWhole?: boolean) => {
  const reading = decode(bytes, isWhole);
  return reading.ok ? reading.value : reading.refusal;
};

describe("tells the encoding", () => {
  test.each([
    ["utf-8", "", "utf-8", false],
    ["utf-8", "\ufeff", "utf-8", true],
    ["utf-16le", "\ufeff", "utf-16le", true],
    ["utf-16le", "", "utf-16le", false],
    ["utf-16be", "\ufeff", "utf-16be", true],
    ["utf-16be", "", "utf-16be", false],
    ["win1252", "", "windows-1252", false],
  ])("%s after %j is %s", (written, mark, encoding, hasBom) => {
    const bytes = iconv.encode(mark + TABLE, written, { addBOM: false });
    expect(decoded(bytes)).toEqual({ text: TABLE, encoding, hasBom });
  });

  test("UTF-16 without a mark, of other alphabets and with letters whose low byte is zero", () => {
    const text = "имя,фамилия,почта\nĀnna,Ļeņina,anna@imagoverum.example\n李,小龍,li@imagoverum.example\n";
    expect(decoded(iconv.encode(text, "utf-16le"))).toMatchObject({ text, encoding: "utf-16le" });
  });

  test("any text in UTF-8 with a mark comes back", () => {
    const word = fc
      .string({ unit: "grapheme", maxLength: 40 })
      .filter((text) => !/[\p{Cc}\p{Cs}<]/u.test(text));
    fc.assert(
      fc.property(word, (text) => {
        const bytes = new TextEncoder().encode(`\ufeffa,${text}`);
        expect(decoded(bytes)).toEqual({ text: `a,${text}`, encoding: "utf-8", hasBom: true });
      }),
    );
  });
});

describe("refuses what does not decode, with the line", () => {
  const latin = (text: string) => iconv.encode(text, "latin1");

  test("UTF-8 with a few broken bytes is not taken for Windows-1252", () => {
    const bytes = Buffer.concat([Buffer.from(TABLE), latin("Jürgen,x\n")]);
    expect(decoded(bytes)).toMatchObject({ code: "encoding_broken", line: 4 });
    expect(decoded(bytes)).toMatchObject({ message: expect.stringContaining("in UTF-8.") });
  });

  test("broken bytes after the mark of UTF-8", () => {
    expect(decoded(latin("\xef\xbb\xbfa\r\nJürgen"))).toMatchObject({ code: "encoding_broken", line: 2 });
  });

  test("bytes that Windows-1252 has no letters for", () => {
    expect(decoded(iconv.encode("名前\n山田　太郎", "shift_jis"))).toMatchObject({
      code: "encoding_broken",
      line: 2,
    });
  });

  test("UTF-16 with half a character", () => {
    const bytes = Buffer.concat([iconv.encode("\ufeffa\nb", "utf-16le"), Buffer.of(0x00, 0xd8, 0x62, 0x00)]);
    expect(decoded(bytes)).toMatchObject({ code: "encoding_broken", line: 2 });
    expect(decoded(bytes.subarray(0, -3))).toMatchObject({ code: "encoding_broken", line: 2 });
  });
});

test("NUL bytes and control characters are no text", () => {
  expect(decoded(Buffer.from("a,b\nc\0,d\n"))).toMatchObject({ code: "not_text", line: 2 });
  expect(decoded(Buffer.from("\x01\x02\x03abcd"))).toMatchObject({ code: "not_text" });
  expect(decoded(iconv.encode("\ufeffa,b\0c\n", "utf-16le"))).toMatchObject({ code: "not_text" });
  expect(decoded(Buffer.alloc(0))).toMatchObject({ code: "file_empty" });
});

test("a part may end inside a character, a whole file may not", () => {
  const cut = Buffer.from("a,Zoë").subarray(0, -1);
  expect(decoded(cut, false)).toEqual({ text: "a,Zo", encoding: "utf-8", hasBom: false });
  expect(decoded(cut)).toMatchObject({ encoding: "windows-1252" });
});

test("no bytes make it throw", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), fc.boolean(), (bytes, isWhole) => {
      const reading = decode(bytes, isWhole);
      if (reading.ok) expect(reading.value.text).not.toMatch(/[\0\p{Cs}]/u);
    }),
    { numRuns: 1_500 },
  );
});
