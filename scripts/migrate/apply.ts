import { randomUUID } from "node:crypto";
import type { Client } from "pg";
import type { Migration } from "@/scripts/migrate/files";
import { createHistory, pendingMigrations, readHistory } from "@/scripts/migrate/history";
import { Failure } from "@/scripts/shared/failure";

/**
 * Applies what is pending, each migration in one transaction. The caller holds the migration lock.
 * @returns the names of those that were applied
 * @throws Failure with the migration's name and line; of that migration nothing remains
 */
export async function applyMigrations(client: Client, migrations: Migration[]): Promise<string[]> {
  await client.query("SET search_path = public");
  await client.query("SET client_min_messages = warning");
  await client.query(createHistory);
  const pending = pendingMigrations(migrations, await readHistory(client));
  for (const migration of pending) await applyOne(client, migration);
  return pending.map(({ name }) => name);
}

async function applyOne(client: Client, { name, sql, checksum }: Migration): Promise<void> {
  const startedAt = new Date();
  await client.query("BEGIN");
  try {
    await client.query(sql);
    await client.query(
      `INSERT INTO public._prisma_migrations
         (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, $4, clock_timestamp(), 1)`,
      [randomUUID(), checksum, name, startedAt],
    );
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK");
    throw new Failure(`The migration ${name} failed and left nothing behind: ${explain(error, sql)}`);
  }
}

function explain(error: unknown, sql: string): string {
  const { message, position, detail, hint } = error as Error & {
    position?: string;
    detail?: string;
    hint?: string;
  };
  const line = position ? ` (line ${sql.slice(0, Number(position)).split("\n").length})` : "";
  return [`${message}${line}`, detail, hint].filter(Boolean).join("\n");
}
