import iconv from "iconv-lite";
import { describe, expect, test } from "vitest";
import { previewOf } from "@/components/imports/preview";

const TABLE = "Vorname;Nachname;E-Mail;Größe\nZoë;Groß;zoe@acme.example;1,80\n";
const matches = "Matched already: Vorname as First name, Nachname as Last name, E-Mail as Access email.";

describe("the first lines of a file", () => {
  test.each([
    ["utf-8", "", "UTF-8"],
    ["utf-8", "\ufeff", "UTF-8"],
    ["utf-16le", "\ufeff", "UTF-16"],
    ["utf-16le", "", "UTF-16"],
    ["utf-16be", "\ufeff", "UTF-16 (big-endian)"],
    ["win1252", "", "Windows-1252"],
  ])("in %s after %j show its columns, and which match by themselves", (encoding, mark, label) => {
    const bytes = iconv.encode(mark + TABLE, encoding, { addBOM: false });
    expect(previewOf(bytes, true)).toEqual({
      columns: `Begins with: Vorname, Nachname, E-Mail, Größe (${label}, delimiter ;)`,
      matches: `${matches} Not yet: Größe.`,
    });
  });

  test.each(["utf-8", "utf-16le"])("may end inside a character of %s", (encoding) => {
    const bytes = iconv.encode(`\ufeff${TABLE}ß`, encoding, { addBOM: false });
    expect(previewOf(bytes.subarray(0, -1), false)?.columns).toMatch(/^Begins with: Vorname, /);
  });

  test("show nothing where they are no text or there are none", () => {
    expect(previewOf(new Uint8Array(), true)).toBeNull();
    expect(previewOf(Buffer.from("PK\u0003\u0004"), true)).toBeNull();
    expect(previewOf(Buffer.from("\n\n"), true)).toBeNull();
  });

  test("name eight columns and say that there are more", () => {
    const headers = Array.from({ length: 9 }, (_, index) => `x${index}`);
    expect(previewOf(Buffer.from(headers.join("\t")), true)).toEqual({
      columns: "Begins with: x0, x1, x2, x3, x4, x5, x6, x7 … (UTF-8, delimiter tab)",
      matches: "No column is matched yet.",
    });
  });
});
