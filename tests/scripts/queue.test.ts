import { once } from "node:events";
import { Logger, run } from "graphile-worker";
import { Pool } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Prepared, prepareDatabase } from "@/scripts/migrate/prepare";
import { startTemporaryCluster, type TemporaryCluster } from "@/tests/support/cluster";
import { query } from "@/tests/support/embedded";

const nextAuthSecret = "a secret of at least thirty-two letters";
let cluster: TemporaryCluster;
let prepared: Prepared;

beforeAll(async () => {
  cluster = await startTemporaryCluster();
  const { ownerUrl, superuserUrl } = cluster;
  prepared = await prepareDatabase({ ownerUrl, adminUrl: superuserUrl, nextAuthSecret });
});
afterAll(() => cluster.stop());

describe("the job queue as the application", () => {
  test("takes a job that was queued in a transaction, and does it", async () => {
    const done: unknown[] = [];
    const pool = new Pool({ connectionString: prepared.appUrl, max: 4 });
    for (const event of ["error", "connect"] as const) pool.on(event, () => undefined);
    const client = await pool.connect();
    const add = (n: number) =>
      client.query("SELECT id FROM graphile_worker.add_job('note', json_build_object('n', $1::int))", [n]);
    await client.query("BEGIN");
    await add(1);
    await client.query("ROLLBACK");
    await client.query("BEGIN");
    await add(2);
    await client.query("COMMIT");
    client.release();
    const runner = await run({
      pgPool: pool,
      logger: new Logger(() => () => undefined),
      noHandleSignals: true,
      taskList: { note: async (payload) => void done.push(payload) },
    });
    await once(runner.events, "job:complete");
    await runner.stop();
    await pool.end();
    expect(done).toEqual([{ n: 2 }]);
    expect(await query(prepared.appUrl, "SELECT * FROM graphile_worker.jobs")).toEqual([]);
  });

  test("may be prepared again and again", async () => {
    const { ownerUrl, superuserUrl } = cluster;
    const again = () => prepareDatabase({ ownerUrl, adminUrl: superuserUrl, nextAuthSecret });
    await Promise.all([again(), again(), again()]);
    const policies = await query(
      superuserUrl,
      "SELECT tablename::text AS name FROM pg_policies WHERE schemaname = 'graphile_worker' ORDER BY 1",
    );
    const tables = await query(
      superuserUrl,
      `SELECT relname::text AS name FROM pg_class WHERE relnamespace = 'graphile_worker'::regnamespace
         AND relrowsecurity ORDER BY 1`,
    );
    expect(policies).toEqual(tables);
    expect(tables.length).toBeGreaterThan(2);
  });
});
