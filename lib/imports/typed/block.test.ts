import { describe, expect, test } from "vitest";
import { isBlock, readBlock } from "@/lib/imports/typed/block";

describe("readBlock", () => {
  test.each([
    ["one cell", "Ada", [["Ada"]]],
    [
      "rows and cells",
      "Ada\tAdams\nBen\tBaker",
      [
        ["Ada", "Adams"],
        ["Ben", "Baker"],
      ],
    ],
    ["the line end that spreadsheets add", "Ada\tAdams\r\n", [["Ada", "Adams"]]],
    ["every kind of line end", "a\rb\r\nc\nd", [["a"], ["b"], ["c"], ["d"]]],
    ["blank cells at both ends", "\ta\t\n", [["", "a", ""]]],
    ["a blank cell at the very end", "a\t", [["a", ""]]],
    ["a blank row", "a\n\nb", [["a"], [""], ["b"]]],
    ["a quoted line end", '"one\ntwo"\tb', [["one\ntwo", "b"]]],
    ["a quoted tab", '"one\ttwo"\tb\nc', [["one\ttwo", "b"], ["c"]]],
    ["quotes written twice", '"say ""hi"""\tb', [['say "hi"', "b"]]],
    ["quotes of the cell's own", '"Ada"\t"', [['"Ada"', '"']]],
    ["a quote inside a cell", 'A "B" C', [['A "B" C']]],
    ["a quote that never closes", '"open\tb\nc', [['"open', "b"], ["c"]]],
    ["nothing", "", []],
  ])("reads %s", (_, text, rows) => {
    expect(readBlock(text)).toEqual(rows);
  });
});

test.each([
  ["Ada", false],
  ["Ada\r\n", false],
  ["Ada Adams", false],
  ["Ada\tAdams", true],
  ["Ada\nBen", true],
])("isBlock(%j) is %s", (text, expected) => {
  expect(isBlock(text)).toBe(expected);
});
