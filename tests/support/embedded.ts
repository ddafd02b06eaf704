import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Client } from "pg";
import { afterEach } from "vitest";
import { type Embedded, startEmbedded } from "@/scripts/postgres/embedded";
import { temporaryDir } from "@/tests/support/cluster";

const cleanups: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** Registers something that is done after the test, the last registered first. */
export function afterwards(cleanup: () => Promise<void> | void): void {
  cleanups.push(cleanup);
}

/** A folder that is gone after the test. */
export function newDir(name: string): string {
  const dir = temporaryDir(name);
  afterwards(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

/** Starts the embedded Postgres on a data directory as `npm start` does, until the end of the test. */
export async function start(dataDir: string, durable = false): Promise<Embedded> {
  const embedded = await startEmbedded({ dataDir, accountSetting: undefined, durable });
  afterwards(async () => {
    await embedded.stop();
    rmSync(embedded.clusterDir, { recursive: true, force: true });
  });
  return embedded;
}

/** Runs one statement on a connection of its own. */
export async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  client.on("error", () => undefined);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Notes something in the database, to be counted later. */
export async function note(url: string): Promise<void> {
  await query(url, "CREATE TABLE IF NOT EXISTS noted (id int); INSERT INTO noted VALUES (1)");
}

export async function countNotes(url: string): Promise<unknown> {
  return (await query(url, "SELECT count(*)::int AS count FROM noted"))[0]?.count;
}

/** The file in which the server says who it is. */
export function pidFileOf(clusterDir: string): string {
  return join(clusterDir, "data", "postmaster.pid");
}

export function serverPidOf(clusterDir: string): number {
  return Number(readFileSync(pidFileOf(clusterDir), "utf8").split("\n")[0]);
}
