import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { ColumnField } from "@/lib/imports/columns/column-field";
import { IMPORT_LIMITS } from "@/lib/imports/limits";
import { type JudgeContext, rowJudge } from "@/lib/imports/rows/judge";
import { readTable } from "@/lib/imports/table/table";
import { readWorkbook } from "@/lib/imports/table/workbook";
import { makeWorkbook } from "@/tests/support/workbooks";

const CONTEXT: JudgeContext = {
  domains: ["acme.example"],
  primaryDomain: "acme.example",
  mandatory: [],
  grantableRoles: [],
  defaultRole: "user",
};

/** The issues of each row of a file whose column `at` is taken for a name. */
function issuesIn(bytes: Uint8Array, at: number, field: ColumnField): string[][] {
  const reading = bytes[0] === FIRST_OF_TEXT ? readTable(bytes) : readWorkbook(bytes, IMPORT_LIMITS);
  if (!reading.ok) throw new Error(reading.refusal.message);
  const table = "table" in reading.value ? reading.value.table : reading.value;
  const columns = (table?.headers ?? []).map((_, index) => ({ index, field: index === at ? field : null }));
  return [...(table?.rows ?? [])].map((row) =>
    rowJudge(columns, CONTEXT)(row).issues.flatMap(({ code }) => (code === "missing" ? [] : [code])),
  );
}

const FIRST_OF_TEXT = "f".charCodeAt(0);
const fixture = (name: string) =>
  new Uint8Array(readFileSync(new URL(`../../../tests/fixtures/spreadsheets/${name}`, import.meta.url)));

const DATES_AT = 6;

test.each(["firstName", "lastName", "fullName"] as const)("no date of a workbook is a %s", (field) => {
  for (const name of ["people.xlsx", "people.xls", "people.ods"]) {
    expect(issuesIn(fixture(name), DATES_AT, field)).toEqual(
      Array.from({ length: 3 }, () => ["name_is_date"]),
    );
  }
});

test.each(["name-dates.csv", "name-dates.xlsx", "name-dates.xls", "name-dates.ods"])(
  "names that a spreadsheet has made days and times of: %s",
  (name) => {
    expect(issuesIn(fixture(name), 0, "firstName")).toEqual(
      Array.from({ length: 4 }, () => ["name_is_date"]),
    );
  },
);

const HEADER = ["firstname", "lastname", "emailaddress"];

test.each(["xlsx", "biff8"] as const)("and in the formats that Excel gives them, as %s", (bookType) => {
  const shownAs = ["m/d/yy", "d-mmm", "mmm-yy", "dd/mm", "h:mm", "yyyy-mm-dd hh:mm", "dd.mm.yyyy hh:mm"];
  const rows = shownAs.map((z) => [{ t: "n", v: z.includes("h") ? 45_352.5 : 45_352, z }, "Adams"]);
  const issues = issuesIn(makeWorkbook({ People: [HEADER, ...rows] }, bookType), 0, "firstName");
  expect(issues).toEqual(shownAs.map(() => ["name_is_date"]));
});
