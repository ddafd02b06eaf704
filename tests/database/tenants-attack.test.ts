import { randomUUID } from "node:crypto";
import pg from "pg";
import { beforeAll, describe, expect, test } from "vitest";
import { createClient, db, lookUp, readRows, type Transaction, withOrganization, writeRows } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { readReferences, tenantTables } from "@/tests/database/tenant-rules";
import { adminQuery, asApplication, snapshot, urls } from "@/tests/support/product-database";
import { makeOrganization, type TestOrganization } from "@/tests/support/product-people";
import { fillOrganization } from "@/tests/support/product-rows";

const catalogue = new pg.Client({ connectionString: urls.admin });
await catalogue.connect();
const tables = await tenantTables(catalogue);
const references = await readReferences(catalogue, tables);
await catalogue.end();

const ownColumn = (table: string) => (table === "organizations" ? "id" : "organization_id");

let ours: TestOrganization;
let theirs: TestOrganization;
beforeAll(async () => {
  ours = await makeOrganization();
  theirs = await makeOrganization();
  for (const organization of [ours, theirs]) await fillOrganization(organization);
});

const ownersIn = async (table: string) =>
  (await adminQuery<{ owner: string }>(`SELECT DISTINCT ${ownColumn(table)} AS owner FROM ${table}`)).map(
    ({ owner }) => owner,
  );

/** What became of a statement: how many rows it touched, or the code it was refused with. */
async function attempt(organizationId: string | null, sql: string, values: unknown[] = []) {
  return asApplication(organizationId, async (client) => {
    try {
      return (await client.query(sql, values)).rowCount;
    } catch (error) {
      return (error as { code?: string }).code;
    }
  });
}

const DENIED = "42501";
const REFERENCE_MISSING = "23503";

describe.each(tables)("%s:", (table) => {
  const owner = ownColumn(table);

  test("the attack has something to hit", async () => {
    expect(await ownersIn(table)).toEqual(expect.arrayContaining([ours.id, theirs.id]));
  });

  test("SELECT without WHERE returns the own rows alone", async () => {
    const rows = await asApplication(ours.id, async (client) => {
      const all = await client.query<{ owner: string }>(`SELECT ${owner} AS owner FROM ${table}`);
      return all.rows;
    });
    const [own] = await adminQuery(`SELECT count(*)::int AS count FROM ${table} WHERE ${owner} = $1`, [
      ours.id,
    ]);
    expect(rows).toHaveLength(own?.count);
    expect(new Set(rows.map((row) => row.owner))).toEqual(new Set([ours.id]));
  });

  test("SELECT by another tenant's id finds nothing, and without a tenant there is nothing at all", async () => {
    expect(await attempt(ours.id, `SELECT FROM ${table} WHERE ${owner} = $1`, [theirs.id])).toBe(0);
    expect(await attempt(null, `SELECT FROM ${table}`)).toBe(0);
    expect(await attempt("", `SELECT FROM ${table}`)).toBe(0);
    expect(await attempt(randomUUID(), `SELECT FROM ${table}`)).toBe(0);
  });

  test("UPDATE and DELETE reach no row of another tenant", async () => {
    for (const tenant of [ours.id, null]) {
      for (const statement of [`UPDATE ${table} SET ${owner} = ${owner}`, `DELETE FROM ${table}`]) {
        expect([0, DENIED]).toContain(await attempt(tenant, `${statement} WHERE ${owner} = $1`, [theirs.id]));
      }
    }
  });

  test("UPDATE does not give a row away", async () => {
    const given = await attempt(ours.id, `UPDATE ${table} SET ${owner} = $1`, [theirs.id]);
    expect(given).toBe(DENIED);
  });

  test("INSERT into another tenant is refused, and without a tenant too", async () => {
    const columns = await adminQuery<{ name: string }>(
      `SELECT attname AS name FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0
       AND NOT attisdropped AND attgenerated = '' AND attidentity = '' AND attname <> $2`,
      [table, owner],
    );
    const [row] = await adminQuery(`SELECT * FROM ${table} WHERE ${owner} = $1 LIMIT 1`, [ours.id]);
    const names = columns.map(({ name }) => `"${name}"`);
    const sql = `INSERT INTO ${table} (${[owner, ...names].join(", ")})
      SELECT $1::uuid${names.map((name) => `, ${name}`).join("")} FROM jsonb_populate_record(NULL::${table}, $2)`;
    const values = [theirs.id, JSON.stringify(row)];
    expect(await attempt(ours.id, sql, values)).toBe(DENIED);
    expect(await attempt(null, sql, values)).toBe(DENIED);
  });
});

/** Tables whose rows the application may not change: there a superuser tries. */
const WRITTEN_ONCE = ["invoices", "invoice_lines"];

async function expectRefusedToAnybody(key: Omit<(typeof references)[number], "name">): Promise<void> {
  const [, ...columns] = key.columns;
  const theirsIs = `SELECT ${key.targetColumns.slice(1).join(", ")} FROM ${key.target} WHERE organization_id = $2 LIMIT 1`;
  const one = `SELECT ctid FROM ${key.table} WHERE organization_id = $1 AND ${columns[0]} IS NOT NULL LIMIT 1`;
  const statement = `UPDATE ${key.table} SET (${columns.join(", ")}) = (${theirsIs}) WHERE ctid = (${one})`;
  await expect(adminQuery(statement, [ours.id, theirs.id])).rejects.toMatchObject({
    code: REFERENCE_MISSING,
  });
}

describe("a foreign key across tenants is refused:", () => {
  const crossing = references.filter(({ columns }) => columns.length > 1);

  test("there are some to try", () => {
    expect(crossing.map(({ name }) => name)).toContain("users_organization_id_domain_id_fkey");
  });

  test.each(crossing)("$name", async ({ table, target, columns, targetColumns }) => {
    if (WRITTEN_ONCE.includes(table))
      return expectRefusedToAnybody({ table, target, columns, targetColumns });
    const [column, targetColumn] = [columns[1], targetColumns[1]];
    const [foreign] = await adminQuery(
      `SELECT ${targetColumn} AS id FROM ${target} WHERE organization_id = $1 LIMIT 1`,
      [theirs.id],
    );
    expect(await attempt(ours.id, `UPDATE ${table} SET ${column} = $1`, [foreign?.id])).toBe(
      REFERENCE_MISSING,
    );
  });
});

describe("through Prisma", () => {
  const models = {
    organization: "organizations",
    domain: "domains",
    user: "users",
    userCountChange: "user_count_changes",
    figureChange: "figure_changes",
    eventDay: "event_days",
    password: "passwords",
    credential: "credentials",
    pin: "pins",
    messageTemplate: "message_templates",
    apiKey: "api_keys",
    apiAnswer: "api_answers",
    webhook: "webhooks",
    webhookDelivery: "webhook_deliveries",
    scimConnection: "scim_connections",
    scimToken: "scim_tokens",
    scimUserLink: "scim_user_links",
    scimGroupLink: "scim_group_links",
    scimPerson: "scim_people",
    session: "sessions",
    import: "imports",
    importPart: "import_parts",
    importRow: "import_rows",
    importEdit: "import_edits",
    importLeaver: "import_leavers",
    importSecret: "import_secrets",
    importPreset: "import_presets",
    message: "messages",
    reportSchedule: "report_schedules",
    report: "reports",
    reportPart: "report_parts",
    reportFetch: "report_fetches",
    syncConnection: "sync_connections",
    syncRun: "sync_runs",
    syncPerson: "sync_people",
    syncGroup: "sync_groups",
    syncMember: "sync_members",
    syncGiven: "sync_given",
    syncConflict: "sync_conflicts",
    columnMatching: "column_matchings",
    auditEvent: "audit_events",
    auditSeal: "audit_seals",
    auditChainEnd: "audit_chain_ends",
    mfaMethod: "mfa_methods",
    mfaRecoveryCode: "mfa_recovery_codes",
    rememberedDevice: "remembered_devices",
    pendingSignIn: "pending_sign_ins",
    signOnProvider: "sign_on_providers",
    signOnLink: "sign_on_links",
    signOnRequest: "sign_on_requests",
    signOnSession: "sign_on_sessions",
    signOnKeeper: "sign_on_keepers",
    group: "groups",
    groupMember: "group_members",
    heldPermissions: "held_permissions",
    userPermission: "user_permissions",
    bulkChange: "bulk_changes",
    bulkChangePerson: "bulk_change_people",
    bulkChangeWaiting: "bulk_change_waiting",
    follow: "follows",
    supportSettings: "support_settings",
    supportRequest: "support_requests",
    supportReply: "support_replies",
    supportScreenshot: "support_screenshots",
    telephonySettings: "telephony_settings",
    extension: "extensions",
    callQueue: "call_queues",
    callQueueMember: "call_queue_members",
    property: "properties",
    propertyValue: "property_values",
    catalogueService: "catalogue_services",
    service: "services",
    subscription: "subscriptions",
    seatCount: "seat_counts",
    seat: "seats",
    seatWait: "seat_waits",
    seatReturn: "seat_returns",
    seatUsage: "seat_usage",
    billingDetails: "billing_details",
    invoiceNumber: "invoice_numbers",
    invoice: "invoices",
    invoiceLine: "invoice_lines",
  } as const;
  type Model = keyof typeof models;
  type Delegate = {
    findMany(): Promise<object[]>;
    count(): Promise<number>;
    deleteMany(): Promise<{ count: number }>;
  };
  // What all models have in common: a union of their own generic types cannot be called.
  const delegateOf = (client: Transaction, model: Model) => client[model] as unknown as Delegate;

  test("every table of a tenant is tried", () => {
    expect(Object.values(models).sort()).toEqual(tables);
  });

  test.each(Object.keys(models) as Model[])("%s without where is the own rows alone", async (model) => {
    const owner = model === "organization" ? "id" : "organizationId";
    const found = await withOrganization(ours.id, (tx) => delegateOf(tx, model).findMany());
    expect(found.length).toBeGreaterThan(0);
    expect(found.filter((row) => (row as Record<string, unknown>)[owner] !== ours.id)).toEqual([]);
    expect(await delegateOf(db(), model).count()).toBe(0);
  });

  test.each(Object.keys(models) as Model[])("deleting every %s leaves the other tenant's", async (model) => {
    const before = await snapshot();
    const deletion = withOrganization(theirs.id, async (tx) => {
      await delegateOf(tx, model).deleteMany();
      const left = await tx.$queryRawUnsafe<unknown[]>(`SELECT 1 FROM ${models[model]}`);
      expect(left).toEqual([]);
      await tx.$executeRaw`SELECT set_config('app.organization_id', ${ours.id}, true)`;
      const untouched = await tx.$queryRawUnsafe<unknown[]>(`SELECT 1 FROM ${models[model]}`);
      expect(untouched.length).toBeGreaterThan(0);
      throw new Error("Take it back.");
    });
    await expect(deletion).rejects.toThrow();
    expect(await snapshot()).toEqual(before);
  });
});

describe("the setting ends with its transaction", () => {
  const client = createClient(urls.app, 1);

  test.each(["commit", "rollback"])("after a %s on the same connection", async (end) => {
    const pidOf = async (at: { $queryRawUnsafe: typeof client.$queryRawUnsafe }) =>
      (await at.$queryRawUnsafe<{ pid: number }[]>("SELECT pg_backend_pid() AS pid"))[0]?.pid;
    let inside: number | undefined;
    const run = withOrganization(
      ours.id,
      async (tx) => {
        inside = await pidOf(tx);
        expect(await tx.user.count()).toBeGreaterThan(0);
        if (end === "rollback") throw new Error("Take it back.");
      },
      { client },
    );
    await run.catch(() => undefined);
    expect(await pidOf(client)).toBe(inside);
    const setting = await client.$queryRaw`SELECT current_setting('app.organization_id', true) AS id`;
    expect(setting).toEqual([{ id: "" }]);
    expect(await client.user.count()).toBe(0);
  });
});

describe("reading with one statement", () => {
  const owners = Prisma.sql`SELECT DISTINCT organization_id AS owner FROM users`;

  test("sees one organization's rows, however reads of two and failures are mixed", async () => {
    const reads = Array.from({ length: 600 }, async (_, index) => {
      const { id } = index % 2 ? ours : theirs;
      if (index % 3 === 0) {
        await expect(readRows(id, Prisma.sql`SELECT 1 / 0`)).rejects.toMatchObject({ code: "22012" });
      }
      expect(await readRows(id, owners)).toEqual([{ owner: id }]);
      expect(await lookUp(owners)).toEqual([]);
    });
    await Promise.all(reads);
  });

  test("writes nothing, and takes nothing for an organization that is no id", async () => {
    const before = await snapshot();
    const change = Prisma.sql`UPDATE users SET first_name = 'X' RETURNING id`;
    await expect(readRows(ours.id, change)).rejects.toMatchObject({ code: "25006" });
    expect(await lookUp(change)).toEqual([]);
    for (const id of ["", "x", `${ours.id}', true); DELETE FROM users; --`]) {
      await expect(readRows(id, owners)).rejects.toThrow("no organization's id");
    }
    expect(await snapshot()).toEqual(before);
  });
});

describe("a write in one trip", () => {
  test("reaches its own organization's rows, and writes nothing when it fails", async () => {
    const people = (owner: string, rest: string) =>
      adminQuery(`SELECT FROM users WHERE organization_id = $1 AND ${rest}`, [owner]);
    expect(await writeRows(ours.id, Prisma.sql`UPDATE users SET udid = 'one trip'`)).toBe(
      (await people(ours.id, "udid = 'one trip'")).length,
    );
    expect(await people(theirs.id, "udid IS NULL")).toEqual(await people(theirs.id, "true"));

    const before = await snapshot();
    const failing = Prisma.sql`UPDATE users SET udid = 'another', version = 1 / (version - version)`;
    await expect(writeRows(ours.id, failing)).rejects.toMatchObject({ code: "22012" });
    const given = Prisma.sql`UPDATE sessions SET organization_id = ${theirs.id}::uuid`;
    await expect(writeRows(ours.id, given)).rejects.toMatchObject({ code: "42501" });
    expect(await lookUp(Prisma.sql`SELECT id FROM users`)).toEqual([]);
    expect(await snapshot()).toEqual(before);
  });
});

describe("the look-ups", () => {
  const ask = (organizationId: string | null, sql: string, values: unknown[] = []) =>
    asApplication(organizationId, async (client) => (await client.query(sql, values)).rows);

  test("tell a session to whoever knows its organization and id, and no other", async () => {
    const [session] = await adminQuery("SELECT id FROM sessions WHERE organization_id = $1", [theirs.id]);
    const find = "SELECT organization_slug FROM session_actor($1, $2)";
    expect(await ask(null, find, [theirs.id, session?.id])).toEqual([{ organization_slug: theirs.slug }]);
    expect(await ask(ours.id, find, [ours.id, session?.id])).toEqual([]);
    expect(await ask(null, find, [theirs.id, randomUUID()])).toEqual([]);
    expect(await ask(null, find, [null, session?.id])).toEqual([]);
  });

  test("give no column of a person beyond those that a request needs", async () => {
    const [columns] = await adminQuery<{ names: string[] }>(
      "SELECT proargnames[3:]::text[] AS names FROM pg_proc WHERE proname = 'session_actor'",
    );
    expect(columns?.names).toEqual([
      "user_id",
      "first_name",
      "last_name",
      "username",
      "role",
      "access_profile",
      "extra_permissions",
      "must_change_password",
      "password_expired",
      "last_seen_at",
      "organization_slug",
      "organization_name",
      "organization_managing",
      "allowed_networks",
      "sign_in_hours",
      "export_allowed",
    ]);
  });

  test("tell when a second step is due of the session that is asked for, and of no other", async () => {
    const [session] = await adminQuery("SELECT id FROM sessions WHERE organization_id = $1", [theirs.id]);
    const due = "SELECT due_at FROM second_step_due($1, $2)";
    await adminQuery(
      "UPDATE organizations SET mfa_policy = 'required', mfa_required_at = now() WHERE id = $1",
      [theirs.id],
    );
    await adminQuery("UPDATE mfa_methods SET confirmed_at = NULL WHERE organization_id = $1", [theirs.id]);
    expect(await ask(null, due, [theirs.id, session?.id])).toHaveLength(1);
    expect(await ask(ours.id, due, [ours.id, session?.id])).toEqual([]);
    expect(await ask(null, due, [theirs.id, randomUUID()])).toEqual([]);
    expect(await ask(null, due, [null, session?.id])).toEqual([]);
  });

  test("show an organization that manages nobody nothing but itself", async () => {
    expect(await ask(ours.id, "SELECT id FROM managed_organizations()")).toEqual([{ id: ours.id }]);
    expect(await ask(null, "SELECT id FROM managed_organizations()")).toEqual([]);
  });

  test("search among the people of the organization that one is in", async () => {
    const find =
      "SELECT u.organization_id AS id FROM people_like('%', '%', '%') found JOIN users u ON u.id = found.id";
    const raw = "SELECT id FROM people_like('%', '%', '%')";
    expect(new Set((await ask(ours.id, find)).map(({ id }) => id))).toEqual(new Set([ours.id]));
    const foreign = await adminQuery("SELECT id FROM users WHERE organization_id <> $1", [ours.id]);
    const found = (await ask(ours.id, raw)).map(({ id }) => id);
    expect(found.filter((id) => foreign.some((row) => row.id === id))).toEqual([]);
    expect(await ask(null, raw)).toEqual([]);
  });

  test("look up the address book of the organization that one is in", async () => {
    await adminQuery("UPDATE users SET in_address_book = true");
    const raw = "SELECT id FROM address_book_like('%', '%', '%')";
    const own = await adminQuery<{ id: string }>(
      "SELECT id FROM users WHERE organization_id = $1 AND removed_at IS NULL",
      [ours.id],
    );
    const found = (await ask(ours.id, raw)).map(({ id }) => id);
    expect(new Set(found)).toEqual(new Set(own.map(({ id }) => id)));
    expect(found.length).toBeGreaterThan(0);
    expect(await ask(null, raw)).toEqual([]);
  });

  test("find by values of properties among the people of the organization that one is in", async () => {
    const having = "SELECT id FROM people_having('{}')";
    const own = await adminQuery("SELECT id FROM users WHERE organization_id = $1 AND properties <> '{}'", [
      ours.id,
    ]);
    expect((await ask(ours.id, having)).map(({ id }) => id)).toEqual(own.map(({ id }) => id));
    expect(own).toHaveLength(1);
    expect(await ask(null, having)).toEqual([]);
  });

  test("answer a wrong token or domain with nothing", async () => {
    const find = "SELECT organization_of_credential($1) AS id";
    const known = Buffer.from(`a token of ${theirs.slug}`);
    expect(await ask(null, find, [known])).toEqual([{ id: theirs.id }]);
    for (const wrong of [known.subarray(1), Buffer.alloc(0), Buffer.alloc(32), null]) {
      expect(await ask(null, find, [wrong])).toEqual([{ id: null }]);
    }
    expect(await ask(null, "SELECT organization_of_domain($1) AS id", [theirs.domain])).toEqual([
      { id: theirs.id },
    ]);
    for (const wrong of ["%", "organization-_.example", "", theirs.domain.toUpperCase()]) {
      expect(await ask(null, "SELECT organization_of_domain($1) AS id", [wrong])).toEqual([{ id: null }]);
    }
  });

  test("are the only way to the domains' owners", async () => {
    for (const statement of [
      "SELECT name FROM domain_claims",
      "INSERT INTO domain_claims VALUES ('stolen.example', $1)",
      "UPDATE domain_claims SET organization_id = $1",
      "DELETE FROM domain_claims WHERE organization_id = $1",
    ]) {
      const values = statement.includes("$1") ? [theirs.id] : [];
      expect(await attempt(theirs.id, statement, values)).toBe(DENIED);
    }
  });
});
