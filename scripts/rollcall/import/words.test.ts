import { describe, expect, test } from "vitest";
import type { FileImport } from "@/lib/setup/import-file";
import { choiceProblems, phaseOf, progressBar, reportOf } from "@/scripts/rollcall/import/words";

test("a bar is as long as what is done", () => {
  const bar = (rowsDone: number, rowCount: number) =>
    progressBar({ state: "parsing", rowsDone, rowCount, passwords: null }).replace(/[^█]/g, "").length;
  expect([bar(0, 0), bar(0, 10), bar(5, 10), bar(10, 10)]).toEqual([0, 0, 15, 30]);
  const rows = { rowsDone: 1500, rowCount: 3000 };
  expect(progressBar({ state: "committing", ...rows, passwords: null })).toMatch(
    /^Importing.*1,500 of 3,000 rows$/,
  );
  expect(progressBar({ state: "hashing", ...rows, passwords: { ready: 3, wanted: 12 } })).toMatch(
    /^Making passwords ready.* 3 of 12 passwords$/,
  );
  expect(phaseOf({ state: "done", rowsDone: 0, rowCount: 0, passwords: null })).toBeNull();
});

const FOUND: FileImport["import"] = {
  id: "1",
  state: "review",
  rows: 1200,
  create: 1000,
  update: 0,
  unchanged: 0,
  skipped: 0,
  invalid: 200,
  planVersion: 1,
  refusal: null,
  columns: [
    { header: "Department", field: null },
    { header: "e-mail", field: "accessEmail" },
  ],
  encoding: "utf-8",
  delimiter: ",",
  sheet: null,
};

test("an option that has another value than it may says which there are", () => {
  const choices = { mode: ["create", "update", "both"], "on-error": ["skip", "refuse"] };
  expect(choiceProblems({ mode: "merge", sheet: "merge" }, choices)).toEqual([
    '--mode: there is no "merge". It is create, update or both.',
  ]);
  expect(choiceProblems({ mode: "both", "on-error": "toString" }, choices)).toEqual([
    '--on-error: there is no "toString". It is skip or refuse.',
  ]);
  expect(choiceProblems({}, choices)).toEqual([]);
});

describe("a report", () => {
  test("counts the plan, names columns that are left out, and shows the first issues", () => {
    const found: FileImport = {
      outcome: "refused",
      why: "No.",
      import: FOUND,
      issues: [{ line: 3, message: "Wrong." }],
    };
    expect(reportOf(found, "http://here")).toEqual([
      "1,200 rows: 1,000 to create, 0 to update, 0 unchanged, 0 skipped, 200 with errors.",
      "Left out: Department.",
      "  line 3: Wrong.",
      "  …",
      "No.",
      "Nothing was imported.",
      "See it at http://here",
    ]);
  });

  test("says what was done", () => {
    const found: FileImport = {
      outcome: "done",
      why: null,
      import: { ...FOUND, state: "done", columns: [] },
      issues: [],
    };
    expect(reportOf(found, "")[0]).toContain("1,000 created");
    expect(reportOf(found, "").at(-1)).toBe("Done.");
  });

  test("of a workbook whose sheet is open says how to name it", () => {
    const refusal = { code: "sheet_not_chosen", message: "Several sheets: A, B." };
    const found: FileImport = {
      outcome: "refused",
      why: refusal.message,
      import: { ...FOUND, state: "refused", rows: 0, invalid: 0, columns: [], refusal },
      issues: [],
    };
    expect(reportOf(found, "")).toEqual([
      "Several sheets: A, B.",
      "Name the sheet with --sheet.",
      "Nothing was imported.",
    ]);
  });

  test("of a file that could not be read says why alone", () => {
    const found: FileImport = {
      outcome: "refused",
      why: "Empty.",
      import: { ...FOUND, state: "refused", rows: 0, invalid: 0, columns: [] },
      issues: [],
    };
    expect(reportOf(found, "")).toEqual(["Empty.", "Nothing was imported."]);
  });
});
