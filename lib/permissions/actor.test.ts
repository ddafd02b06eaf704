import { describe, expect, test } from "vitest";
import { type Actor, actorIn, isOneself, type Person } from "@/lib/permissions/actor";
import { ALL_PERMISSIONS } from "@/lib/permissions/permissions";
import {
  ACCESS_PROFILES,
  type AccessProfile,
  permissionsOf,
  ROLES,
  type Role,
} from "@/lib/permissions/roles";

const person = (role: Role, accessProfile: AccessProfile | null = null): Person => ({
  userId: "una",
  organizationId: "home",
  sessionId: "session",
  name: "Una Upton",
  username: "una@home.example",
  role,
  accessProfile,
  ip: "192.0.2.1",
});
const home = { id: "home", slug: "home", name: "Home", managing: false };
const managed = { id: "managed", slug: "managed", name: "Managed", managing: false };
const profiles = [null, ...ACCESS_PROFILES];
const kinds = ROLES.flatMap((role) => profiles.map((profile) => [role, profile] as const));

const rights = (role: Role, profile: AccessProfile | null, organization: typeof home) => {
  const actor = actorIn(person(role, profile), organization);
  return actor && [...actor.permissions].toSorted();
};

describe("at home", () => {
  test.each(kinds)("%s with the profile %s has their own rights", (role, profile) => {
    const own = [...permissionsOf(role, profile)].toSorted();
    expect(rights(role, profile, { ...home, managing: true })).toEqual(own);
    const notManaging = own.filter((permission) => !permission.startsWith("organizations."));
    expect(rights(role, profile, home)).toEqual(notManaging);
  });
});

describe("in a managed organization", () => {
  const notOwn = ALL_PERMISSIONS.filter((permission) => !permission.startsWith("account.")).toSorted();

  test.each(profiles)(
    "an admin with the profile %s acts as admin, but for an account of their own",
    (profile) => {
      expect(rights("admin", profile, managed)).toEqual(notOwn);
    },
  );

  test.each(profiles)("a view-only admin with the profile %s looks on and changes nothing", (profile) => {
    const looking = notOwn.filter(
      (permission) => permission.endsWith(".read") || ["support.ask", "users.export"].includes(permission),
    );
    expect(rights("viewer", profile, managed)).toEqual(looking);
  });

  test.each(kinds.filter(([role]) => role === "billing" || role === "user"))(
    "%s with the profile %s has nothing to do",
    (role, profile) => {
      expect(rights(role, profile, managed)).toBeNull();
    },
  );
});

test("an actor is the person and the place", () => {
  const actor = actorIn(person("admin"), managed);
  expect(actor).toMatchObject({ ...person("admin"), organization: managed });
});

test("nobody inside another organization is oneself, whatever id that organization gave them", () => {
  const me = { organizationId: "home", userId: "me" };
  const at = (id: string) => ({ ...me, organization: { id } }) as Actor;
  expect(isOneself(at("home"), "me")).toBe(true);
  expect(isOneself(at("home"), "you")).toBe(false);
  expect(isOneself(at("below"), "me")).toBe(false);
});
