import { expect, test } from "vitest";
import { findForeignKind } from "@/lib/imports/table/file-kind";

const bytes = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

test.each([
  ["\xff\xd8\xff\xe0", "it is a JPEG image"],
  ["\x89PNG\r\n", "it is a PNG image"],
  ["%PDF-1.7", "it is a PDF document"],
  ["PK\x03\x04....[Content_Types].xml....xl/workbook.xml", "it is an Excel workbook (.xlsx)"],
  [
    "PK\x03\x04....mimetypeapplication/vnd.oasis.opendocument.spreadsheet",
    "it is an OpenDocument spreadsheet (.ods)",
  ],
  ["PK\x03\x04....people.csv", "it is a ZIP archive"],
  ["\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "it is an old Excel workbook (.xls) or another Office document"],
  ["\xef\xbb\xbf<!DOCTYPE html><table>", "it is a web page, whatever its name says"],
  ["<html xmlns:x='urn:excel'>", "it is a web page, whatever its name says"],
  ["<?xml version='1.0'?>", "it is an XML document"],
])("%j: %s", (text, what) => {
  expect(findForeignKind(bytes(text))).toBe(what);
});

test.each(["", "a,b\n", "firstname,lastname\nAda,Adams\n", "<Ada>,b", "PK,b", "Rarity,GIFT"])(
  "%j may be a table",
  (text) => {
    expect(findForeignKind(bytes(text))).toBeNull();
  },
);
