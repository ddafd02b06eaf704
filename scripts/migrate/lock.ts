import { setTimeout as sleep } from "node:timers/promises";
import type { Client } from "pg";
import { Failure } from "@/scripts/shared/failure";

// The number that `prisma migrate` locks.
const advisoryLock = 72_707_369;

/** Does the work while no other runner, ours or Prisma's, migrates this database. Waits for up to two minutes. */
export async function withMigrationLock<T>(client: Client, work: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + 120_000;
  while (!(await tryLock(client))) {
    if (Date.now() > deadline)
      throw new Failure("Another process has been migrating this database for two minutes.");
    await sleep(100);
  }
  try {
    return await work();
  } finally {
    await client.query("SELECT pg_advisory_unlock($1)", [advisoryLock]).catch(() => undefined);
  }
}

async function tryLock(client: Client): Promise<boolean> {
  const { rows } = await client.query("SELECT pg_try_advisory_lock($1) AS locked", [advisoryLock]);
  return rows[0].locked;
}
