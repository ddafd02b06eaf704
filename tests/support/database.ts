import { randomBytes } from "node:crypto";
import { escapeIdentifier } from "pg";
import { afterAll } from "vitest";
import { databaseOf, refuseRemote, runAsAdmin, withDatabase } from "@/tests/support/template";

/** Connection strings: `app` is bound by row-level security, `owner` owns the schema, `admin` is a superuser. */
export type TestDatabase = { name: string; appUrl: string; ownerUrl: string; adminUrl: string };

/**
 * A migrated, empty database of the calling test file's own. It is dropped after the file's last test, whoever is
 * still connected. Call it at the top of the file: `const database = await testDatabase();`
 */
export async function testDatabase(): Promise<TestDatabase> {
  const template = {
    appUrl: required("ROLLCALL_TEST_APP_URL"),
    ownerUrl: required("ROLLCALL_TEST_OWNER_URL"),
    adminUrl: required("ROLLCALL_TEST_ADMIN_URL"),
  };
  const templateName = databaseOf(template.adminUrl);
  const name = `${templateName}_${randomBytes(4).toString("hex")}`;
  const serverUrl = withDatabase(template.adminUrl, "postgres");
  const [quoted, app] = [escapeIdentifier(name), escapeIdentifier(new URL(template.appUrl).username)];
  await runAsAdmin(serverUrl, [
    `CREATE DATABASE ${quoted} TEMPLATE ${escapeIdentifier(templateName)}
       OWNER ${escapeIdentifier(new URL(template.ownerUrl).username)}`,
    `REVOKE CONNECT ON DATABASE ${quoted} FROM PUBLIC`,
    `GRANT CONNECT ON DATABASE ${quoted} TO ${app}`,
  ]);
  afterAll(() => runAsAdmin(serverUrl, [`DROP DATABASE ${quoted} WITH (FORCE)`]));
  return {
    name,
    appUrl: withDatabase(template.appUrl, name),
    ownerUrl: withDatabase(template.ownerUrl, name),
    adminUrl: withDatabase(template.adminUrl, name),
  };
}

function required(name: string): string {
  const url = process.env[name];
  if (!url) throw new Error(`${name} is not set: database tests run in vitest's project "database".`);
  refuseRemote(url);
  return url;
}
