import { strToU8 } from "fflate";
import { describe, expect, test } from "vitest";
import { refuseEntities, refusePage, refuseSheet } from "@/lib/imports/table/markup-bounds";

describe("a row of a sheet", () => {
  const sheet = (...rows: string[]) =>
    strToU8(`<sheetData>${rows.map((row) => `<row>${row}</row>`).join("")}</sheetData>`);
  const wide = "<c><v>1</v></c>".repeat(100_000);

  test("with more cells than a sheet has columns is refused by its line", () => {
    expect(refuseSheet(sheet("<c/>", wide))).toMatchObject({ code: "columns_too_many", line: 2 });
    expect(refuseSheet(sheet(wide).subarray(0, 1_400_000))).toMatchObject({
      code: "columns_too_many",
      line: 1,
    });
  });

  test("may be long by its texts, and a sheet by its rows", () => {
    expect(refuseSheet(sheet(`<c t="inlineStr"><is><t>${"x".repeat(2_000_000)}</t></is></c>`))).toBeNull();
    expect(
      refuseSheet(sheet(...Array.from({ length: 30_000 }, () => "<c><v>1</v></c>".repeat(5)))),
    ).toBeNull();
    expect(refuseSheet(new Uint8Array())).toBeNull();
  });
});

test("entities are refused in text and in bytes, and a web page's kind is none", () => {
  const laughs = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;">]><a>&c;</a>';
  expect(refuseEntities(laughs)).toMatchObject({ code: "spreadsheet_damaged" });
  expect(refuseEntities(strToU8(laughs))).toMatchObject({ code: "spreadsheet_damaged" });
  expect(refuseEntities("<!DOCTYPE html><table></table>")).toBeNull();
});

test("a web page may merge some cells, and not thousands", () => {
  const merged = '<tr><td colspan="3">x</td></tr>';
  expect(refusePage(merged.repeat(100))).toBeNull();
  expect(refusePage('<td colspan="1" rowspan=1>x</td>'.repeat(9000))).toBeNull();
  expect(refusePage(merged.repeat(2001))).toMatchObject({ code: "spreadsheet_too_large" });
  expect(refusePage("<td ROWSPAN = 1000>".repeat(2001))).toMatchObject({ code: "spreadsheet_too_large" });
});

test("a tag of a web page has an end", () => {
  expect(refusePage(`<table><tr><td ${'a="b" '.repeat(20_000)}>x</td></tr></table>`)).toMatchObject({
    code: "spreadsheet_damaged",
  });
  expect(refusePage(`<td>${"x".repeat(200_000)}</td>`)).toBeNull();
});
