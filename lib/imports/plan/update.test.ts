import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { IMPORT_MODES, MATCH_KEYS } from "@/lib/imports/plan/modes";
import type { ExistingPerson } from "@/lib/imports/plan/people";
import {
  countFates,
  type Directory,
  type PlannedRow,
  type PlanOptions,
  planRows,
} from "@/lib/imports/plan/plan";
import type { JudgedRow } from "@/lib/imports/rows/judge";
import { missing } from "@/lib/users/reading";

const row = (
  line: number,
  values: JudgedRow["values"],
  usernameFrom: JudgedRow["usernameFrom"] = "accessEmail",
): JudgedRow => ({ line, values, issues: [], usernameFrom });

const person = (id: string, values: Partial<ExistingPerson["values"]> = {}): ExistingPerson => ({
  id,
  version: 1,
  accessProfile: null,
  values: { username: `${id}@acme.example`, accessEmail: `${id}@x.example`, role: "user", ...values },
});

function directoryOf(people: ExistingPerson[]): Directory {
  const all = (field: "username" | "accessEmail" | "customerCode") =>
    new Set(people.flatMap(({ values }) => values[field] ?? []));
  return {
    usernames: all("username"),
    accessEmails: all("accessEmail"),
    customerCodes: all("customerCode"),
    people,
  };
}

const BOTH: PlanOptions = { mode: "both", matchKey: "accessEmail", mandatory: ["firstName", "accessEmail"] };
const words = ({ fate, issues }: PlannedRow) => [fate, ...issues.map(({ code }) => code)].join(" ");

describe("what a row means", () => {
  const ada = { accessEmail: "ada@x.example", username: "ada@acme.example" };
  const known = directoryOf([person("ada", { company: "Old" })]);

  test.each([
    ["both", { ...ada, company: "New" }, "update"],
    ["both", { ...ada, company: "Old" }, "unchanged"],
    ["both", { accessEmail: "b@x.example", username: "b@acme.example", firstName: "Ben" }, "create"],
    ["both", { accessEmail: "b@x.example", username: "b@acme.example" }, "invalid missing"],
    ["updateOnly", { ...ada, company: "New" }, "update"],
    ["updateOnly", { accessEmail: "b@x.example", username: "b@acme.example" }, "absent"],
    ["updateOnly", { company: "New" }, "invalid missing"],
    ["createOnly", { ...ada, company: "New" }, "exists"],
  ] as const)("%s %j: %s", (mode, values, expected) => {
    expect(planRows([row(2, values)], known, { ...BOTH, mode }).map(words)).toEqual([expected]);
  });

  test("whoever is there already need not have everything in the file", () => {
    const lacking = { ...row(2, ada), issues: [{ field: "firstName" as const, ...missing("firstName") }] };
    expect(planRows([lacking], known, BOTH).map(words)).toEqual(["unchanged"]);
    expect(planRows([lacking], directoryOf([]), BOTH).map(words)).toEqual(["invalid missing"]);
  });

  test("only people in reach are changed, and anybody may stay as they are", () => {
    const reach = { roles: ["user" as const], profiles: [], lacking: [] };
    const above = directoryOf([person("ada", { role: "admin" })]);
    expect(planRows([row(2, { ...ada, company: "New" })], above, { ...BOTH, reach }).map(words)).toEqual([
      "invalid person_above",
    ]);
    expect(planRows([row(2, ada)], above, { ...BOTH, reach }).map(words)).toEqual(["unchanged"]);
    const profile = [{ ...person("ada"), accessProfile: "userManagementAdmin" as const }];
    const other = planRows([row(2, { ...ada, udid: "U" })], directoryOf(profile), { ...BOTH, reach });
    expect(other.map(words)).toEqual(["invalid person_above"]);
    const inGroup = [{ ...person("ada"), extra: ["billing.update"] }];
    const ofGroup = (lacking: string[]) =>
      planRows([row(2, { ...ada, udid: "U" })], directoryOf(inGroup), {
        ...BOTH,
        reach: { ...reach, lacking },
      });
    expect(ofGroup(["billing.update"]).map(words)).toEqual(["invalid person_above"]);
    expect(ofGroup(["audit.read"]).map(words)).toEqual(["update"]);
  });
});

test("people who are there may share an access email that they are not found by", () => {
  const shared = { accessEmail: "team@x.example", firstName: "Team" };
  const people = ["ada", "ben"].map((id) => person(id, { accessEmail: "team@x.example" }));
  const rows = people.map(({ values }, index) =>
    row(index + 2, { ...shared, username: values.username }, "login"),
  );
  expect(planRows(rows, directoryOf(people), { ...BOTH, matchKey: "username" }).map(words)).toEqual([
    "update",
    "update",
  ]);
});

const name = fc.constantFrom("a", "b", "c", "d", "e");
const maybe = fc.option(name, { nil: undefined });
const anyRows = fc
  .array(
    fc.record({
      accessEmail: maybe,
      username: maybe,
      customerCode: fc.option(fc.constantFrom("", "a", "b", "c"), { nil: undefined }),
      company: fc.option(fc.constantFrom("", "One", "Two"), { nil: undefined }),
      firstName: maybe,
      from: fc.constantFrom("login" as const, "accessEmail" as const),
    }),
    { maxLength: 10 },
  )
  .map((rows) =>
    rows.map(({ from, ...values }, index) => row(index + 2, JSON.parse(JSON.stringify(values)), from)),
  );
const anyPeople = fc
  .uniqueArray(name, { maxLength: 5 })
  .chain((names) =>
    fc.tuple(
      ...names.map((each) => fc.record({ id: fc.constant(each), accessEmail: name, code: fc.boolean() })),
    ),
  )
  .map((people) =>
    people.map(({ id, accessEmail, code }) =>
      person(id, { username: id, accessEmail, ...(code ? { customerCode: id } : {}) }),
    ),
  );
const anyOptions = fc.record({
  mode: fc.constantFrom(...IMPORT_MODES),
  matchKey: fc.constantFrom(...MATCH_KEYS),
  mandatory: fc.constant(["firstName" as const, "accessEmail" as const, "username" as const]),
  unselected: fc.array(fc.integer({ min: 2, max: 11 })).map((lines) => new Set(lines)),
});

/** The directory after a plan was carried out: the pure twin of the commit. */
function committed(plan: readonly PlannedRow[], people: readonly ExistingPerson[]): ExistingPerson[] {
  const after = new Map(people.map((each) => [each.id, each]));
  for (const { fate, isSelected, values, target, line } of plan) {
    if (!isSelected) continue;
    const own = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ""));
    if (fate === "create") after.set(`new ${line}`, person(`new ${line}`, own));
    const before = target && after.get(target.userId);
    if (fate !== "update" || !before) continue;
    const merged = Object.entries({ ...before.values, ...target.changes?.after });
    const kept = Object.fromEntries(merged.filter(([, value]) => value !== null));
    after.set(before.id, {
      ...before,
      version: before.version + 1,
      values: kept as ExistingPerson["values"],
    });
  }
  return [...after.values()];
}

test("the counts add up, and planning twice is planning once, in every mode", () => {
  fc.assert(
    fc.property(anyRows, anyPeople, anyOptions, (rows, people, options) => {
      const known = directoryOf(people);
      const plan = planRows(rows, known, options);
      const { rows: total, ...counts } = countFates(plan);
      expect(Object.values(counts).reduce((sum, count) => sum + count)).toBe(total);
      expect(planRows(plan, known, options)).toEqual(plan);
      const isChanging = (fate: string) => ["update", "unchanged", "absent"].includes(fate);
      if (options.mode === "createOnly") expect(plan.some(({ fate }) => isChanging(fate))).toBe(false);
      else expect(plan.some(({ fate }) => fate === "exists")).toBe(false);
      if (options.mode === "updateOnly") expect(plan.some(({ fate }) => fate === "create")).toBe(false);
    }),
    { numRuns: 1000 },
  );
});

test("a commit gives no key twice and changes nobody twice", () => {
  fc.assert(
    fc.property(anyRows, anyPeople, anyOptions, (rows, people, options) => {
      const plan = planRows(rows, directoryOf(people), options);
      const after = committed(plan, people);
      for (const key of ["username", "customerCode"] as const) {
        const all = after.flatMap(({ values }) => values[key] ?? []);
        expect(new Set(all).size).toBe(all.length);
      }
      const changed = plan.filter(({ fate, isSelected }) => fate === "update" && isSelected);
      expect(new Set(changed.map(({ target }) => target?.userId)).size).toBe(changed.length);
    }),
    { numRuns: 1000 },
  );
});
