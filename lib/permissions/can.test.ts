import { describe, expect, test } from "vitest";
import { type Actor, actorIn } from "@/lib/permissions/actor";
import { can, canGive, rolesToGive } from "@/lib/permissions/can";
import { ALL_PERMISSIONS, type Permission } from "@/lib/permissions/permissions";
import {
  ACCESS_PROFILES,
  type AccessProfile,
  permissionsOf,
  ROLES,
  type Role,
} from "@/lib/permissions/roles";

type Kind = { role: Role; accessProfile: AccessProfile | null };

const profiles = [null, ...ACCESS_PROFILES];
const kinds: Kind[] = ROLES.flatMap((role) => profiles.map((accessProfile) => ({ role, accessProfile })));

const organization = { id: "here", slug: "here", name: "Here", managing: true };

function actorOf({ role, accessProfile }: Kind, at = organization): Actor {
  const names = { name: "Una Upton", username: "una@here.example", ip: null };
  const person = { userId: "una", organizationId: "here", sessionId: null, role, accessProfile, ...names };
  const actor = actorIn(person, at);
  if (!actor) throw new Error("Nobody acts there.");
  return actor;
}

const subjectOf = (kind: Kind, organizationId = "here") => ({ organizationId, ...kind });
const name = ({ role, accessProfile }: Kind) => `${role} with ${accessProfile ?? "no profile"}`;

/** Whom [S1] and [S3] let change whom: an admin everybody; the profile users, and those of its holder's own role. */
const reaches = (actor: Kind, target: Kind) =>
  actor.role === "admin" ||
  (actor.accessProfile === "userManagementAdmin" && (target.role === "user" || target.role === actor.role));

const CHANGES: Permission[] = [
  "users.update",
  "users.role.update",
  "users.suspend",
  "users.remove",
  "users.credentials.issue",
];

describe.each(kinds)("$role with the profile $accessProfile", (kind) => {
  const actor = actorOf(kind);

  test("may do what the role and profile allow, and nothing else", () => {
    const allowed = permissionsOf(kind.role, kind.accessProfile);
    for (const permission of ALL_PERMISSIONS) {
      expect(can(actor, permission)).toBe(allowed.has(permission));
      expect(can(actor, permission, { organizationId: "here" })).toBe(allowed.has(permission));
    }
  });

  test("may do nothing to anybody of another organization", () => {
    for (const permission of ALL_PERMISSIONS) {
      expect(can(actor, permission, { organizationId: "elsewhere" })).toBe(false);
      for (const target of kinds) expect(can(actor, permission, subjectOf(target, "elsewhere"))).toBe(false);
    }
  });

  test("reads everybody or nobody", () => {
    for (const permission of ALL_PERMISSIONS.filter((each) => each.endsWith(".read"))) {
      for (const target of kinds)
        expect(can(actor, permission, subjectOf(target))).toBe(can(actor, permission));
    }
  });

  test("changes nobody who holds more", () => {
    for (const permission of CHANGES) {
      for (const target of kinds) {
        const expected = can(actor, permission) && reaches(kind, target);
        expect(`${name(target)}: ${can(actor, permission, subjectOf(target))}`).toBe(
          `${name(target)}: ${expected}`,
        );
      }
    }
  });

  test("gives nothing that they do not hold", () => {
    const mayGive = kind.role === "admin" || kind.accessProfile === "userManagementAdmin";
    for (const target of kinds.filter(() => mayGive)) {
      expect(canGive(actor, target.role, target.accessProfile)).toBe(reaches(kind, target));
    }
    expect(rolesToGive(actor)).toEqual(ROLES.filter((role) => canGive(actor, role)));
  });
});

test("an absent profile is no profile", () => {
  const actor = actorOf({ role: "user", accessProfile: "userManagementViewer" });
  expect(can(actor, "users.read", { organizationId: "here", role: "user" })).toBe(true);
  const manager = actorOf({ role: "user", accessProfile: "userManagementAdmin" });
  expect(can(manager, "users.update", { organizationId: "here", role: "user" })).toBe(true);
  expect(can(manager, "users.update", { organizationId: "here", role: "admin" })).toBe(false);
});

test("a manager at work in a managed organization reaches all of it, and none of their own from there", () => {
  const there = { id: "there", slug: "there", name: "There", managing: false };
  const manager = actorOf({ role: "admin", accessProfile: null }, there);
  for (const target of kinds) {
    expect(can(manager, "users.remove", subjectOf(target, "there"))).toBe(true);
    expect(can(manager, "users.remove", subjectOf(target, "here"))).toBe(false);
    expect(canGive(manager, target.role, target.accessProfile)).toBe(true);
  }
  expect(can(manager, "account.update")).toBe(false);
});
