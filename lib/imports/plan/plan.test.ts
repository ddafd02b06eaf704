import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { countFates, type Directory, keysOf, matchKeyOf, planRows } from "@/lib/imports/plan/plan";
import type { JudgedRow } from "@/lib/imports/rows/judge";

const NOBODY: Directory = { usernames: new Set(), accessEmails: new Set(), customerCodes: new Set() };
const directory = (known: { [set in keyof Directory]?: string[] }): Directory => ({
  usernames: new Set(known.usernames),
  accessEmails: new Set(known.accessEmails),
  customerCodes: new Set(known.customerCodes),
});

const row = (
  line: number,
  values: JudgedRow["values"],
  from: JudgedRow["usernameFrom"] = "accessEmail",
): JudgedRow => ({
  line,
  values,
  issues: [],
  usernameFrom: from,
});
const person = (line: number, name: string, domain = "x.example") =>
  row(line, { accessEmail: `${name}@${domain}`, username: `${name}@acme.example` });

const BY_EMAIL = { mode: "createOnly", matchKey: "accessEmail" } as const;
const BY_USERNAME = { mode: "createOnly", matchKey: "username" } as const;
const fatesOf = (rows: JudgedRow[], known = NOBODY, options: Parameters<typeof planRows>[2] = BY_EMAIL) =>
  planRows(rows, known, options).map(({ fate, issues }) =>
    [fate, ...issues.map(({ code }) => code)].join(" "),
  );

describe("fates", () => {
  test("a new person is created, one who is there already is left", () => {
    expect(
      fatesOf([person(2, "ada"), person(3, "ben")], directory({ accessEmails: ["ben@x.example"] })),
    ).toEqual(["create", "exists"]);
  });

  test("a person found by their access email keeps their username and customer code", () => {
    const known = directory({
      accessEmails: ["ada@x.example"],
      usernames: ["ada@acme.example"],
      customerCodes: ["C-1"],
    });
    const ada = person(2, "ada");
    expect(fatesOf([{ ...ada, values: { ...ada.values, customerCode: "C-1" } }], known)).toEqual(["exists"]);
  });

  test("somebody else's username or customer code is an issue", () => {
    const known = directory({ usernames: ["ada@acme.example"], customerCodes: ["C-1"] });
    expect(
      fatesOf([person(2, "ada"), row(3, { accessEmail: "b@x.example", customerCode: "C-1" })], known),
    ).toEqual(["invalid username_taken", "invalid customer_code_taken"]);
  });

  test("with logins, people are found by them, and those without one by their access email", () => {
    const known = directory({ usernames: ["ada@acme.example"], accessEmails: ["ben@x.example"] });
    const rows = [
      row(2, { accessEmail: "other@x.example", username: "ada@acme.example" }, "login"),
      row(3, { accessEmail: "ben@x.example", username: "boss@acme.example" }, "login"),
      person(4, "ben2"),
    ];
    expect(fatesOf(rows, known, BY_USERNAME)).toEqual(["exists", "create", "create"]);
    expect(fatesOf([person(2, "ben")], known, BY_USERNAME)).toEqual(["exists"]);
  });

  test("a row with an issue of its own is invalid, whoever exists", () => {
    const wrong: JudgedRow = {
      ...person(2, "ada"),
      issues: [{ field: "company", code: "text_too_long", message: "." }],
    };
    expect(fatesOf([wrong], directory({ accessEmails: ["ada@x.example"] }))).toEqual([
      "invalid text_too_long",
    ]);
  });
});

describe("duplicates", () => {
  const rows = [person(2, "ada"), person(3, "ben"), person(4, "ada")];

  test("every row of a set is marked and names the others", () => {
    const [first, second, third] = planRows(rows, NOBODY, BY_EMAIL);
    expect(second?.fate).toBe("create");
    expect(first?.issues).toEqual([
      {
        field: "accessEmail",
        code: "duplicate",
        message: "Access email “ada@x.example” is also on line 4. Keep one of them.",
        lines: [4],
      },
    ]);
    expect(third?.issues[0]?.lines).toEqual([2]);
  });

  test("a row that is taken out troubles nobody", () => {
    const plan = planRows(rows, NOBODY, { ...BY_EMAIL, unselected: new Set([4]) });
    expect(plan.map(({ fate, isSelected }) => [fate, isSelected])).toEqual([
      ["create", true],
      ["create", true],
      ["create", false],
    ]);
    expect(countFates(plan)).toMatchObject({ create: 2, unselected: 1, rows: 3 });
  });

  test("many lines are named in part", () => {
    const many = Array.from({ length: 9 }, (_, index) => person(index + 2, "ada"));
    const issue = planRows(many, NOBODY, BY_EMAIL)[2]?.issues[0];
    expect(issue?.lines).toEqual([2, 3, 5, 6, 7]);
    expect(issue?.message).toContain("is also on lines 2, 3, 5, 6, 7 and 3 more.");
    expect(planRows(many.slice(0, 3), NOBODY, BY_EMAIL)[0]?.issues[0]?.message).toContain(
      "on lines 3 and 4.",
    );
  });

  test("equal usernames of different addresses", () => {
    const plan = planRows([person(2, "ada"), person(3, "ada", "y.example")], NOBODY, BY_EMAIL);
    expect(plan.map(({ issues }) => issues.map(({ field, lines }) => [field, lines]))).toEqual([
      [["username", [3]]],
      [["username", [2]]],
    ]);
  });

  test("every key that is shared is named", () => {
    const shared = { accessEmail: "a@x.example", username: "a@acme.example", customerCode: "C-1" };
    const plan = planRows([row(2, shared, "login"), row(3, shared, "login")], NOBODY, BY_USERNAME);
    expect(plan[0]?.issues.map(({ field }) => field)).toEqual(["accessEmail", "username", "customerCode"]);
  });
});

test("keys are those that the rows mention, each once", () => {
  const rows = [person(2, "ada"), person(3, "ada"), row(4, { customerCode: "C-1" })];
  expect(keysOf(rows)).toEqual({
    usernames: ["ada@acme.example"],
    accessEmails: ["ada@x.example"],
    customerCodes: ["C-1"],
  });
});

test("the match key is the username where a column has one", () => {
  expect(matchKeyOf([{ index: 0, field: "username" }])).toBe("username");
  expect(matchKeyOf([{ index: 0, field: "accessEmail" }])).toBe("accessEmail");
});

const name = fc.constantFrom("a", "b", "c", "d");
const anyRows = fc
  .array(
    fc.record({
      accessEmail: fc.option(name, { nil: undefined }),
      username: fc.option(name, { nil: undefined }),
      customerCode: fc.option(name, { nil: undefined }),
      from: fc.constantFrom("login" as const, "accessEmail" as const),
    }),
    { maxLength: 12 },
  )
  .map((rows) =>
    rows.map(({ from, ...values }, index) => row(index + 2, JSON.parse(JSON.stringify(values)), from)),
  );
const anyDirectory = fc
  .record({ usernames: fc.array(name), accessEmails: fc.array(name), customerCodes: fc.array(name) })
  .map(directory);
const anyOptions = fc.record({
  mode: fc.constant("createOnly" as const),
  matchKey: fc.constantFrom("username" as const, "accessEmail" as const),
  unselected: fc.array(fc.integer({ min: 2, max: 13 })).map((lines) => new Set(lines)),
});

test("duplicates are mutual, and only rows that share a key have them", () => {
  fc.assert(
    fc.property(anyRows, anyOptions, (rows, options) => {
      const plan = planRows(rows, NOBODY, options);
      const byLine = new Map(plan.map((each) => [each.line, each]));
      for (const { line, issues, values } of plan) {
        for (const issue of issues.filter(({ code }) => code === "duplicate")) {
          const field = issue.field ?? "udid";
          for (const other of issue.lines ?? []) {
            expect(other).not.toBe(line);
            expect(byLine.get(other)?.values[field]).toBe(values[field]);
            expect(byLine.get(other)?.issues.some(({ code }) => code === "duplicate")).toBe(true);
          }
        }
      }
      const created = plan.filter(({ fate, isSelected }) => fate === "create" && isSelected);
      for (const key of ["accessEmail", "username", "customerCode"] as const) {
        const all = created.flatMap(({ values }) => values[key] ?? []);
        expect(new Set(all).size).toBe(all.length);
      }
    }),
    { numRuns: 500 },
  );
});

test("the counts add up, no row that is created collides, and planning twice is planning once", () => {
  fc.assert(
    fc.property(anyRows, anyDirectory, anyOptions, (rows, known, options) => {
      const plan = planRows(rows, known, options);
      const { rows: total, ...counts } = countFates(plan);
      expect(Object.values(counts).reduce((sum, count) => sum + count)).toBe(total);
      for (const { fate, values } of plan) {
        if (fate !== "create") continue;
        expect(known.usernames.has(values.username ?? "")).toBe(false);
        expect(known.customerCodes.has(values.customerCode ?? "")).toBe(false);
      }
      expect(planRows(plan, known, options)).toEqual(plan);
    }),
    { numRuns: 500 },
  );
});
