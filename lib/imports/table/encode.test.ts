import fc from "fast-check";
import { expect, test } from "vitest";
import { decode, type TableEncoding } from "@/lib/imports/table/decode";
import { BYTE_ORDER_MARK, encode } from "@/lib/imports/table/encode";

const text = "firstname,lastname\nZoë,“O’Neil”–€\n";

test.each<TableEncoding>(["utf-8", "utf-16le", "utf-16be", "windows-1252"])(
  "%s decodes to the same",
  (encoding) => {
    const mark = encoding === "windows-1252" ? "" : BYTE_ORDER_MARK;
    expect(decode(encode(mark + text, encoding))).toEqual({
      ok: true,
      value: { text, encoding, hasBom: mark !== "" },
    });
  },
);

test("UTF-16 of any text decodes to the same", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "grapheme" }),
      fc.constantFrom("utf-16le" as const, "utf-16be" as const),
      (any, encoding) => {
        expect(new TextDecoder(encoding, { ignoreBOM: true }).decode(encode(any, encoding))).toBe(any);
      },
    ),
  );
});
