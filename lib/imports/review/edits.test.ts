import { expect, test } from "vitest";
import {
  countLines,
  type EditCell,
  reversed,
  textAt,
  textsByLine,
  USERNAME_COLUMN,
  withTexts,
} from "@/lib/imports/review/edits";

const ROW = { line: 2, cells: ["Ada"], givenUsername: null };

test("a text goes into its cell, also beyond the last one that the row has", () => {
  expect(withTexts(ROW, [[0, "Bea"]]).cells).toEqual(["Bea"]);
  expect(withTexts(ROW, [[3, "x"]]).cells).toEqual(["Ada", "", "", "x"]);
  expect(ROW.cells).toEqual(["Ada"]);
  expect([textAt(ROW, 0), textAt(ROW, 5), textAt(ROW, USERNAME_COLUMN)]).toEqual(["Ada", "", ""]);
});

test("a username is given and taken away beside the cells", () => {
  const given = withTexts(ROW, [[USERNAME_COLUMN, "ada"]]);
  expect(given).toEqual({ line: 2, cells: ["Ada"], givenUsername: "ada" });
  expect(withTexts(given, [[USERNAME_COLUMN, ""]])).toEqual(ROW);
});

test("of several edits of a cell the last one stands", () => {
  const first: EditCell[] = [
    [2, 0, "Ada", "Bea"],
    [3, 0, "Cy", "Di"],
  ];
  const second: EditCell[] = [[2, 0, "Bea", "Eve"]];
  expect(textsByLine([first, second])).toEqual(
    new Map([
      [2, new Map([[0, "Eve"]])],
      [3, new Map([[0, "Di"]])],
    ]),
  );
  expect(reversed(second)).toEqual([[2, 0, "Eve", "Bea"]]);
  expect(countLines([...first, ...second])).toBe(2);
});
