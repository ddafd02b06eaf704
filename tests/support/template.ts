import { randomBytes } from "node:crypto";
import { escapeIdentifier } from "pg";
import { connect } from "@/scripts/migrate/connect";
import { prepareDatabase } from "@/scripts/migrate/prepare";
import { loginName } from "@/scripts/migrate/roles";

/** Connections to the migrated database that tests get copies of: as superuser, owner and application. */
export type Template = { adminUrl: string; ownerUrl: string; appUrl: string };

/**
 * Makes the database that tests get copies of, migrated and with roles of its own.
 * @param serverUrl a superuser's connection to any database of a server of this machine
 */
export async function createTemplate(serverUrl: string): Promise<Template> {
  refuseRemote(serverUrl);
  const name = `rollcall_test_${randomBytes(4).toString("hex")}`;
  const [owner, password] = [`${name}_owner`, randomBytes(16).toString("hex")];
  await runAsAdmin(serverUrl, [
    `CREATE ROLE ${escapeIdentifier(owner)} LOGIN PASSWORD '${password}'`,
    `CREATE DATABASE ${escapeIdentifier(name)} OWNER ${escapeIdentifier(owner)}`,
  ]);
  const adminUrl = withDatabase(serverUrl, name);
  const ownerUrl = withUser(adminUrl, owner, password);
  const nextAuthSecret = randomBytes(32).toString("hex");
  const { appUrl } = await prepareDatabase({ ownerUrl, adminUrl, nextAuthSecret });
  return { adminUrl, ownerUrl, appUrl };
}

/** Takes everything away again that `createTemplate` made. */
export async function dropTemplate({ adminUrl, ownerUrl }: Template): Promise<void> {
  const name = databaseOf(adminUrl);
  const roles = [loginName(name), new URL(ownerUrl).username];
  await runAsAdmin(withDatabase(adminUrl, "postgres"), [
    `DROP DATABASE ${escapeIdentifier(name)} WITH (FORCE)`,
    ...roles.map((role) => `DROP ROLE ${escapeIdentifier(role)}`),
  ]);
}

/** Runs statements one after the other, each in a transaction of its own. */
export async function runAsAdmin(url: string, statements: string[]): Promise<void> {
  const client = await connect(url, "ROLLCALL_TEST_SERVER_URL");
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

export function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${encodeURIComponent(database)}`;
  return changed.href;
}

export function databaseOf(url: string): string {
  return decodeURIComponent(new URL(url).pathname.slice(1));
}

/** Tests make and drop databases: never on a server that is not this machine's own. */
export function refuseRemote(url: string): void {
  const { hostname } = new URL(url);
  if (!["127.0.0.1", "localhost", "[::1]"].includes(hostname))
    throw new Error(`Tests use a database server of this machine only, and not ${hostname}.`);
}

function withUser(url: string, user: string, password: string): string {
  const changed = new URL(url);
  changed.username = user;
  changed.password = password;
  return changed.href;
}
