import { describe, expect, test } from "vitest";
import { loginName, missingStatements, pbxLoginName, type RolesState } from "@/scripts/migrate/roles";

const nothing: RolesState = {
  versionMajor: 18,
  database: "people",
  owner: "boss",
  existing: [],
  ownerUses: [],
  loginIsMember: false,
  loginConnects: false,
  publicConnects: true,
};
const login = { name: "people_app", password: "it's" };

describe("missingStatements", () => {
  test("make everything on a new server", () => {
    expect(missingStatements(nothing, login)).toEqual([
      "CREATE ROLE rollcall_application NOLOGIN",
      "CREATE ROLE rollcall_pbx_reader NOLOGIN",
      "CREATE ROLE rollcall_lookup NOLOGIN",
      'GRANT rollcall_lookup TO "boss" WITH INHERIT TRUE, SET TRUE',
      "CREATE ROLE rollcall_registrar NOLOGIN",
      'GRANT rollcall_registrar TO "boss" WITH INHERIT TRUE, SET TRUE',
      "CREATE ROLE rollcall_telephony NOLOGIN",
      'GRANT rollcall_telephony TO "boss" WITH INHERIT TRUE, SET TRUE',
      `CREATE ROLE "people_app" LOGIN PASSWORD 'it''s'`,
      'GRANT rollcall_application TO "people_app"',
      'GRANT CONNECT ON DATABASE "people" TO "people_app"',
      'REVOKE CONNECT ON DATABASE "people" FROM PUBLIC',
    ]);
  });

  test("are none when all is there", () => {
    const everything = {
      ...nothing,
      existing: [
        "rollcall_application",
        "rollcall_lookup",
        "rollcall_pbx_reader",
        "rollcall_registrar",
        "rollcall_telephony",
        "people_app",
      ],
      ownerUses: ["rollcall_lookup", "rollcall_registrar", "rollcall_telephony"],
      loginIsMember: true,
      loginConnects: true,
      publicConnects: false,
    };
    expect(missingStatements(everything, login)).toEqual([]);
  });

  test("leave logging in alone when somebody else looks after it", () => {
    expect(missingStatements({ ...nothing, versionMajor: 15 }, undefined)).toEqual([
      "CREATE ROLE rollcall_application NOLOGIN",
      "CREATE ROLE rollcall_pbx_reader NOLOGIN",
      "CREATE ROLE rollcall_lookup NOLOGIN",
      'GRANT rollcall_lookup TO "boss"',
      "CREATE ROLE rollcall_registrar NOLOGIN",
      'GRANT rollcall_registrar TO "boss"',
      "CREATE ROLE rollcall_telephony NOLOGIN",
      'GRANT rollcall_telephony TO "boss"',
    ]);
  });
});

test("a PBX's login is no role that there is for something else, whatever the database is called", () => {
  expect(pbxLoginName("rollcall")).toBe("rollcall_pbx");
  expect(pbxLoginName("x".repeat(63))).toHaveLength(63);
  expect(missingStatements(nothing, undefined).join()).not.toMatch(/_pbx\b/);
});

test("loginName fits into the 63 bytes of a Postgres name", () => {
  expect(loginName("rollcall")).toBe("rollcall_app");
  expect(loginName("x".repeat(63))).toHaveLength(63);
});
