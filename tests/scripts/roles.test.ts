import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Prepared, prepareDatabase } from "@/scripts/migrate/prepare";
import { ensurePbxLogin } from "@/scripts/migrate/roles";
import { pbxUrl } from "@/scripts/rollcall/pbx-login";
import { startTemporaryCluster, type TemporaryCluster } from "@/tests/support/cluster";
import { query } from "@/tests/support/embedded";
import { runAsAdmin, withDatabase } from "@/tests/support/template";

const nextAuthSecret = "a secret of at least thirty-two letters";
let cluster: TemporaryCluster;
let prepared: Prepared;

beforeAll(async () => {
  cluster = await startTemporaryCluster();
  const { ownerUrl, superuserUrl } = cluster;
  prepared = await prepareDatabase({ ownerUrl, adminUrl: superuserUrl, nextAuthSecret });
});
afterAll(() => cluster.stop());

describe("the roles of the embedded database", () => {
  test("exempt nobody but the superuser", async () => {
    const roles = await query(
      cluster.superuserUrl,
      `SELECT rolname::text, rolcanlogin FROM pg_roles WHERE rolname LIKE 'rollcall%'
         AND NOT (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication) ORDER BY rolname`,
    );
    expect(roles).toEqual([
      { rolname: "rollcall_app", rolcanlogin: true },
      { rolname: "rollcall_application", rolcanlogin: false },
      { rolname: "rollcall_lookup", rolcanlogin: false },
      { rolname: "rollcall_owner", rolcanlogin: true },
      { rolname: "rollcall_pbx_reader", rolcanlogin: false },
      { rolname: "rollcall_registrar", rolcanlogin: false },
      { rolname: "rollcall_telephony", rolcanlogin: false },
    ]);
  });

  test("let the application own nothing, make nothing and become nobody", async () => {
    const owned = await query(
      cluster.superuserUrl,
      "SELECT FROM pg_shdepend d JOIN pg_roles r ON r.oid = d.refobjid AND r.rolname = 'rollcall_app' WHERE d.deptype = 'o'",
    );
    expect(owned).toEqual([]);
    await expect(query(prepared.appUrl, "CREATE TABLE mine (id int)")).rejects.toThrow(/permission denied/);
    await expect(query(prepared.appUrl, "SET ROLE rollcall_owner")).rejects.toThrow(/permission denied/);
    for (const role of ["rollcall_lookup", "rollcall_registrar", "rollcall_telephony"])
      await expect(query(prepared.appUrl, `SET ROLE ${role}`)).rejects.toThrow(/permission denied/);
    await expect(query(prepared.appUrl, "SELECT * FROM _prisma_migrations")).rejects.toThrow(
      /permission denied/,
    );
  });

  test("let nobody else connect", async () => {
    await runAsAdmin(cluster.superuserUrl, ["CREATE ROLE stranger LOGIN PASSWORD 'stranger'"]);
    const url = cluster.superuserUrl.replace(/postgres:[^@]+@/, "stranger:stranger@");
    await expect(query(url, "SELECT 1")).rejects.toThrow(/permission denied for database/);
  });

  test("let the PBX read its views, with the password that it was given last", async () => {
    const admin = new Client({ connectionString: cluster.superuserUrl });
    await admin.connect();
    const urls: string[] = [];
    for (const password of ["first-password", "second-password"]) {
      expect(await ensurePbxLogin(admin, password)).toBe("rollcall_pbx");
      urls.push(pbxUrl(cluster.superuserUrl, "rollcall_pbx", password));
    }
    await admin.end();
    const [before = "", now = ""] = urls;
    await expect(query(before, "SELECT 1")).rejects.toThrow(/password authentication failed/);
    expect(await query(now, "SELECT * FROM pbx_extensions")).toEqual([]);
    await expect(query(now, "SELECT * FROM extensions")).rejects.toThrow(/permission denied/);
  });

  test("follow the secret: another one gives the application another password", async () => {
    const { ownerUrl, superuserUrl } = cluster;
    const other = await prepareDatabase({ ownerUrl, adminUrl: superuserUrl, nextAuthSecret: "x".repeat(32) });
    expect(other.appUrl).not.toBe(prepared.appUrl);
    await expect(query(prepared.appUrl, "SELECT 1")).rejects.toThrow(/password authentication failed/);
    await prepareDatabase({ ownerUrl, adminUrl: superuserUrl, nextAuthSecret });
    expect(await query(prepared.appUrl, "SELECT current_user::text AS name")).toEqual([
      { name: "rollcall_app" },
    ]);
  });
});

describe("an owner of somebody else's server", () => {
  const owner = (name: string, attributes: string) =>
    runAsAdmin(cluster.superuserUrl, [
      `CREATE ROLE ${name} LOGIN PASSWORD 'pass' ${attributes}`,
      `CREATE DATABASE ${name} OWNER ${name}`,
    ]);
  const urlOf = (name: string) =>
    withDatabase(cluster.superuserUrl, name).replace(/postgres:[^@]+@/, `${name}:pass@`);

  test("needs the right to make roles, and no more", async () => {
    await owner("creator", "CREATEROLE");
    // As on a server where the product never was.
    await runAsAdmin(withDatabase(cluster.superuserUrl, "creator"), [
      "GRANT rollcall_lookup TO creator WITH ADMIN OPTION",
      "GRANT rollcall_registrar TO creator WITH ADMIN OPTION",
      "GRANT rollcall_telephony TO creator WITH ADMIN OPTION",
    ]);
    await runAsAdmin(cluster.superuserUrl, ["GRANT rollcall_application TO creator WITH ADMIN OPTION"]);
    const { appUrl, applied } = await prepareDatabase({ ownerUrl: urlOf("creator"), nextAuthSecret });
    expect(applied.length).toBeGreaterThan(0);
    expect(new URL(appUrl).username).toBe("creator_app");
    expect(await query(appUrl, "SELECT count(*)::int AS count FROM users")).toEqual([{ count: 0 }]);
  });

  test("without it is told what somebody else has to run", async () => {
    await owner("humble", "");
    const attempt = prepareDatabase({ ownerUrl: urlOf("humble"), nextAuthSecret });
    await expect(attempt).rejects.toThrow(/GRANT rollcall_lookup TO "humble" WITH INHERIT TRUE, SET TRUE;/);
    await expect(attempt).rejects.toThrow(
      /GRANT rollcall_registrar TO "humble" WITH INHERIT TRUE, SET TRUE;/,
    );
    await expect(attempt).rejects.toThrow(/CREATE ROLE "humble_app" LOGIN PASSWORD '<one of your own>';/);
    await expect(attempt).rejects.toThrow(/set DATABASE_APP_URL/);
    expect(await query(urlOf("humble"), "SELECT to_regclass('users')::text AS users")).toEqual([
      { users: null },
    ]);

    await runAsAdmin(withDatabase(cluster.superuserUrl, "humble"), [
      'GRANT rollcall_lookup TO "humble" WITH INHERIT TRUE, SET TRUE',
      'GRANT rollcall_registrar TO "humble" WITH INHERIT TRUE, SET TRUE',
      'GRANT rollcall_telephony TO "humble" WITH INHERIT TRUE, SET TRUE',
      "CREATE ROLE humble_app LOGIN PASSWORD 'own'",
      "GRANT rollcall_application TO humble_app",
      "GRANT CONNECT ON DATABASE humble TO humble_app",
    ]);
    const appUrl = urlOf("humble").replace("humble:pass", "humble_app:own");
    await expect(
      prepareDatabase({ ownerUrl: urlOf("humble"), appUrl, nextAuthSecret }),
    ).resolves.toMatchObject({ appUrl });
  });

  test("may not name itself or a superuser as the application", async () => {
    const { ownerUrl, superuserUrl } = cluster;
    for (const appUrl of [ownerUrl, superuserUrl]) {
      const attempt = prepareDatabase({ ownerUrl, adminUrl: superuserUrl, appUrl, nextAuthSecret });
      await expect(attempt).rejects.toThrow(/DATABASE_APP_URL: the role .* exempt from row-level security/);
    }
  });

  test("is refused a role of the application's name that bypasses row-level security", async () => {
    await runAsAdmin(cluster.superuserUrl, [
      "CREATE ROLE sly_app LOGIN BYPASSRLS",
      "CREATE DATABASE sly OWNER rollcall_owner",
    ]);
    const ownerUrl = withDatabase(cluster.ownerUrl, "sly");
    const adminUrl = withDatabase(cluster.superuserUrl, "sly");
    await expect(prepareDatabase({ ownerUrl, adminUrl, nextAuthSecret })).rejects.toThrow(
      /"sly_app" .* bypasses/,
    );
  });
});
