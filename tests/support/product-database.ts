import pg from "pg";
import { afterAll } from "vitest";
import { createClient } from "@/lib/db";
import type { PrismaClient } from "@/lib/generated/prisma/client";

/** Connection strings of the test file's own database: see `testDatabase`. */
export const urls = {
  get app() {
    return setting("DATABASE_APP_URL");
  },
  get owner() {
    return setting("DATABASE_URL");
  },
  get admin() {
    return setting("TEST_ADMIN_URL");
  },
};

/** A query as a superuser, who sees every organization's rows: what is really there. */
export async function adminQuery<Row extends pg.QueryResultRow>(
  sql: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const { rows } = await pool(urls.admin, 2).query<Row>(sql, values);
  return rows;
}

/** Does something within one transaction of the application's role, and takes it all back. */
export async function asApplication<T>(
  organizationId: string | null,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool(urls.app, 4).connect();
  try {
    await client.query("BEGIN");
    if (organizationId !== null)
      await client.query("SELECT set_config('app.organization_id', $1, true)", [organizationId]);
    return await work(client);
  } finally {
    await client.query("ROLLBACK");
    client.release();
  }
}

/** A digest of every row of every table: two are equal if and only if nothing was written in between. */
export async function snapshot(): Promise<Record<string, string>> {
  const tables = await adminQuery<{ name: string }>(
    "SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY 1",
  );
  const digests = tables.map(async ({ name }) => {
    const [row] = await adminQuery<{ digest: string }>(
      `SELECT count(*) || ' ' || md5(coalesce(string_agg(t::text, ',' ORDER BY t::text), '')) AS digest FROM "${name}" t`,
    );
    return [name, row?.digest ?? ""];
  });
  return Object.fromEntries(await Promise.all(digests));
}

let owner: PrismaClient | undefined;

/** Every row of every table of the product and its queue, as a dump has them. */
export async function dump(): Promise<string> {
  const tables = await adminQuery<{ name: string }>(
    "SELECT schemaname || '.' || tablename AS name FROM pg_tables WHERE schemaname IN ('public', 'graphile_worker')",
  );
  const rows = await Promise.all(
    tables.map(({ name }) => adminQuery<{ row: string }>(`SELECT t::text AS row FROM ${name} t`)),
  );
  return rows
    .flat()
    .map(({ row }) => row)
    .join("\n");
}

/** The client of the role that owns the schema, as the product's command line uses it. */
export function ownerClient(): PrismaClient {
  owner ??= createClient(urls.owner, 2);
  return owner;
}

const pools = new Map<string, pg.Pool>();

function pool(connectionString: string, max: number): pg.Pool {
  const known = pools.get(connectionString);
  if (known) return known;
  const made = new pg.Pool({ connectionString, max });
  // A pool is at its end before its connections are, and the database is dropped whoever is still connected.
  made.on("error", () => undefined);
  pools.set(connectionString, made);
  return made;
}

afterAll(async () => {
  await owner?.$disconnect();
  for (const each of pools.values()) await each.end();
});

function setting(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: this helper works in vitest's project "database".`);
  return value;
}
