import { expect, test } from "vitest";
import { actorIn } from "@/lib/permissions/actor";
import { grantsInWords, grantsSchema, mayGrant, OWN_ACCOUNT_ONLY } from "@/lib/permissions/grants";
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

test("nobody gives what they do not hold", () => {
  const manager = actor("user", "userManagementAdmin");
  expect(mayGrant(manager, OWN_ACCOUNT_ONLY)).toBe(true);
  expect(mayGrant(manager, { role: "user", accessProfile: "userManagementAdmin" })).toBe(true);
  expect(mayGrant(manager, { role: "viewer", accessProfile: null })).toBe(false);
  expect(mayGrant(actor("admin", null), { role: "admin", accessProfile: "userManagementAdmin" })).toBe(true);
});

test("they are by a role or as somebody has, and in words", () => {
  const rights = { role: "viewer" as const, accessProfile: "userManagementViewer" as const };
  expect(grantsInWords(rights)).toBe("View-only admin, User Management Viewer");
  expect(grantsInWords(OWN_ACCOUNT_ONLY)).toBe("User");
  const userId = "01a2017d-41bf-728f-867e-25b5950203f1";
  expect(grantsSchema.safeParse({ by: "mirror", userId, ...rights }).success).toBe(true);
  expect(grantsSchema.safeParse({ by: "mirror", ...rights }).success).toBe(false);
  expect(grantsSchema.safeParse({ by: "role", userId, ...rights }).success).toBe(false);
});
