import type { Client } from "pg";
import type { Migration } from "@/scripts/migrate/files";
import { Failure } from "@/scripts/shared/failure";

/** A row of `_prisma_migrations`, as far as it matters here. */
export type Applied = { name: string; checksum: string; finished: boolean };

/** The table as `prisma migrate` makes it, so that either may carry on where the other left off. */
export const createHistory = `CREATE TABLE IF NOT EXISTS public._prisma_migrations (
  id varchar(36) PRIMARY KEY NOT NULL,
  checksum varchar(64) NOT NULL,
  finished_at timestamptz,
  migration_name varchar(255) NOT NULL,
  logs text,
  rolled_back_at timestamptz,
  started_at timestamptz NOT NULL DEFAULT now(),
  applied_steps_count integer NOT NULL DEFAULT 0
)`;

/** What has been applied to the database; nothing when it never was migrated. */
export async function readHistory(client: Client): Promise<Applied[]> {
  const { rows } = await client.query(
    "SELECT to_regclass('public._prisma_migrations') IS NOT NULL AS exists",
  );
  if (!rows[0].exists) return [];
  const history = await client.query<Applied>(
    `SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished
     FROM public._prisma_migrations WHERE rolled_back_at IS NULL ORDER BY started_at`,
  );
  return history.rows;
}

/**
 * The migrations that are yet to be applied, in order.
 * @throws Failure when an applied one was edited, broke off, or is not among the files
 */
export function pendingMigrations(migrations: Migration[], applied: Applied[]): Migration[] {
  const byName = new Map(migrations.map((migration) => [migration.name, migration]));
  for (const { name, checksum, finished } of applied) {
    const migration = byName.get(name);
    if (!finished)
      throw new Failure(
        `The migration ${name} was begun on this database by another tool and did not finish.`,
      );
    if (!migration)
      throw new Failure(
        `The database has the migration ${name}, which this Rollcall does not know: it is older.`,
      );
    if (migration.checksum !== checksum)
      throw new Failure(
        `The migration ${name} was changed after it had been applied to this database.\n` +
          "Restore the file as it was, and put the change into a new migration.",
      );
  }
  const done = new Set(applied.map(({ name }) => name));
  return migrations.filter(({ name }) => !done.has(name));
}
