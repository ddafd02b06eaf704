import { describe, expect, test } from "vitest";
import {
  ALL_API_SCOPES,
  coversScope,
  isApiScope,
  limitToScopes,
  permissionsOfScopes,
} from "@/lib/api-keys/scopes";
import { ALL_PERMISSIONS } from "@/lib/permissions/permissions";
import { permissionsOf } from "@/lib/permissions/roles";

const WRITING = [
  "users.credentials.issue",
  "users.groups.update",
  "users.import.commit",
  "users.import.prepare",
  "users.import.read",
  "users.read",
  "users.remove",
  "users.role.update",
  "users.update",
];

describe("a scope gives", () => {
  test.each([
    [["imports.read"], ["users.import.read"]],
    [["imports.write"], WRITING],
    [["imports.read", "imports.write"], WRITING],
    [["imports.everything", "toString"], []],
    [[], []],
  ])("%j: %j", (scopes, expected) => {
    expect([...permissionsOfScopes(scopes)].toSorted()).toEqual(expected);
  });

  test("never the right to make keys", () => {
    expect([...permissionsOfScopes(ALL_API_SCOPES)].filter((each) => each.startsWith("apiKeys."))).toEqual(
      [],
    );
  });
});

describe("what is left of a maker's rights", () => {
  test("has seats and extensions where imports are written and the maker may give them, and not where they may not", () => {
    const admin = permissionsOf("admin", null);
    const gives = ["services.assign", "telephony.update"];
    expect([...limitToScopes(admin, ["imports.write"])].toSorted()).toEqual([...gives, ...WRITING]);
    const without = new Set([...admin].filter((permission) => !gives.includes(permission)));
    expect([...limitToScopes(without, ["imports.write"])].toSorted()).toEqual(WRITING);
    expect([...limitToScopes(admin, ["imports.read"])]).toEqual(["users.import.read"]);
  });

  test("is no more than the scopes name", () => {
    expect([...limitToScopes(new Set(ALL_PERMISSIONS), ["imports.read"])]).toEqual(["users.import.read"]);
  });

  test("is no more than the maker has", () => {
    const viewer = permissionsOf("viewer", null);
    expect([...limitToScopes(viewer, ["imports.write"])].toSorted()).toEqual([
      "users.import.read",
      "users.read",
    ]);
    expect([...limitToScopes(permissionsOf("user", null), ALL_API_SCOPES)]).toEqual(["addressBook.read"]);
  });
});

test("a scope is one of the list", () => {
  expect(ALL_API_SCOPES.every(isApiScope)).toBe(true);
  expect(isApiScope("imports")).toBe(false);
});

test("who may write imports may read them, and not the other way round", () => {
  expect(coversScope(["imports.write"], "imports.read")).toBe(true);
  expect(coversScope(["imports.read"], "imports.write")).toBe(false);
  expect(coversScope(["imports.read"], "imports.read")).toBe(true);
  expect(coversScope(["users.write"], "users.read")).toBe(true);
  expect(coversScope(["credentials.write"], "users.read")).toBe(false);
  expect(coversScope(["constructor"], "imports.read")).toBe(false);
});
