import { expect, test } from "vitest";
import { askAbout, findClashes } from "@/lib/imports/columns/questions";

const column = (index: number, field: "udid" | "company" | null) => ({
  index,
  header: `h${index}`,
  field,
  how: "exact" as const,
});

test("fields of several columns are found", () => {
  expect(
    findClashes([
      column(0, "udid"),
      column(1, null),
      column(2, "udid"),
      column(3, "company"),
      column(4, null),
    ]),
  ).toEqual([{ field: "udid", indexes: [0, 2] }]);
});

test("questions name fields and columns", () => {
  expect(
    askAbout([column(0, null), column(1, null)], [{ field: "udid", indexes: [0, 1] }], ["company", "udid"]),
  ).toEqual([
    {
      kind: "which_column",
      field: "udid",
      columns: [0, 1],
      message: "Which column is the UDID: column 1 “h0” and column 2 “h1”?",
    },
    {
      kind: "no_column",
      field: "company",
      columns: [],
      message: "No column is matched with company, which every person needs.",
    },
  ]);
});
