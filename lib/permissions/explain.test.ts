import { expect, test } from "vitest";
import { actorIn } from "@/lib/permissions/actor";
import { type AllGiven, explain, type Given } from "@/lib/permissions/explain";
import { ALL_PERMISSIONS, type Permission } from "@/lib/permissions/permissions";
import { ACCESS_PROFILES, ROLES } from "@/lib/permissions/roles";

const givenBy = (by: string, mirrorOf: string | null = null): Given => ({
  at: new Date("2026-03-03T10:00:00Z"),
  by,
  mirrorOf,
});
const ADA = givenBy("Ada Adams");
const nothing: AllGiven = {
  role: { value: "user", given: null },
  accessProfile: null,
  groups: [],
  permissions: [],
};

const reasonsFor = (permission: Permission, given: Partial<AllGiven>, isManaging = false) =>
  explain({ ...nothing, ...given }, isManaging).find((each) => each.permission === permission)?.reasons ?? [];

test("whoever is given nothing has what everybody has", () => {
  expect(explain(nothing, true)).toEqual([
    { permission: "account.read", reasons: [{ kind: "everybody" }] },
    { permission: "account.update", reasons: [{ kind: "everybody" }] },
    { permission: "addressBook.read", reasons: [{ kind: "everybody" }] },
    { permission: "support.ask", reasons: [{ kind: "everybody" }] },
  ]);
});

test("everything that gives a permission is told, not the first alone", () => {
  const mirrored = givenBy("Ada Adams", "Pia Probe");
  const given: AllGiven = {
    role: { value: "viewer", given: ADA },
    accessProfile: { value: "userManagementViewer", given: null },
    groups: [
      { name: "Back office", permissions: ["users.read"], given: ADA, rule: null, puts: {} },
      { name: "Bookkeeping", permissions: ["billing.update"], given: ADA, rule: null, puts: {} },
      {
        name: "Front desk",
        permissions: ["billing.update", "users.read"],
        given: mirrored,
        rule: null,
        puts: {},
      },
      {
        name: "Sellers",
        permissions: ["messages.send"],
        given: givenBy("nobody"),
        rule: { words: "Company is “Sales”", made: ADA },
        puts: {},
      },
    ],
    permissions: [
      { value: "users.read", given: mirrored },
      { value: "users.create", given: ADA },
    ],
  };
  expect(reasonsFor("users.read", given)).toEqual([
    { kind: "role", role: "viewer", given: ADA },
    { kind: "accessProfile", accessProfile: "userManagementViewer", given: null },
    { kind: "group", name: "Back office", given: ADA },
    { kind: "group", name: "Front desk", given: mirrored },
    { kind: "alone", given: mirrored },
  ]);
  expect(reasonsFor("billing.update", given).map((reason) => "name" in reason && reason.name)).toEqual([
    "Bookkeeping",
    "Front desk",
  ]);
  expect(reasonsFor("users.create", given)).toEqual([{ kind: "alone", given: ADA }]);
  expect(reasonsFor("messages.send", given)).toEqual([
    { kind: "rule", name: "Sellers", words: "Company is “Sales”", made: ADA, since: ADA.at },
  ]);
  expect(reasonsFor("audit.read", given)).toEqual([{ kind: "role", role: "viewer", given: ADA }]);
  expect(reasonsFor("users.remove", given)).toEqual([]);
});

test("a profile gives nothing that everybody has", () => {
  const given: Partial<AllGiven> = { accessProfile: { value: "userManagementAdmin", given: ADA } };
  expect(reasonsFor("account.read", given)).toEqual([{ kind: "everybody" }]);
});

test("managing others is left out where the organization manages none", () => {
  const given: Partial<AllGiven> = {
    role: { value: "admin", given: null },
    groups: [{ name: "Managers", permissions: ["organizations.manage"], given: ADA, rule: null, puts: {} }],
  };
  expect(reasonsFor("organizations.manage", given)).toEqual([]);
  expect(reasonsFor("organizations.manage", given, true)).toEqual([
    { kind: "role", role: "admin", given: null },
    { kind: "group", name: "Managers", given: ADA },
  ]);
});

const names = { name: "Una Upton", username: "una@home.example", ip: null };
const person = { userId: "una", organizationId: "home", sessionId: null, ...names };
const kinds = ROLES.flatMap((role) => [null, ...ACCESS_PROFILES].map((profile) => ({ role, profile })));

test.each(kinds)("what is explained is what $role with the profile $profile may do", ({ role, profile }) => {
  for (const managing of [true, false]) {
    for (const extra of [[], ...ALL_PERMISSIONS.map((each) => [each])]) {
      const home = { id: "home", slug: "home", name: "Home", managing };
      const actor = actorIn({ ...person, role, accessProfile: profile, extra }, home);
      const given: AllGiven = {
        role: { value: role, given: null },
        accessProfile: profile && { value: profile, given: null },
        groups: [{ name: "Front desk", permissions: extra, given: ADA, rule: null, puts: {} }],
        permissions: [],
      };
      const explained = explain(given, managing).map(({ permission }) => permission);
      expect(explained).toEqual(ALL_PERMISSIONS.filter((each) => actor?.permissions.has(each)));
    }
  }
});
