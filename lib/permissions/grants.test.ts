import { expect, test } from "vitest";
import { actorIn } from "@/lib/permissions/actor";
import { assignmentOf, grantsInWords, linesOf, mayGrant, OWN_ACCOUNT_ONLY } from "@/lib/permissions/grants";
import { grantsSchema } from "@/lib/permissions/grants-schema";
import type { Permission } from "@/lib/permissions/permissions";
import type { AccessProfile, Role } from "@/lib/permissions/roles";

const ORGANIZATION = { id: "1", slug: "acme", name: "Acme", managing: false };

function actor(role: Role, accessProfile: AccessProfile | null) {
  const person = {
    userId: "2",
    organizationId: "1",
    sessionId: null,
    name: "A",
    username: "a@acme.example",
    ip: null,
  };
  const made = actorIn({ ...person, role, accessProfile }, ORGANIZATION);
  if (!made) throw new Error("Nobody is at work.");
  return made;
}

const given = (
  role: Role,
  accessProfile: AccessProfile | null,
  groups: string[] = [],
  permissions: Permission[] = [],
) => ({ role, accessProfile, groups, permissions });
const SALES = {
  id: "01a2017d-41bf-728f-867e-25b5950203f1",
  name: "Sales",
  permissions: ["users.read" as const],
};
const AUDIT = {
  id: "01a2017d-41bf-728f-867e-25b5950203f2",
  name: "Audit",
  permissions: ["audit.read" as const],
};
const KNOWN = [AUDIT, SALES];

test("nobody gives what they do not hold", () => {
  const manager = actor("user", "userManagementAdmin");
  expect(mayGrant(manager, OWN_ACCOUNT_ONLY, [])).toBe(true);
  expect(mayGrant(manager, given("user", "userManagementAdmin"), [])).toBe(true);
  expect(mayGrant(manager, given("viewer", null), [])).toBe(false);
  expect(mayGrant(actor("admin", null), given("admin", "userManagementAdmin"), [])).toBe(true);
});

test("nor a group that gives it, that is not there, or that they may not take people into", () => {
  const manager = actor("user", "userManagementAdmin");
  expect(mayGrant(manager, given("user", null, [SALES.id]), KNOWN)).toBe(true);
  expect(mayGrant(manager, given("user", null, [SALES.id, AUDIT.id]), KNOWN)).toBe(false);
  expect(mayGrant(actor("admin", null), given("user", null, [SALES.id, AUDIT.id]), KNOWN)).toBe(true);
  expect(mayGrant(actor("admin", null), given("user", null, [SALES.id]), [AUDIT])).toBe(false);
  expect(mayGrant(actor("viewer", null), given("user", null, [SALES.id]), KNOWN)).toBe(false);
});

test("nor a single permission, which nobody gives who may not change a role", () => {
  const manager = actor("user", "userManagementAdmin");
  expect(mayGrant(manager, given("user", null, [], ["users.read"]), [])).toBe(true);
  expect(mayGrant(manager, given("user", null, [], ["users.read", "audit.read"]), [])).toBe(false);
  expect(mayGrant(actor("viewer", null), given("user", null, [], ["users.read"]), [])).toBe(false);
  // Everybody's own account is nobody's to give, nor is managing other organizations where there are none.
  const admin = actor("admin", null);
  for (const permission of ["account.read", "organizations.manage"] as const)
    expect(mayGrant(admin, given("user", null, [], [permission]), [])).toBe(false);
});

test("a mirror is told line by line, and comes to what is not left out", () => {
  const rights = given("viewer", "userManagementViewer", [SALES.id, AUDIT.id], ["audit.read"]);
  const lines = linesOf(actor("user", "userManagementAdmin"), rights, KNOWN);
  expect(lines.map(({ key, label, allowed }) => [key, label, allowed])).toEqual([
    ["role", "View-only admin", false],
    ["accessProfile", "User Management Viewer", true],
    [AUDIT.id, "Group “Audit”", false],
    [SALES.id, "Group “Sales”", true],
    ["audit.read", "See the audit log", false],
  ]);
  const mirror = { by: "mirror" as const, userId: SALES.id, ...rights };
  expect(assignmentOf({ ...mirror, without: [] })).toEqual(rights);
  expect(assignmentOf({ ...mirror, without: ["role", AUDIT.id, "audit.read"] })).toEqual(
    given("user", "userManagementViewer", [SALES.id]),
  );
  expect(assignmentOf({ ...mirror, without: ["accessProfile", SALES.id] })).toEqual(
    given("viewer", null, [AUDIT.id], ["audit.read"]),
  );
  expect(linesOf(actor("admin", null), given("user", null), KNOWN)).toEqual([]);
});

test("they are by a role or as somebody has, and in words", () => {
  const rights = { role: "viewer" as const, accessProfile: "userManagementViewer" as const };
  expect(grantsInWords({ ...rights, groups: [], permissions: [] })).toBe(
    "View-only admin, User Management Viewer",
  );
  expect(grantsInWords(given("user", null, [SALES.id]))).toBe("User, 1 group");
  expect(grantsInWords(given("user", null, [SALES.id, AUDIT.id], ["users.read"]))).toBe(
    "User, 2 groups, 1 permission",
  );
  expect(grantsInWords(OWN_ACCOUNT_ONLY)).toBe("User");
  const userId = SALES.id;
  // As they were kept before there were groups.
  expect(grantsSchema.parse({ by: "mirror", userId, ...rights })).toEqual({
    by: "mirror",
    userId,
    ...rights,
    groups: [],
    permissions: [],
    without: [],
  });
  expect(grantsSchema.safeParse({ by: "mirror", ...rights }).success).toBe(false);
  expect(grantsSchema.safeParse({ by: "role", userId, ...rights }).success).toBe(false);
  expect(grantsSchema.safeParse({ by: "mirror", userId, ...rights, without: ["users.fly"] }).success).toBe(
    false,
  );
});
