import type { Client } from "pg";
import { lookupRole } from "@/scripts/migrate/roles";

/**
 * Lets the audit log go on in the order of transactions where a database has moved to another server by dump and restore,
 * which counts them from the beginning (decision 45). Anywhere else it changes nothing.
 */
export async function continueAudit(client: Client): Promise<void> {
  await client.query("BEGIN");
  try {
    await client.query(`SET LOCAL ROLE ${lookupRole}`);
    const { rows } = await client.query<{ last: string }>(LAST);
    await client.query("SET LOCAL ROLE NONE");
    const last = BigInt(rows[0]?.last ?? 0);
    // Read after the last one, so that whoever writes meanwhile is no sign of a move.
    const found = await client.query<{ now: string; bare: string }>(
      "SELECT audit_transaction() AS now, pg_current_xact_id()::text AS bare",
    );
    const { now = "0", bare = "0" } = found.rows[0] ?? {};
    if (BigInt(now) <= last) {
      const ahead = last + 1n - BigInt(bare);
      await client.query(countingOn("audit_transaction", "pg_catalog.pg_current_xact_id()", ahead));
      const horizon = "pg_catalog.pg_snapshot_xmin(pg_catalog.pg_current_snapshot())";
      await client.query(countingOn("audit_horizon", horizon, ahead));
    }
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK");
    throw error;
  }
}

// A step along the key for each organization, and not a look at every event.
const LAST = `
  SELECT greatest(
    (SELECT max(through_transaction) FROM public.audit_seals),
    (SELECT max((SELECT e.transaction FROM public.audit_events e WHERE e.organization_id = o.id
      ORDER BY e.transaction DESC LIMIT 1)) FROM public.organizations o), 0)::text AS last`;

const countingOn = (name: string, counter: string, ahead: bigint) =>
  `CREATE OR REPLACE FUNCTION ${name}() RETURNS bigint LANGUAGE sql STABLE
   AS $$ SELECT ${counter}::text::bigint + ${ahead} $$`;
