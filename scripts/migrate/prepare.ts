import { join } from "node:path";
import type { Client } from "pg";
import { applyMigrations } from "@/scripts/migrate/apply";
import { continueAudit } from "@/scripts/migrate/audit";
import { connect } from "@/scripts/migrate/connect";
import { readMigrations } from "@/scripts/migrate/files";
import { pendingMigrations, readHistory } from "@/scripts/migrate/history";
import { withMigrationLock } from "@/scripts/migrate/lock";
import { migrateQueue } from "@/scripts/migrate/queue";
import { applicationGroup, ensureRoles, type Login, loginName, setPassword } from "@/scripts/migrate/roles";
import { Failure } from "@/scripts/shared/failure";
import { projectDir } from "@/scripts/shared/project";
import { rolePassword } from "@/scripts/shared/secrets";

export const migrationsDir = join(projectDir, "prisma", "migrations");

export type PrepareOptions = {
  /** The connection that owns the schema and runs the migrations. */
  ownerUrl: string;
  /** A connection that may make roles; the owner's where there is no other. */
  adminUrl?: string;
  /** The connection the product is to use, when it is given and not derived. */
  appUrl?: string | undefined;
  nextAuthSecret: string;
  migrationsDir?: string;
};

export type Prepared = { appUrl: string; applied: string[] };

/**
 * Brings a database to where the product can use it: roles, migrations, job queue, rights. Safe to run at any time and
 * from several machines at once.
 * @throws Failure that says what is wrong and what to do
 */
export async function prepareDatabase(options: PrepareOptions): Promise<Prepared> {
  const { ownerUrl, adminUrl = ownerUrl, nextAuthSecret } = options;
  const owner = await connect(ownerUrl, "DATABASE_URL");
  const admin = adminUrl === ownerUrl ? owner : await connect(adminUrl, "DATABASE_URL");
  try {
    await checkVersion(owner);
    const login = options.appUrl ? undefined : loginOf(ownerUrl, nextAuthSecret);
    const applied = await withMigrationLock(owner, async () => {
      await ensureRoles(admin, await currentUser(owner), login);
      const names = await applyMigrations(owner, readMigrations(options.migrationsDir ?? migrationsDir));
      await migrateQueue(owner, ownerUrl);
      // Tests of migrating have migrations of their own.
      if (options.migrationsDir === undefined) await continueAudit(owner);
      return names;
    });
    const appUrl = options.appUrl ?? applicationUrl(ownerUrl, nextAuthSecret);
    if (login && !(await canLogIn(appUrl))) await setPassword(admin, login);
    await checkApplicationRole(appUrl);
    return { appUrl, applied };
  } finally {
    await Promise.all([owner.end(), admin === owner ? undefined : admin.end()]);
  }
}

/** The connection string of the role that the product makes for itself: same server, same database, fewer rights. */
export function applicationUrl(ownerUrl: string, nextAuthSecret: string): string {
  const { name, password } = loginOf(ownerUrl, nextAuthSecret);
  const url = new URL(ownerUrl);
  url.username = encodeURIComponent(name);
  url.password = password;
  return url.href;
}

/** The names of the migrations that a database lacks. */
export async function missingMigrations(ownerUrl: string): Promise<string[]> {
  const client = await connect(ownerUrl, "DATABASE_URL");
  try {
    return pendingMigrations(readMigrations(migrationsDir), await readHistory(client)).map(
      ({ name }) => name,
    );
  } finally {
    await client.end();
  }
}

function loginOf(ownerUrl: string, nextAuthSecret: string): Login {
  const { pathname, username } = new URL(ownerUrl);
  const name = loginName(decodeURIComponent(pathname.slice(1) || username));
  return { name, password: rolePassword(name, nextAuthSecret) };
}

async function checkVersion(client: Client): Promise<void> {
  const { rows } = await client.query("SHOW server_version");
  const version: string = rows[0].server_version;
  if (Number.parseInt(version, 10) < 15)
    throw new Failure(`Rollcall needs PostgreSQL 15 or later, and the database is PostgreSQL ${version}.`);
}

async function currentUser(client: Client): Promise<string> {
  const { rows } = await client.query("SELECT current_user::text AS name");
  return rows[0].name;
}

async function canLogIn(appUrl: string): Promise<boolean> {
  try {
    await (await connect(appUrl, "DATABASE_APP_URL")).end();
    return true;
  } catch {
    return false;
  }
}

// Row-level security holds only for a role that owns nothing and is exempt from nothing.
async function checkApplicationRole(appUrl: string): Promise<void> {
  const client = await connect(appUrl, "DATABASE_APP_URL");
  try {
    const { rows } = await client.query(
      `SELECT rolname::text AS name, rolsuper OR rolbypassrls AS exempt,
         pg_has_role(current_user, $1, 'USAGE') AS "isMember",
         EXISTS (SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace
           AND relkind IN ('r', 'p') AND pg_has_role(current_user, relowner, 'MEMBER')) AS "ownsTables"
       FROM pg_roles WHERE rolname = current_user`,
      [applicationGroup],
    );
    const { name, exempt, isMember, ownsTables } = rows[0];
    if (exempt || ownsTables)
      throw new Failure(
        `DATABASE_APP_URL: the role "${name}" owns tables or is exempt from row-level security.\n` +
          "The product must connect as a role of its own that is neither.",
      );
    if (!isMember)
      throw new Failure(
        `DATABASE_APP_URL: the role "${name}" lacks the product's rights. Run: GRANT ${applicationGroup} TO "${name}";`,
      );
  } finally {
    await client.end();
  }
}
