import { describe, expect, test } from "vitest";
import { API_STATES, apiImportOf, apiRowOf } from "@/lib/imports/api-shape";
import { IMPORT_STATES, NO_ROWS } from "@/lib/imports/state";

const found = {
  id: "00000000-0000-7000-8000-000000000000",
  state: "review" as const,
  rowCount: 15,
  headers: ["First", "Shoe size"],
  matching: ["firstName" as const, null],
  result: null,
  planVersion: 3,
  encoding: "utf-8",
  delimiter: ";",
  sheet: null,
  refusal: null,
};
const counts = { ...NO_ROWS, create: 1, update: 2, unchanged: 3, exists: 4, unselected: 2, invalid: 3 };

describe("an import as programs read it", () => {
  test("has exactly the fields that are promised", () => {
    expect(apiImportOf(found, counts)).toEqual({
      id: found.id,
      state: "review",
      rows: 15,
      create: 1,
      update: 2,
      unchanged: 3,
      skipped: 6,
      invalid: 3,
      planVersion: 3,
      refusal: null,
      columns: [
        { header: "First", field: "firstName" },
        { header: "Shoe size", field: null },
      ],
      encoding: "utf-8",
      delimiter: ";",
      sheet: null,
    });
  });

  test("counts what came of it once it is done", () => {
    const result = { created: 5, updated: 4, unchanged: 3, skipped: 2, failed: 1 };
    expect(apiImportOf({ ...found, state: "done", result }, NO_ROWS)).toMatchObject({
      state: "done",
      create: 5,
      update: 4,
      unchanged: 3,
      skipped: 2,
      invalid: 1,
    });
  });

  test.each(IMPORT_STATES)("in the state %s is in one that is promised", (state) => {
    expect(API_STATES).toContain(apiImportOf({ ...found, state }, counts).state);
  });

  test("gives a refusal's code and words, and says when it was given up", () => {
    const refusal = { code: "column_unmatched", message: "No.", line: 2 };
    expect(apiImportOf({ ...found, state: "refused", refusal }, counts).refusal).toEqual({
      code: "column_unmatched",
      message: "No.",
    });
    expect(apiImportOf({ ...found, state: "cancelled" }, counts)).toMatchObject({
      state: "failed",
      refusal: { code: "cancelled" },
    });
  });
});

describe("a row as programs read it", () => {
  const row = { line: 2, fate: "create", selected: true, values: {}, issues: [], changes: null };

  test.each([
    ["create", true, "create"],
    ["update", true, "update"],
    ["unchanged", true, "unchanged"],
    ["invalid", true, "invalid"],
    ["exists", true, "skipped"],
    ["absent", true, "skipped"],
    ["create", false, "skipped"],
    ["invalid", false, "skipped"],
  ])("that is %s and selected %s: %s", (fate, selected, shown) => {
    expect(apiRowOf({ ...row, fate, selected }).fate).toBe(shown);
  });

  test("holds no password", () => {
    const values = { firstName: "Una", password: "secret" };
    expect(apiRowOf({ ...row, values }).values).toEqual({ firstName: "Una" });
  });

  test("has its issues without what is only for the screen", () => {
    const issue = {
      field: "username" as const,
      code: "username_taken",
      message: "Taken.",
      suggestion: "una2",
    };
    expect(apiRowOf({ ...row, issues: [issue] }).issues).toEqual([
      { field: "username", code: "username_taken", message: "Taken." },
    ]);
  });
});
