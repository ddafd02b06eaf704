import iconv from "iconv-lite";
import { expect, test } from "vitest";
import { decodeWindows1252, encodeWindows1252, findUnassigned } from "@/lib/imports/table/windows-1252";

const ALL = Uint8Array.from({ length: 256 }, (_, byte) => byte);

test("every byte decodes as iconv-lite decodes it", () => {
  expect(decodeWindows1252(ALL)).toBe(iconv.decode(Buffer.from(ALL), "windows-1252"));
});

test("every character encodes back", () => {
  const assigned = ALL.filter((byte) => findUnassigned(Uint8Array.of(byte)) < 0);
  expect(assigned).toHaveLength(251);
  expect(encodeWindows1252(decodeWindows1252(assigned))).toEqual(assigned);
});

test("what it lacks becomes a letter without its accents, or a question mark", () => {
  expect(decodeWindows1252(encodeWindows1252("Łukasz Żak 李 ő ｘ 😀"))).toBe("?ukasz Zak ? o x ?");
});

test("unassigned bytes are found", () => {
  expect(findUnassigned(Uint8Array.of(0x41, 0x81))).toBe(1);
  expect(findUnassigned(Uint8Array.of(0x41, 0x80))).toBe(-1);
});
