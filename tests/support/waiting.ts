import type pg from "pg";
import { adminQuery, asApplication } from "@/tests/support/product-database";

/** Has something wait for a lock that somebody else holds, and says what comes of looking meanwhile. */
export async function whileWaiting<T>(
  organizationId: string,
  key: string,
  start: () => Promise<unknown>,
  look: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  let running: Promise<unknown> = Promise.resolve();
  const seen = await asApplication(organizationId, async (client) => {
    await client.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", [key]);
    running = start();
    await isBlocked();
    return look(client);
  });
  await running;
  return seen;
}

/** What waits for a lock in this database: other tests have others on the same server. */
export const waitingLocks = () =>
  adminQuery(
    `SELECT 1 FROM pg_locks l JOIN pg_stat_activity a USING (pid)
     WHERE NOT l.granted AND a.datname = current_database()`,
  );

export async function isBlocked(): Promise<void> {
  for (let time = 0; time < 400; time += 1) {
    if ((await waitingLocks()).length > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error("Nothing waits.");
}
