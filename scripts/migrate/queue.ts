import { Logger, runMigrations } from "graphile-worker";
import type { Client } from "pg";
import { applicationGroup } from "@/scripts/migrate/roles";

/**
 * Makes or updates the tables of the job queue, and lets the product's role use them: web enqueues within its own
 * transactions, the worker takes jobs.
 */
export async function migrateQueue(client: Client, ownerUrl: string): Promise<void> {
  await runMigrations({
    connectionString: ownerUrl,
    maxPoolSize: 2,
    logger: new Logger(() => () => undefined),
  });
  await client.query(grants);
}

// Its tables have row-level security switched on and no policy: only their owner would see a row.
const grants = `DO $$
DECLARE queue_table text;
BEGIN
  GRANT USAGE ON SCHEMA graphile_worker TO ${applicationGroup};
  GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA graphile_worker TO ${applicationGroup};
  REVOKE INSERT, UPDATE, DELETE ON graphile_worker.migrations FROM ${applicationGroup};
  GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA graphile_worker TO ${applicationGroup};
  REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA graphile_worker FROM PUBLIC;
  GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA graphile_worker TO ${applicationGroup};
  FOR queue_table IN
    SELECT c.relname FROM pg_class c
    WHERE c.relnamespace = 'graphile_worker'::regnamespace AND c.relkind = 'r' AND c.relrowsecurity
      AND NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = 'application')
  LOOP
    EXECUTE format('CREATE POLICY application ON graphile_worker.%I TO ${applicationGroup}
      USING (true) WITH CHECK (true)', queue_table);
  END LOOP;
END $$`;
