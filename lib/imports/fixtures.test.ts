import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { errorsFileHead, errorsFileLines } from "@/lib/imports/errors-file";
import { countFates } from "@/lib/imports/plan/plan";
import { readHead, readTable } from "@/lib/imports/table/table";
import {
  fixtureBytes as bytesOf,
  cluesOf,
  expectedFixtures as expected,
  FIXTURES,
  matchTable,
  planTable,
  readFixture,
  readWhole,
  refusalOf,
} from "@/tests/support/import-fixtures";

/** The whole way of a fixture. */
function runFixture(name: string) {
  const { asked, table } = readFixture(name);
  return { asked, table, matching: matchTable(table), plan: planTable(table) };
}

test("every file of the folder is expected", () => {
  const files = readdirSync(FIXTURES).filter((name) => name !== "make.py" && name !== "expected.json");
  expect(files.toSorted()).toEqual([...expected.keys()].toSorted());
});

describe.each([...expected])("%s", (name, { rows, create, invalid, refused }) => {
  if (refused !== undefined) {
    test("is refused, and its head too", () => {
      const clue = refusalOf(name, refused);
      expect(clue, `an entry in REFUSED for “${refused}”`).toBeDefined();
      for (const reading of [readTable(bytesOf(name)), readHead(bytesOf(name), { isWhole: true })]) {
        expect(reading).toMatchObject({ ok: false, refusal: { code: clue?.code } });
        if (reading.ok) return;
        expect(reading.refusal.message).toContain(clue?.says);
        expect(reading.refusal.line).toBe(clue?.line);
      }
    });
    return;
  }

  test("has its rows", () => {
    const { table, plan } = runFixture(name);
    expect(table.rowCount).toBe(rows);
    expect(plan).toHaveLength(rows ?? -1);
  });

  if (create === null || invalid === null) {
    test("asks before it judges", () => {
      expect(runFixture(name).matching.questions).not.toEqual([]);
    });
    return;
  }

  test("creates and refuses what is expected, for the reasons expected", () => {
    const { matching, plan } = runFixture(name);
    expect(matching.questions).toEqual([]);
    expect(countFates(plan)).toMatchObject({ create, invalid: invalid?.length ?? 0, rows });
    const wrong = plan.filter(({ fate }) => fate === "invalid");
    expect(wrong.map(({ line }) => line)).toEqual(invalid?.map(({ line }) => line) ?? []);
    for (const { line, about } of invalid ?? []) {
      const clues = cluesOf(name, line, about);
      expect(clues, `an entry in ABOUT for “${about}” (${name}:${line})`).toBeDefined();
      const issues = plan.find((row) => row.line === line)?.issues ?? [];
      const found = new Set(issues.map(({ field, code }) => `${field} ${code}`));
      expect(found).toEqual(new Set(clues?.map(({ field, code }) => `${field} ${code}`)));
      for (const { says, ...issue } of clues ?? []) {
        expect(issues).toContainEqual(
          expect.objectContaining({ ...issue, message: expect.stringContaining(says ?? "") }),
        );
      }
    }
  });

  test("its errors file, as it is, has the same rows for the same reasons", () => {
    const { table, matching, plan } = runFixture(name);
    const issuesOf = new Map(plan.map((row) => [row.line, row.issues]));
    const people = [...table.rows].map(({ line, cells }) => ({ cells, issues: issuesOf.get(line) ?? [] }));
    const format = { ...table, ...matching };
    const again = readWhole(Buffer.concat([errorsFileHead(format), errorsFileLines(format, people)]));
    expect(again).toMatchObject({
      encoding: table.encoding,
      delimiter: table.delimiter,
      hasHeader: true,
      rowCount: rows,
    });
    expect(again.headers.filter((header) => header === "Errors")).toHaveLength(1);
    const replanned = planTable(again);
    expect(replanned.map(({ values }) => values)).toEqual(plan.map(({ values }) => values));
    expect(replanned.map(({ fate }) => fate)).toEqual(plan.map(({ fate }) => fate));
  });
});

describe("the notes of expected.json", () => {
  const values = (name: string) => runFixture(name).plan.map((row) => row.values);

  test("Portuguese headers match by suggestion", () => {
    const { columns } = runFixture("s1-portuguese-headers.csv").matching;
    expect(columns.map(({ field, how }) => [field, how])).toEqual([
      ["firstName", "suggested"],
      ["lastName", "suggested"],
      ["accessEmail", "known"],
    ]);
  });

  test("Windows-1252 keeps its curly quotes, dash and euro sign", () => {
    expect(values("windows-1252.csv")[1]?.lastName).toBe("“O’Neil”–€");
    expect(runFixture("windows-1252.csv").table.encoding).toBe("windows-1252");
  });

  test("a line break becomes one space, and the second person starts on line 4", () => {
    const { plan } = runFixture("quotes.csv");
    expect(plan.map(({ line }) => line)).toEqual([2, 4]);
    expect(plan[0]?.values).toMatchObject({
      firstName: 'Mary "Mo"',
      lastName: "O'Neil, Jr.",
      mobilePhone: "+491701234567",
    });
    expect(plan[1]?.values.firstName).toBe("Line Break");
  });

  test("duplicates name the other lines", () => {
    const { plan } = runFixture("duplicates.csv");
    expect(plan.map(({ line, issues }) => [line, issues.flatMap(({ lines }) => lines ?? [])])).toEqual([
      [2, [4]],
      [3, []],
      [4, [2]],
      [5, [6]],
      [6, [5]],
    ]);
  });

  test("unmatched columns are named, __proto__ too", () => {
    const { columns } = runFixture("proto-header.csv").matching;
    expect(columns.filter(({ how }) => how === "none").map(({ header }) => header)).toEqual([
      "__proto__",
      "constructor",
    ]);
  });

  test("the person is asked which of two columns is the access email", () => {
    const { matching } = runFixture("same-header-twice.csv");
    expect(matching.questions).toEqual([
      {
        kind: "which_column",
        field: "accessEmail",
        columns: [2, 3],
        message: "Which column is the access email: column 3 “email” and column 4 “email”?",
      },
    ]);
    expect(matching.columns.slice(2).map(({ field }) => field)).toEqual([null, null]);
  });

  test("formulas are kept as typed, and no errors file lets them run", () => {
    expect(values("formulas.csv").map(({ firstName }) => firstName)).toEqual([
      "=1+1",
      "=cmd|'/c calc'!A0",
      "@SUM(A1)",
      "-Dash",
      "+Plus",
    ]);
    const { table, matching } = runFixture("formulas.csv");
    const people = [...table.rows].map(({ cells }) => ({ cells, issues: [] }));
    const text = Buffer.from(errorsFileLines({ ...table, ...matching }, people)).toString();
    expect(text.split(/\r\n/).filter((line) => /(?:^|,)"?[=+\-@]/.test(line))).toEqual([]);
  });

  test("a first row that is no header is asked about, never swallowed", () => {
    const { asked, table, matching } = runFixture("no-header.csv");
    expect(asked).toMatchObject({ hasHeader: "ask", headerLine: null, rowCount: 2 });
    expect(table).toMatchObject({ hasHeader: false, rowCount: 2 });
    expect(matching.columns.map(({ field, how }) => [field, how])).toEqual([
      ["firstName", "suggested"],
      ["lastName", "suggested"],
      ["accessEmail", "suggested"],
      ["mobilePhone", "suggested"],
    ]);
  });

  test("only the last row shows that the file is Windows-1252, and it is found", () => {
    const { table, plan } = runFixture("bad-utf8-late.csv");
    expect(table.encoding).toBe("windows-1252");
    expect(plan.at(-1)?.values).toMatchObject({ firstName: "Jürgen", lastName: "Groß" });
  });

  test("a login without a domain gets the primary one, and no password is kept", () => {
    const { plan } = runFixture("s2-columns.csv");
    expect(plan.map(({ values }) => values.username)).toEqual([
      "ada@acme.example",
      "ben@acme.example",
      "cem@acme.example",
      undefined,
      "ada@acme.example",
    ]);
    expect(JSON.stringify(plan)).not.toContain("Str0ng");
    expect(plan.every(({ values }) => values.password === undefined)).toBe(true);
  });

  test("a head of the first bytes says the same as the whole table", () => {
    for (const [name, { refused }] of expected) {
      if (refused !== undefined || name === "bad-utf8-late.csv") continue;
      const head = readHead(bytesOf(name).subarray(0, 65_536));
      const { asked } = runFixture(name);
      if (!head.ok) throw new Error(head.refusal.message);
      const { encoding, delimiter, hasHeader, headerLine, headers } = head.value;
      expect({ encoding, delimiter, hasHeader, headerLine }).toEqual({
        encoding: asked.encoding,
        delimiter: asked.delimiter,
        hasHeader: asked.hasHeader,
        headerLine: asked.headerLine,
      });
      expect(headers).toEqual(asked.headers);
    }
  });
});
