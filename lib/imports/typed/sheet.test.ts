import { describe, expect, test } from "vitest";
import { TYPED_ROWS_MAX } from "@/lib/imports/typed/fields";
import {
  blankRows,
  cellsToSend,
  countFilled,
  fillDown,
  onOneLine,
  placeBlock,
  type Sheet,
} from "@/lib/imports/typed/sheet";
import type { UserField } from "@/lib/users/fields";

let ids = 0;
const newId = () => `row-${++ids}`;
const COLUMNS: UserField[] = ["firstName", "lastName", "accessEmail"];
const sheetOf = (...texts: string[][]): Sheet => ({
  columns: COLUMNS,
  rows: texts.map((cells) => ({
    id: newId(),
    cells: Object.fromEntries(cells.map((cell, index) => [COLUMNS[index], cell])),
  })),
});
const textsOf = ({ columns, rows }: Sheet) =>
  rows.map(({ cells }) => columns.map((field) => cells[field] ?? ""));

test.each([
  [12, 12],
  [0, 1],
  [-3, 1],
  [Number.NaN, 1],
  [501, TYPED_ROWS_MAX],
])("asked for %d rows it makes %d", (asked, made) => {
  expect(blankRows(asked, newId)).toHaveLength(made);
});

test("a row's place is its line: blank rows between others stay, those at the end go", () => {
  const sheet = sheetOf([], ["Ada", "Adams"], [" ", ""], ["Ben"], [], []);
  expect(countFilled(sheet)).toBe(2);
  expect(cellsToSend(sheet)).toEqual([[], ["Ada", "Adams", ""], [], ["Ben", "", ""]]);
});

describe("placeBlock", () => {
  test("fills from a cell to the right and down, and leaves the rest as it was", () => {
    const placed = placeBlock(
      sheetOf(["a", "b", "c"], ["d", "e", "f"]),
      [["1", "2"], ["3"]],
      { row: 0, column: 1 },
      newId,
    );
    expect(textsOf(placed.sheet)).toEqual([
      ["a", "1", "2"],
      ["d", "3", "f"],
    ]);
    expect(placed).toMatchObject({ rows: 2, columns: 2, rowsLeft: 0, columnsLeft: 0, hadHeader: false });
  });

  test("makes rows, and puts a cell of several lines on one", () => {
    const placed = placeBlock(sheetOf([]), [["Ada"], ["Ben\r\nBernard"]], { row: 0, column: 0 }, newId);
    expect(textsOf(placed.sheet)).toEqual([
      ["Ada", "", ""],
      ["Ben Bernard", "", ""],
    ]);
  });

  test("says what does not fit to the right and below", () => {
    const rows = Array.from({ length: TYPED_ROWS_MAX + 2 }, (_, index) => [String(index), "x"]);
    const placed = placeBlock(sheetOf([], []), rows, { row: 1, column: 2 }, newId);
    expect(placed.sheet.rows).toHaveLength(TYPED_ROWS_MAX);
    expect(placed).toMatchObject({ rows: TYPED_ROWS_MAX - 1, rowsLeft: 3, columns: 1, columnsLeft: 1 });
  });

  test("changes nothing of the sheet it was given", () => {
    const sheet = sheetOf(["a"]);
    placeBlock(sheet, [["b"]], { row: 0, column: 0 }, newId);
    expect(textsOf(sheet)).toEqual([["a", "", ""]]);
  });

  test("goes by a header's names, brings their columns in, and names what is none", () => {
    const block = [
      ["E-mail", "Vorname", "Department", "Company"],
      ["ada@acme.example", "Ada", "Sales", "Acme"],
    ];
    const placed = placeBlock(sheetOf(["", "Adams"]), block, { row: 0, column: 2 }, newId);
    expect(placed.sheet.columns).toEqual(["firstName", "lastName", "accessEmail", "company"]);
    expect(textsOf(placed.sheet)).toEqual([["Ada", "Adams", "ada@acme.example", "Acme"]]);
    expect(placed).toMatchObject({ rows: 1, columns: 3, hadHeader: true, headersLeft: ["Department"] });
  });

  test("takes a column with both names apart", () => {
    const block = [
      ["Full name", "E-mail"],
      ["Ada van Dyke", "a@acme.example"],
      ["Cher", "c@acme.example"],
    ];
    const placed = placeBlock(sheetOf([]), block, { row: 0, column: 0 }, newId);
    expect(textsOf(placed.sheet)).toEqual([
      ["Ada", "van Dyke", "a@acme.example"],
      ["Cher", "", "c@acme.example"],
    ]);
    expect(placed.headersLeft).toEqual([]);
  });

  test("never lets a password in", () => {
    const placed = placeBlock(
      sheetOf([]),
      [
        ["First name", "Password"],
        ["Ada", "secret"],
      ],
      { row: 0, column: 0 },
      newId,
    );
    expect(JSON.stringify(placed.sheet)).not.toContain("secret");
    expect(placed.headersLeft).toEqual(["Password"]);
  });

  test.each([
    [["Ada", "Adams"]],
    [["Login", "ada@acme.example"]],
    [["Phone", "Mobile 0170 1234567"]],
    [["", ""]],
  ])("takes %j for a person", (cells) => {
    expect(placeBlock(sheetOf([]), [cells], { row: 0, column: 0 }, newId).hadHeader).toBe(false);
  });
});

describe("fillDown", () => {
  const company = { row: 0, field: "lastName" as const };

  test("goes to the last row with anything in it, and over blank ones", () => {
    const sheet = sheetOf(["Ada", "Same"], ["Ben"], [], ["Cleo", "Other"], []);
    const { sheet: filled, filled: count } = fillDown(sheet, company);
    expect(textsOf(filled).map(([, last]) => last)).toEqual(["Same", "Same", "", "Same", ""]);
    expect(count).toBe(2);
  });

  test("goes to the end where nothing is typed below", () => {
    const { sheet } = fillDown(sheetOf(["Ada", "Same"], [], []), company);
    expect(textsOf(sheet).map(([, last]) => last)).toEqual(["Same", "Same", "Same"]);
  });
});

test.each([
  ["a\nb", "a b"],
  ["a  \r\n\r\n  b", "a b"],
  ["a  b", "a  b"],
])("onOneLine(%j) is %j", (text, expected) => {
  expect(onOneLine(text)).toBe(expected);
});
