import { createHash } from "node:crypto";
import type pg from "pg";
import { asSuperuser } from "./superuser";

/** Stands in every text of the vault that may hold any words. */
export const MARK = "Vaultmark";

export type Vault = {
  id: string;
  slug: string;
  /** An id of each kind of thing that it has, by the name that a parameter for it has (`userId`). */
  ids: Record<string, string>;
  /** Every id in it. */
  all: Set<string>;
};

type Column = { name: string; type: string };
type Row = Record<string, unknown>;

const textOf = (value: unknown) => (typeof value === "string" ? value : "");

const ROWS_MAX = 60;

// The worker folds and seals of itself, once a minute, and collects events for webhooks.
const KEPT_BY_WORKER = [
  "figure_changes",
  "event_days",
  "audit_seals",
  "audit_chain_ends",
  "webhooks",
  "webhook_deliveries",
];

/**
 * Fills an organization with a row of everything that any organization of the database has, with ids and words of its own,
 * in whatever tables tenants have: nobody lists them.
 */
export const fillVault = (slug: string): Promise<Vault> =>
  asSuperuser(async (client) => {
    // Nothing of it is sent, counted or judged: it only lies there.
    await client.query("SET session_replication_role = replica");
    const { rows } = await client.query<{ id: string }>(
      "UPDATE organizations SET managed_by = NULL, managing = true, name = $2 WHERE slug = $1 RETURNING id",
      [slug, `Kept ${MARK}`],
    );
    const id = rows[0]?.id ?? "";
    const vault: Vault = { id, slug, ids: {}, all: new Set() };
    for (const table of await tablesOf(client)) await fillTable(client, vault, table);
    // Its own admin can add a person: with the mark a default is none of the choices any more.
    await client.query(
      "UPDATE properties SET is_required = false, default_value = NULL WHERE organization_id = $1 AND type <> 'text'",
      [id],
    );
    // The worker warns of keys that end soon.
    await client.query("UPDATE api_keys SET warned_at = now() WHERE organization_id = $1", [id]);
    return vault;
  });

/** An organization's newest thing of each kind, as `Vault.ids` names them, and a domain that its usernames are at. */
export const knownOf = (slug: string): Promise<{ id: string; ids: Record<string, string>; domain: string }> =>
  asSuperuser(async (client) => {
    const { rows } = await client.query<{ id: string; domain: string }>(
      `SELECT o.id, d.name AS domain FROM organizations o JOIN domains d ON d.organization_id = o.id
       WHERE o.slug = $1 ORDER BY d.is_primary DESC LIMIT 1`,
      [slug],
    );
    const { id = "", domain = "" } = rows[0] ?? {};
    const ids: Record<string, string> = { organizationId: id };
    for (const table of await tablesOf(client)) {
      const columns = await columnsOf(client, table);
      if (!columns.some(({ name, type }) => name === "id" && type === "uuid")) continue;
      const found = await client.query<{ id: string }>(
        `SELECT id FROM ${table} WHERE organization_id = $1 ORDER BY id DESC LIMIT 1`,
        [id],
      );
      if (found.rows[0]) ids[parameterOf(table)] = found.rows[0].id;
    }
    return { id, ids, domain };
  });

/**
 * What an organization holds, to the last column: two of them are equal when nothing was written meanwhile.
 * @param but columns that whoever only reads has written, too
 */
export const vaultContents = ({ id }: { id: string }, but = ""): Promise<Record<string, string>> =>
  asSuperuser(async (client) => {
    const contents: Record<string, string> = {};
    for (const table of (await tablesOf(client)).filter((name) => !KEPT_BY_WORKER.includes(name)))
      contents[table] = await digest(client, table, "organization_id", id, but);
    contents.organizations = await digest(client, "organizations", "id", id);
    contents.domain_claims = await digest(client, "domain_claims", "organization_id", id);
    return contents;
  });

async function digest(
  client: pg.Client,
  table: string,
  owner: string,
  id: string,
  but = "",
): Promise<string> {
  const { rows } = await client.query<{ digest: string }>(
    `SELECT count(*) || ' ' || md5(coalesce(string_agg(kept, E'\\n' ORDER BY kept), '')) AS digest
     FROM (SELECT (to_jsonb(t) - string_to_array($2, ' '))::text AS kept FROM ${table} t WHERE ${owner} = $1) AS rows`,
    [id, but],
  );
  return rows[0]?.digest ?? "";
}

async function tablesOf(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'organization_id'
     WHERE c.relkind = 'r' AND c.relrowsecurity AND c.relnamespace = 'public'::regnamespace ORDER BY 1`,
  );
  return rows.map(({ name }) => name);
}

async function fillTable(client: pg.Client, vault: Vault, table: string): Promise<void> {
  const columns = await columnsOf(client, table);
  const { rows } = await client.query<{ row: Row }>(
    `SELECT to_jsonb(t) AS row FROM ${table} t WHERE organization_id <> $1
     ORDER BY (organization_id = (SELECT id FROM organizations WHERE slug = 'acme')) DESC LIMIT $2`,
    [vault.id, ROWS_MAX],
  );
  const marked = new Set<string>();
  for (const [index, { row }] of rows.entries()) {
    const own = ownRow(vault, columns, row);
    if (index === 0) {
      // What a column takes is the database's to say: a state or a kind takes no other words.
      for (const { name, type } of columns.filter((each) => each.type === "text")) {
        const takes = type === "text" && typeof own[name] === "string";
        if (
          takes &&
          (await insert(client, table, columns, { ...own, [name]: `${textOf(own[name])} ${MARK}` }, true))
        )
          marked.add(name);
      }
    }
    const words = Object.fromEntries(
      [...marked]
        .filter((name) => own[name] !== null)
        .map((name) => [name, `${textOf(own[name])} ${MARK} ${index}`]),
    );
    const isKept = await insert(client, table, columns, { ...own, ...words }, false);
    if (!isKept) continue;
    for (const { name, type } of columns) if (type === "uuid" && own[name]) vault.all.add(textOf(own[name]));
    if (own.id && columns.some(({ name, type }) => name === "id" && type === "uuid"))
      vault.ids[parameterOf(table)] ??= textOf(own.id);
  }
}

async function columnsOf(client: pg.Client, table: string): Promise<Column[]> {
  const { rows } = await client.query<Column>(
    `SELECT a.attname AS name, format_type(a.atttypid, NULL) AS type FROM pg_attribute a
     WHERE a.attrelid = $1::regclass AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''`,
    [table],
  );
  return rows;
}

const DAYS_2 = 2 * 86_400_000;

/** A row as the vault's: other ids, and moments at which something would become of it later than the test lasts. */
function ownRow(vault: Vault, columns: Column[], row: Row): Row {
  const own: Row = { ...row };
  for (const { name, type } of columns) {
    if (row[name] === null) continue;
    if (name === "organization_id") own[name] = vault.id;
    else if (type === "uuid") own[name] = ownId(vault, textOf(row[name]));
    else if (/(expires?|ends|attempt)_at$|_expire_at$/.test(name))
      own[name] = new Date(Date.now() + DAYS_2).toISOString();
  }
  return own;
}

/** The same id for the same one, so that what belongs together still does. */
function ownId(vault: Vault, id: string): string {
  const hex = createHash("sha256").update(`${vault.id} ${id}`).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

async function insert(
  client: pg.Client,
  table: string,
  columns: Column[],
  row: Row,
  isTrial: boolean,
): Promise<boolean> {
  const names = columns.map(({ name }) => `"${name}"`).join(", ");
  await client.query("BEGIN");
  try {
    await client.query(
      `INSERT INTO ${table} (${names}) SELECT ${names} FROM jsonb_populate_record(NULL::${table}, $1)`,
      [JSON.stringify(row)],
    );
    await client.query(isTrial ? "ROLLBACK" : "COMMIT");
    return true;
  } catch {
    await client.query("ROLLBACK");
    return false;
  }
}

/** `message_templates` have the parameter `messageTemplateId`. */
function parameterOf(table: string): string {
  const words = table.replace(/ies$/, "y").replace(/s$/, "").split("_");
  return `${words.map((word, index) => (index ? word[0]?.toUpperCase() + word.slice(1) : word)).join("")}Id`;
}
