import { expect, test } from "vitest";
import { OWN_ACCOUNT_ONLY } from "@/lib/permissions/grants";
import { differenceOf, type GivenAnew, type Held } from "@/lib/permissions/grants-difference";

const NAMES = new Map([
  ["desk", "Front desk"],
  ["audit", "Audit"],
  ["sales", "Sales"],
  ["mona", "Mona Model"],
  ["nils", "Nils Model"],
]);
const anew = (fields: Partial<GivenAnew>): GivenAnew => ({ ...OWN_ACCOUNT_ONLY, follows: null, ...fields });
const told = (people: number, held: Held[], given: Partial<GivenAnew>) =>
  differenceOf(people, held, anew(given), NAMES).map((line) => [line.becomes, line.label, line.people]);

test("whoever has nothing gains each line that gives something", () => {
  expect(told(1, [{ kind: "role", value: "user", people: 1 }], {})).toEqual([]);
  expect(
    told(1, [{ kind: "role", value: "user", people: 1 }], {
      role: "billing",
      accessProfile: "userManagementViewer",
      groups: ["desk", "audit"],
      permissions: ["audit.read", "users.read"],
      follows: "mona",
    }),
  ).toEqual([
    ["gained", "Billing admin", 1],
    ["gained", "User Management Viewer", 1],
    ["gained", "Group “Audit”", 1],
    ["gained", "Group “Front desk”", 1],
    ["gained", "See people", 1],
    ["gained", "See the audit log", 1],
    ["gained", "Following Mona Model", 1],
  ]);
});

test("many are counted line by line: those who lack it gain it, those who have another lose that", () => {
  const held: Held[] = [
    { kind: "permission", value: "users.fly", people: 1 },
    { kind: "permission", value: "billing.read", people: 4 },
    { kind: "permission", value: "users.read", people: 2 },
    { kind: "group", value: "audit", people: 3 },
    { kind: "group", value: "desk", people: 5 },
    { kind: "role", value: "viewer", people: 2 },
    { kind: "role", value: "billing", people: 1 },
    { kind: "role", value: "user", people: 2 },
    { kind: "accessProfile", value: "userManagementAdmin", people: 1 },
    { kind: "follows", value: "nils", people: 1 },
  ];
  expect(told(5, held, { role: "viewer", groups: ["desk"], permissions: ["users.read"] })).toEqual([
    ["lost", "Billing admin", 1],
    ["gained", "View-only admin", 3],
    ["lost", "User Management Admin", 1],
    ["lost", "Group “Audit”", 3],
    ["gained", "See people", 3],
    ["lost", "See billing", 4],
    ["lost", "users.fly", 1],
    ["lost", "Following Nils Model", 1],
  ]);
});

test("what a rule gives stays, whatever is given, and is no choice", () => {
  const held: Held[] = [
    { kind: "role", value: "user", people: 2 },
    { kind: "rule", value: "sales", people: 7 },
    { kind: "rule", value: "gone", people: 1 },
  ];
  expect(told(2, held, {})).toEqual([
    ["kept", "Group “gone by now”, by its rule", 1],
    ["kept", "Group “Sales”, by its rule", 7],
  ]);
  // Of whom nothing changes there is nothing to gain.
  expect(told(0, [], { role: "admin", permissions: ["users.read"] })).toEqual([]);
});

test("a rule that asks for the role brings in and lets go by the role that is given", () => {
  const held: Held[] = [
    { kind: "role", value: "user", people: 3 },
    { kind: "rule", value: "sales", people: 5 },
  ];
  const moves = [
    { groupId: "sales", came: 0, went: 3 },
    { groupId: "audit", came: 3, went: 0 },
  ];
  const lines = differenceOf(3, held, anew({ role: "billing" }), NAMES, moves);
  expect(lines.map((line) => [line.becomes, line.label, line.people])).toEqual([
    ["gained", "Billing admin", 3],
    ["gained", "Group “Audit”, by its rule", 3],
    ["kept", "Group “Sales”, by its rule", 2],
    ["lost", "Group “Sales”, by its rule", 3],
  ]);
});

test("whoever follows one person and is to follow another loses the one and gains the other", () => {
  const held: Held[] = [{ kind: "follows", value: "nils", people: 1 }];
  const lines = differenceOf(1, held, anew({ follows: "mona" }), NAMES);
  expect(lines.map(({ key }) => key)).toEqual(["gained follows mona", "lost follows nils"]);
  expect(new Set(lines.map(({ key }) => key)).size).toBe(lines.length);
});
