import type { ClientBase } from "pg";
import { findFunctionFaults, findGrantFaults } from "@/tests/database/tenant-grants";

/** Tables that belong to no tenant. Everything else in the schema is a tenant's. */
export const TABLES_OF_NOBODY = ["_prisma_migrations", "domain_claims", "throttles", "worker_processes"];

const LOOKED_UP = [
  "api_keys",
  "audit_events",
  "catalogue_services",
  "audit_seals",
  "credentials",
  "event_days",
  "figure_changes",
  "held_permissions",
  "mfa_methods",
  "organizations",
  "passwords",
  "report_schedules",
  "reports",
  "scim_tokens",
  "sessions",
  "sync_connections",
  "sync_runs",
  "sign_on_sessions",
  "user_count_changes",
  "users",
  "webhook_deliveries",
  "webhooks",
];
/** What the views for a PBX are made of (decision 42). */
const READ_FOR_PBX = [
  "call_queue_members",
  "call_queues",
  "domains",
  "extensions",
  "organizations",
  "sessions",
  "telephony_settings",
  "users",
];
/** The views that there are, with whose rights they read; the product's own show what whoever asks may see. */
const VIEWS: Record<string, string> = {
  extension_states: "whoever asks",
  pbx_extensions: "rollcall_telephony",
  pbx_queue_members: "rollcall_telephony",
  pbx_queues: "rollcall_telephony",
};
// The application may write neither column, so these two tell no tenant anything about another.
const KEYS_ACROSS_TENANTS = ["organizations_slug_key", "organizations_managed_by_fkey"];

/** Everything in which the schema falls short of the tenant wall (architecture.md, “Tenants”), in words. */
export async function findTenantFaults(client: ClientBase): Promise<string[]> {
  const tables = await tenantTables(client);
  return [
    ...(await findPolicyFaults(client, tables)),
    ...(await findKeyFaults(client, tables)),
    ...(await findGrantFaults(client)),
    ...(await findFunctionFaults(client)),
    ...(await findStrangers(client)),
  ];
}

/** The names of all tables of tenants, from the catalogue. */
export async function tenantTables(client: ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class
     WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND relname <> ALL ($1) ORDER BY 1`,
    [TABLES_OF_NOBODY],
  );
  return rows.map(({ name }) => name);
}

type Policies = { name: string; enabled: boolean; forced: boolean; policies: string[] };

async function findPolicyFaults(client: ClientBase, tables: string[]): Promise<string[]> {
  const { rows } = await client.query<Policies>(
    `SELECT c.relname AS name, c.relrowsecurity AS enabled, c.relforcerowsecurity AS forced,
       array(SELECT concat_ws(' ', p.policyname, p.permissive, p.cmd, p.roles::text, p.qual, p.with_check)
         FROM pg_policies p WHERE p.schemaname = 'public' AND p.tablename = c.relname ORDER BY p.policyname) AS policies
     FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relname = ANY ($1)`,
    [tables],
  );
  return rows.flatMap(({ name, enabled, forced, policies }) => {
    const condition = `(${ownColumn(name)} = current_organization())`;
    const wanted = [
      ...(LOOKED_UP.includes(name) ? ["lookup PERMISSIVE SELECT {rollcall_lookup} true"] : []),
      ...(READ_FOR_PBX.includes(name) ? ["telephony PERMISSIVE SELECT {rollcall_telephony} true"] : []),
      `tenant PERMISSIVE ALL {public} ${condition} ${condition}`,
    ];
    return [
      ...(enabled ? [] : [`${name}: row-level security is off`]),
      ...(forced ? [] : [`${name}: row-level security is not forced`]),
      ...wanted
        .filter((policy) => !policies.includes(policy))
        .map((policy) => `${name}: no policy ${policy}`),
      ...policies
        .filter((policy) => !wanted.includes(policy))
        .map((policy) => `${name}: has policy ${policy}`),
    ];
  });
}

const ownColumn = (table: string) => (table === "organizations" ? "id" : "organization_id");

async function findKeyFaults(client: ClientBase, tables: string[]): Promise<string[]> {
  const { rows } = await client.query<{ table: string; name: string; columns: string[]; primary: boolean }>(
    `SELECT t.relname AS table, i.relname AS name, x.indisprimary AS primary,
       array(SELECT a.attname::text FROM unnest(x.indkey::int2[]) WITH ORDINALITY k (number, position)
         JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.number ORDER BY k.position) AS columns
     FROM pg_index x JOIN pg_class t ON t.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid
     WHERE x.indisunique AND t.relnamespace = 'public'::regnamespace AND t.relname = ANY ($1)`,
    [tables],
  );
  const keyed = rows.filter(({ primary }) => primary).map(({ table }) => table);
  return [
    ...tables.filter((table) => !keyed.includes(table)).map((table) => `${table}: no primary key`),
    ...rows
      .filter(({ table, name, columns }) => !acrossTenants(name) && columns[0] !== ownColumn(table))
      .map(({ table, name }) => `${table}: the key ${name} does not begin with ${ownColumn(table)}`),
    ...(await findReferenceFaults(client, tables)),
  ];
}

const acrossTenants = (name: string) => KEYS_ACROSS_TENANTS.includes(name);

type Reference = { table: string; name: string; target: string; columns: string[]; targetColumns: string[] };

/** The foreign keys of tenants' tables, with the columns of both sides in order. */
export async function readReferences(client: ClientBase, tables: string[]): Promise<Reference[]> {
  const names = (relation: string, numbers: string) =>
    `array(SELECT a.attname::text FROM unnest(${numbers}) WITH ORDINALITY k (number, position)
       JOIN pg_attribute a ON a.attrelid = ${relation} AND a.attnum = k.number ORDER BY k.position)`;
  const { rows } = await client.query<Reference>(
    `SELECT t.relname AS table, c.conname AS name, f.relname AS target,
       ${names("c.conrelid", "c.conkey")} AS columns, ${names("c.confrelid", "c.confkey")} AS "targetColumns"
     FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid JOIN pg_class f ON f.oid = c.confrelid
     WHERE c.contype = 'f' AND t.relnamespace = 'public'::regnamespace AND t.relname = ANY ($1) ORDER BY 1, 2`,
    [tables],
  );
  return rows;
}

async function findReferenceFaults(client: ClientBase, tables: string[]): Promise<string[]> {
  return (await readReferences(client, tables))
    .filter(({ name, target, columns, targetColumns }) => {
      const own = columns.indexOf("organization_id");
      return !acrossTenants(name) && (own < 0 || targetColumns[own] !== ownColumn(target));
    })
    .map(({ table, name }) => `${table}: the foreign key ${name} does not hold organization_id`);
}

/** Views, which show rows with their owner's rights, and schemas that no rule above looks into. */
async function findStrangers(client: ClientBase): Promise<string[]> {
  const views = Object.entries(VIEWS).map(([name, rights]) => `${name}: ${rights}`);
  const { rows } = await client.query<{ fault: string }>(
    `SELECT name || ': is a view with the rights of ' || rights AS fault FROM (
       SELECT relname AS name, CASE WHEN 'security_invoker=true' = ANY (reloptions) THEN 'whoever asks'
         ELSE relowner::regrole::text END AS rights FROM pg_class
       WHERE relnamespace = 'public'::regnamespace AND relkind IN ('v', 'm', 'f')) AS views
     WHERE name || ': ' || rights <> ALL ($1)
     UNION ALL
     SELECT nspname || ': an unknown schema' FROM pg_namespace
     WHERE nspname NOT IN ('public', 'graphile_worker', 'information_schema') AND nspname !~ '^pg_'`,
    [views],
  );
  return rows.map(({ fault }) => fault);
}
