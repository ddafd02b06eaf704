import { describe, expect, test } from "vitest";
import { ALL_PERMISSIONS, type Permission } from "@/lib/permissions/permissions";
import {
  ACCESS_PROFILE_LABELS,
  ACCESS_PROFILES,
  permissionsOf,
  ROLE_DESCRIPTIONS,
  ROLE_LABELS,
  ROLES,
} from "@/lib/permissions/roles";

const sorted = (permissions: Iterable<Permission>) => [...permissions].toSorted();

// Written out once more, so that a permission that moves to another role is noticed.
const OWN: Permission[] = ["account.read", "account.update", "addressBook.read", "support.ask"];
const READING: Permission[] = [
  "apiKeys.read",
  "audit.read",
  "billing.read",
  "connections.read",
  "groups.read",
  "messages.read",
  "organizations.read",
  "services.read",
  "settings.read",
  "support.read",
  "telephony.read",
  "users.credentials.read",
  "users.import.read",
  "users.read",
];
const PEOPLE: Permission[] = [
  "groups.read",
  "messages.read",
  "messages.send",
  "services.assign",
  "services.read",
  "users.create",
  "users.credentials.issue",
  "users.credentials.read",
  "users.export",
  "users.export.schedule",
  "users.groups.update",
  "users.import.commit",
  "users.import.prepare",
  "users.import.read",
  "users.read",
  "users.remove",
  "users.role.update",
  "users.suspend",
  "users.update",
];

describe("a role allows", () => {
  test.each([
    ["admin", ALL_PERMISSIONS],
    ["viewer", [...OWN, ...READING, "users.export"]],
    ["billing", [...OWN, "services.read", "billing.read", "billing.update"]],
    ["user", OWN],
  ] as const)("%s", (role, expected) => {
    expect(sorted(permissionsOf(role, null))).toEqual(sorted(expected));
  });
});

describe("a profile adds", () => {
  test.each([
    ["userManagementAdmin", PEOPLE],
    ["userManagementViewer", ["users.read", "users.import.read", "users.import.prepare"]],
  ] as const)("%s", (profile, expected) => {
    for (const role of ROLES) {
      const both = new Set([...permissionsOf(role, null), ...expected]);
      expect(sorted(permissionsOf(role, profile))).toEqual(sorted(both));
    }
  });
});

test("a viewer changes nothing", () => {
  const changing = [...permissionsOf("viewer", null)].filter((permission) => !permission.endsWith(".read"));
  expect(changing.toSorted()).toEqual(["account.update", "support.ask", "users.export"]);
});

test("every role and profile has words", () => {
  for (const role of ROLES)
    expect(`${ROLE_LABELS[role]} ${ROLE_DESCRIPTIONS[role]}`).toMatch(/^\w.* \w.*\.$/);
  expect(new Set(ROLES.map((role) => ROLE_LABELS[role])).size).toBe(ROLES.length);
  expect(new Set(ACCESS_PROFILES.map((profile) => ACCESS_PROFILE_LABELS[profile])).size).toBe(
    ACCESS_PROFILES.length,
  );
});
