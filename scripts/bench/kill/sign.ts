import { setTimeout as sleep } from "node:timers/promises";
import { withDatabase } from "@/scripts/bench/shared/database";
import type { Product } from "@/scripts/bench/shared/product";

/** Where the newest import stands, and a text that changes with whatever a worker does to it. */
export type Sign = { state: string; text: string };

const WORKING = ["reading", "parsing", "committing", "undoing"];

/** Whether it is a worker's turn and not a person's. */
export const isWorking = ({ state }: Sign) => WORKING.includes(state);

/** Reads it from the database, waiting until there is an import and the database answers. */
export async function readSign(product: Product): Promise<Sign> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const rows = await withDatabase(
      product,
      async (client) => (await client.query<Sign>(SIGN_SQL)).rows,
    ).catch(() => []);
    if (rows[0]) return rows[0];
    if (Date.now() > deadline) throw new Error("The database shows no import for a minute.");
    await sleep(50);
  }
}

const SIGN_SQL = `
  SELECT i.state, concat_ws(' ', i.id, i.state, i.plan_version, i.rows_done, j.attempts, j.locked_by) AS text
  FROM imports i LEFT JOIN graphile_worker._private_jobs j ON j.key LIKE 'import.%:' || i.organization_id || ':' || i.id
  ORDER BY i.created_at DESC LIMIT 1`;

/** Seconds until a worker has done something since a sign was taken. @throws Error after a while */
export async function secondsUntilTakenUp(product: Product, before: Sign): Promise<number> {
  const startedAt = performance.now();
  for (;;) {
    const { text } = await readSign(product);
    const seconds = (performance.now() - startedAt) / 1000;
    if (text !== before.text) return seconds;
    if (seconds > 180) throw new Error(`Nobody has taken the import up for ${seconds.toFixed(0)} s.`);
    await sleep(50);
  }
}
