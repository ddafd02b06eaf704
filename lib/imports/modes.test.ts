import { describe, expect, test } from "vitest";
import { IMPORT_MODES, type ImportMode } from "@/lib/imports/plan/modes";
import type { PlannedRow } from "@/lib/imports/plan/plan";
import { readTable } from "@/lib/imports/table/table";
import {
  cluesOf,
  directoryOf,
  type Expected,
  expectedFixtures as expected,
  fixtureBytes,
  matchTable,
  NOBODY,
  planTable,
  readFixture,
  refusalOf,
} from "@/tests/support/import-fixtures";

/** The rows' fates in short: `create` for most, and those that are expected to be wrong by their lines. */
function fatesIn(plan: readonly PlannedRow[]) {
  const wrong = plan.filter(({ fate }) => fate === "invalid");
  const others = new Set(plan.filter(({ fate }) => fate !== "invalid").map(({ fate }) => fate));
  return { invalid: wrong.map(({ line }) => line), others: [...others] };
}

/** What rows of a file are wrong in a mode: one that adds nobody does not mind what a new person would lack. */
function expectedInvalid(name: string, { invalid }: Expected, mode: ImportMode): number[] {
  const isForgiven = (line: number, about: string) =>
    mode === "updateOnly" &&
    cluesOf(name, line, about)?.every(({ code, field }) => code === "missing" && field !== "accessEmail");
  return (invalid ?? []).flatMap(({ line, about }) => (isForgiven(line, about) ? [] : [line]));
}

const issuesOf = (plan: readonly PlannedRow[]) =>
  plan.map(({ line, values, issues }) => ({ line, values, issues }));
const orNone = (fate: PlannedRow["fate"], { create }: Expected) => (create ? [fate] : []);

describe.each([...expected])("%s", (name, file) => {
  const { refused, rows, create } = file;

  if (refused !== undefined) {
    test("is refused before a mode is asked for", () => {
      const reading = readTable(fixtureBytes(name));
      expect(reading).toMatchObject({ ok: false, refusal: { code: refusalOf(name, refused)?.code } });
    });
    return;
  }

  if (create === null) {
    test.each(IMPORT_MODES)("%s: has the plan of the column that the person chooses", (mode) => {
      const { table } = readFixture(name);
      const { columns, questions } = matchTable(table);
      expect(questions.map(({ kind }) => kind)).toEqual(["which_column"]);
      const values = (questions[0]?.columns ?? []).map((chosen) => {
        const matched = columns.map((column) =>
          column.index === chosen ? { ...column, field: "accessEmail" as const } : column,
        );
        const plan = planTable(table, mode, NOBODY, { columns: matched });
        expect(fatesIn(plan)).toEqual({ invalid: [], others: [mode === "updateOnly" ? "absent" : "create"] });
        return plan[0]?.values.accessEmail;
      });
      expect(values).toEqual(["ada@imagoverum.example", "ada@other.example"]);
    });
    return;
  }

  describe.each(IMPORT_MODES)("%s", (mode) => {
    const { table } = readFixture(name);
    const created = planTable(table);
    const invalid = expectedInvalid(name, file, mode);

    test("where nobody is there yet", () => {
      const plan = planTable(table, mode, NOBODY);
      expect(plan).toHaveLength(rows ?? -1);
      const isForgiven = invalid.length < (file.invalid?.length ?? 0);
      const absent = create || isForgiven ? ["absent"] : [];
      expect(fatesIn(plan)).toEqual({
        invalid,
        others: mode === "updateOnly" ? absent : orNone("create", file),
      });
      if (mode === "both") expect(issuesOf(plan)).toEqual(issuesOf(created));
    });

    test("where its people are there already, as they are in it", () => {
      const plan = planTable(table, mode, directoryOf(created));
      const there = plan.filter((_, index) => created[index]?.fate === "create");
      expect(there).toHaveLength(create ?? -1);
      expect(fatesIn(there)).toEqual({
        invalid: [],
        others: orNone(mode === "createOnly" ? "exists" : "unchanged", file),
      });
      expect(fatesIn(plan).invalid).toEqual(invalid);
    });

    test("where its people are there with another last name", () => {
      const plan = planTable(table, mode, directoryOf(created, { lastName: "Before" }));
      const there = plan.filter((_, index) => created[index]?.fate === "create");
      expect(fatesIn(there)).toEqual({
        invalid: [],
        others: orNone(mode === "createOnly" ? "exists" : "update", file),
      });
      expect(there.map(({ target }) => target?.changes)).toEqual(
        there.map(({ values: { lastName } }) =>
          mode === "createOnly" ? undefined : { before: { lastName: "Before" }, after: { lastName } },
        ),
      );
      expect(fatesIn(plan).invalid).toEqual(invalid);
    });
  });
});
