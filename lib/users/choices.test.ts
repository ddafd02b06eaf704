import { expect, test } from "vitest";
import { ROLES } from "@/lib/permissions/roles";
import { readRole, readStatus } from "@/lib/users/choices";

test.each([
  ["admin", "admin"],
  ["Organization Admin", "admin"],
  [" ADMINISTRATOR ", "admin"],
  ["view-only admin", "viewer"],
  ["Organization View Only Admin", "viewer"],
  ["read_only", "viewer"],
  ["Billing admin", "billing"],
  ["Organization User", "user"],
  ["Usuário", "user"],
  ["", ""],
])("the role %j is %s", (text, role) => {
  expect(readRole(text, ROLES)).toEqual({ ok: true, value: role });
});

test("a role that is none, or may not be given, is a problem", () => {
  expect(readRole("king", ROLES)).toMatchObject({ problem: { code: "role_unknown" } });
  expect(readRole("__proto__", ROLES)).toMatchObject({ problem: { code: "role_unknown" } });
  expect(readRole("admin", ["user"])).toEqual({
    ok: false,
    problem: { code: "role_not_grantable", message: "You may not give the role Organization admin." },
  });
});

test.each([
  ["", null],
  ["Active", null],
  ["pending", null],
  ["Blocked", "status_legacy"],
  ["disabled", "status_legacy"],
  ["suspended", "status_not_assignable"],
  ["locked", "status_not_assignable"],
  ["expired", "status_not_assignable"],
  ["sleepy", "status_unknown"],
])("the status %j: %s", (text, code) => {
  const reading = readStatus(text);
  expect(reading.ok ? null : reading.problem.code).toBe(code);
  if (reading.ok) expect(reading.value).toBe("");
});
