import { expect, test } from "vitest";
import { readSpreadsheet } from "@/lib/imports/table/spreadsheet";
import { makeWorkbook } from "@/tests/support/workbooks";

const HEADER = ["firstname", "lastname", "emailaddress"];
const people = (count: number) =>
  Array.from({ length: count }, (_, index) => [`Ada${index}`, "Adams", `ada${index}@acme.example`]);

test("a thread reads a workbook, and gives all of its rows in order", async () => {
  const reading = await readSpreadsheet(makeWorkbook({ People: [HEADER, ...people(5_000)] }));
  if (!reading.ok || !reading.value.table) throw new Error(JSON.stringify(reading));
  const { rows, ...table } = reading.value.table;
  expect(table).toMatchObject({ sheet: "People", headers: HEADER, rowCount: 5_000 });
  expect(rows.map(({ line }) => line)).toEqual(rows.map((_, index) => index + 2));
  expect(rows.at(-1)?.cells[0]).toBe("Ada4999");
});

test("the head alone is read of a long one", async () => {
  const bytes = makeWorkbook({ People: [HEADER, ...people(5_000)] });
  const reading = await readSpreadsheet(bytes, { isHeadOnly: true });
  expect(reading).toMatchObject({ ok: true, value: { table: { rowCount: 999 } } });
});

test("a refusal comes back from the thread, and a file that is too large never gets there", async () => {
  const bytes = makeWorkbook({ People: [HEADER] });
  expect(await readSpreadsheet(bytes)).toMatchObject({ ok: false, refusal: { code: "people_none" } });
  const limits = { bytesMax: 100, rowsMax: 10, columnsMax: 10 };
  expect(await readSpreadsheet(bytes, { limits })).toMatchObject({
    ok: false,
    refusal: { code: "file_too_large" },
  });
});

test("too much memory or time ends the thread, and this process goes on", async () => {
  const bytes = makeWorkbook({ People: [HEADER, ...people(20_000)] });
  const tooLarge = { ok: false, refusal: { code: "spreadsheet_too_large" } };
  expect(await readSpreadsheet(bytes, { heapMegabytesMax: 16 })).toMatchObject(tooLarge);
  expect(await readSpreadsheet(bytes, { secondsMax: 0.1 })).toMatchObject(tooLarge);
});
