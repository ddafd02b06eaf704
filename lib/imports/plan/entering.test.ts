import { describe, expect, test } from "vitest";
import { duplicate, type Issue } from "@/lib/imports/issues";
import { enteringOf, gainIssues } from "@/lib/imports/plan/entering";
import type { Directory, PlannedRow, PlanOptions } from "@/lib/imports/plan/plan";
import type { Property } from "@/lib/properties/types";

const FLOOR = "property.0190a2a0-0000-7000-8000-000000000001" as const;
const PROPERTIES = [{ id: FLOOR.slice(9), name: "Floor", defaultValue: "2" }] as Property[];
const HERE: Directory = {
  usernames: new Set(["here@acme.example"]),
  accessEmails: new Set(["here@x.example"]),
  customerCodes: new Set(),
};
const ASKED = ["company", "mobilePhone", FLOOR];

const rowOf = (fields: Partial<PlannedRow> = {}): PlannedRow => ({
  line: 2,
  values: { firstName: "Ada", accessEmail: "ada@x.example", company: "Sales" },
  issues: [],
  usernameFrom: "accessEmail",
  fate: "create",
  isSelected: true,
  ...fields,
});
const entering = (row: PlannedRow, options: Partial<PlanOptions> = {}) =>
  enteringOf(row, HERE, { mode: "both", matchKey: "accessEmail", properties: PROPERTIES, ...options }, ASKED);
const target = (after: Record<string, string | null> | null) => ({
  userId: "0190a2a0-0000-7000-8000-000000000002",
  version: 1,
  changes: after && { before: {}, after },
});

describe("what a row would have somebody be", () => {
  test("is what a new person says, with the defaults, of what is asked", () => {
    expect(entering(rowOf())).toEqual({
      line: 2,
      userId: null,
      said: { company: "Sales", [FLOOR]: "2" },
      unknown: [],
    });
    const own = rowOf({ values: { [FLOOR]: "9" } });
    expect(entering(own)?.said).toEqual({ [FLOOR]: "9" });
  });

  test("is what changes of somebody who is there, who may lose it too", () => {
    const row = rowOf({ target: target({ company: null, lastName: "Byron" }) });
    expect(entering(row)).toMatchObject({ userId: row.target?.userId, said: { company: null } });
    expect(entering(rowOf({ target: target(null), fate: "unchanged" }))).toBeNull();
  });

  test("is nothing where nobody is written", () => {
    expect(entering(rowOf(), { mode: "updateOnly" })).toBeNull();
    const here = rowOf({ values: { accessEmail: "here@x.example" }, fate: "exists" });
    expect(entering(here, { mode: "createOnly" })).toBeNull();
  });

  test("leaves open what is wrong, and a whole row that is", () => {
    const both = [duplicate("accessEmail", "ada@x.example", [3], 1)];
    expect(entering(rowOf({ issues: both, fate: "invalid" }))?.unknown).toEqual(["accessEmail"]);
    const whole: Issue[] = [{ field: null, code: "cells_too_many", message: "Too many." }];
    expect(entering(rowOf({ issues: whole, fate: "invalid" }))).toBeNull();
  });
});

describe("an issue", () => {
  const told = (row: PlannedRow, gains: Parameters<typeof gainIssues>[1]) =>
    gainIssues(row, gains, PROPERTIES).map(({ field, message }) => [field, message]);

  test("is at the cell that a rule asks for, and names all groups that this one would give", () => {
    const gains = [
      { group: "Chiefs", fields: ["lastName", "company"] },
      { group: "Keys", fields: ["company"] },
    ];
    expect(told(rowOf(), gains)).toEqual([
      [
        "company",
        "Company “Sales” would bring this person into the groups “Chiefs” and “Keys”, which give rights that you do not hold.",
      ],
    ]);
  });

  test("says that a value goes, and calls a property by its name", () => {
    const row = rowOf({ target: target({ company: null, [FLOOR]: "9" }) });
    expect(told(row, [{ group: "Keys", fields: ["company"] }])).toEqual([
      [
        "company",
        "Company without a value would bring this person into the group “Keys”, which gives rights that you do not hold.",
      ],
    ]);
    expect(told(row, [{ group: "Keys", fields: [FLOOR] }])[0]?.[1]).toContain("Floor “9” would");
  });

  test("is of the row where the rule asks for what the row does not say", () => {
    expect(told(rowOf(), [{ group: "Keys", fields: ["createdAt"] }])).toEqual([
      [
        null,
        "By a rule this person would come into the group “Keys”, which gives rights that you do not hold.",
      ],
    ]);
  });
});
