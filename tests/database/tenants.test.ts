import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { EVENT_COLUMNS, LOOKUPS, REGISTRIES } from "@/tests/database/tenant-grants";
import { findTenantFaults, TABLES_OF_NOBODY, tenantTables } from "@/tests/database/tenant-rules";
import { adminQuery, urls } from "@/tests/support/product-database";

const owner = new pg.Client({ connectionString: urls.owner });
beforeAll(() => owner.connect());
afterAll(() => owner.end());

test("every table of a tenant stands behind the wall", async () => {
  const tables = await tenantTables(owner);
  expect(tables).toContain("users");
  expect(tables.length).toBeGreaterThanOrEqual(11);
  expect(await findTenantFaults(owner)).toEqual([]);
});

test("the tables that belong to nobody exist", async () => {
  const rows = await adminQuery(
    "SELECT FROM pg_tables WHERE schemaname = 'public' AND tablename = ANY ($1)",
    [TABLES_OF_NOBODY],
  );
  expect(rows).toHaveLength(TABLES_OF_NOBODY.length);
});

const WRITTEN = EVENT_COLUMNS.map((column) => `INSERT ${column}`).join(", ");

const newTable = (columns: string) => `CREATE TABLE notes (${columns})`;
const secured = `ALTER TABLE notes ENABLE ROW LEVEL SECURITY; ALTER TABLE notes FORCE ROW LEVEL SECURITY;
  CREATE POLICY tenant ON notes USING (organization_id = current_organization())
  WITH CHECK (organization_id = current_organization());`;
const composite = newTable("organization_id uuid, id uuid, text text, PRIMARY KEY (organization_id, id)");

describe("a planted fault is found:", () => {
  test.each([
    ["a table without a policy", composite, "notes: row-level security is off"],
    [
      "a policy that is not forced",
      `${composite}; ${secured.replace(/ALTER TABLE notes FORCE.*?;/, "")}`,
      "notes: row-level security is not forced",
    ],
    ["a table without a primary key", newTable("organization_id uuid"), "notes: no primary key"],
    [
      "a primary key without the organization",
      `${newTable("organization_id uuid, id uuid PRIMARY KEY")}; ${secured}`,
      "notes: the key notes_pkey does not begin with organization_id",
    ],
    [
      "a foreign key without the organization",
      `${composite}; ${secured} CREATE TABLE lines (organization_id uuid, id uuid, note uuid, other uuid,
         PRIMARY KEY (organization_id, id), FOREIGN KEY (id, organization_id) REFERENCES notes (organization_id, id))`,
      "lines: the foreign key lines_id_organization_id_fkey does not hold organization_id",
    ],
    [
      "a unique key across tenants",
      "CREATE UNIQUE INDEX everyone ON users (username)",
      "users: the key everyone does not begin with organization_id",
    ],
    [
      "a dropped policy",
      "DROP POLICY tenant ON passwords",
      "passwords: no policy tenant PERMISSIVE ALL {public} (organization_id = current_organization()) (organization_id = current_organization())",
    ],
    [
      "a policy for everybody",
      "DROP POLICY tenant ON users; CREATE POLICY tenant ON users USING (true)",
      "users: has policy tenant PERMISSIVE ALL {public} true",
    ],
    [
      "a policy that checks reading only",
      "DROP POLICY tenant ON sessions; CREATE POLICY tenant ON sessions USING (organization_id = current_organization()) WITH CHECK (true)",
      "sessions: has policy tenant PERMISSIVE ALL {public} (organization_id = current_organization()) true",
    ],
    [
      "one policy more",
      "CREATE POLICY support ON users FOR SELECT USING (true)",
      "users: has policy support PERMISSIVE SELECT {public} true",
    ],
    [
      "row-level security switched off",
      "ALTER TABLE users DISABLE ROW LEVEL SECURITY",
      "users: row-level security is off",
    ],
    [
      "an unforced table",
      "ALTER TABLE users NO FORCE ROW LEVEL SECURITY",
      "users: row-level security is not forced",
    ],
    [
      "an audit log that may be changed",
      "GRANT UPDATE ON audit_events TO rollcall_application",
      `audit_events: rollcall_application holds ${WRITTEN}, SELECT, UPDATE`,
    ],
    [
      "an audit log of which one column may be changed",
      "GRANT UPDATE (changes) ON audit_events TO rollcall_application",
      `audit_events: rollcall_application holds ${WRITTEN}, SELECT, UPDATE changes`,
    ],
    [
      "a table that may be emptied past its policies",
      "GRANT TRUNCATE ON users TO rollcall_application",
      "users: rollcall_application holds DELETE, INSERT, SELECT, TRUNCATE, UPDATE",
    ],
    [
      "readable domain claims",
      "GRANT SELECT ON domain_claims TO rollcall_application",
      "domain_claims: rollcall_application holds SELECT",
    ],
    ["a table for everybody", "GRANT SELECT ON users TO PUBLIC", "users: granted to everybody"],
    [
      "a look-up role that reads password hashes",
      "GRANT SELECT (hash) ON passwords TO rollcall_lookup",
      "passwords: rollcall_lookup holds SELECT hash, SELECT must_change, SELECT organization_id, SELECT set_at, SELECT user_id",
    ],
    [
      "a function with its owner's rights",
      "CREATE FUNCTION everyone() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS 'SELECT count(*) FROM public.users'",
      "everyone(): runs with its owner's rights",
    ],
    [
      "a look-up that everybody may call",
      "GRANT EXECUTE ON FUNCTION managed_organizations() TO PUBLIC",
      "managed_organizations(): may be called by -,rollcall_application,rollcall_registrar",
    ],
    [
      "a look-up with a path for planted functions",
      "ALTER FUNCTION session_actor(uuid, uuid) RESET search_path",
      "session_actor(uuid,uuid): has the settings none",
    ],
    [
      "a view",
      "CREATE VIEW everyone AS SELECT * FROM users",
      `everyone: is a view with the rights of ${decodeURIComponent(new URL(urls.owner).username)}`,
    ],
    [
      "a view of the product's that shows more than whoever asks may see",
      "ALTER VIEW extension_states RESET (security_invoker)",
      `extension_states: is a view with the rights of ${decodeURIComponent(new URL(urls.owner).username)}`,
    ],
    [
      "a PBX that reads a table",
      "GRANT SELECT ON extensions TO rollcall_pbx_reader",
      "extensions: rollcall_pbx_reader holds SELECT",
    ],
    [
      "a PBX's view that reads more",
      "GRANT SELECT (hash) ON passwords TO rollcall_telephony",
      "passwords: rollcall_telephony holds SELECT hash",
    ],
    ["a schema that nobody looks into", "CREATE SCHEMA attic", "attic: an unknown schema"],
  ])("%s", async (_, statements, fault) => {
    await owner.query("BEGIN");
    try {
      await owner.query(statements);
      expect(await findTenantFaults(owner)).toContain(fault);
    } finally {
      await owner.query("ROLLBACK");
    }
    expect(await findTenantFaults(owner)).toEqual([]);
  });
});

describe("the roles", () => {
  const attributes = (roles: string[]) =>
    adminQuery<{ name: string; rights: string[] }>(
      `SELECT rolname AS name, array_remove(ARRAY[CASE WHEN rolsuper THEN 'superuser' END,
         CASE WHEN rolbypassrls THEN 'bypasses row-level security' END, CASE WHEN rolcreaterole THEN 'makes roles' END,
         CASE WHEN rolcreatedb THEN 'makes databases' END, CASE WHEN rolreplication THEN 'replicates' END], NULL) AS rights
       FROM pg_roles WHERE rolname = ANY ($1) ORDER BY 1`,
      [roles],
    );
  const application = decodeURIComponent(new URL(urls.app).username);
  const owning = decodeURIComponent(new URL(urls.owner).username);

  test("have no attribute that leads past the wall", async () => {
    const groups = ["rollcall_application", "rollcall_lookup", "rollcall_pbx_reader", "rollcall_registrar"];
    const roles = [application, owning, ...groups, "rollcall_telephony"];
    const found = await attributes(roles);
    expect(found).toHaveLength(7);
    expect(found.filter(({ rights }) => rights.length > 0)).toEqual([]);
  });

  test("of the application are members of its group and of nothing else", async () => {
    const rows = await adminQuery<{ name: string }>(
      "SELECT rolname AS name FROM pg_roles WHERE pg_has_role($1, oid, 'MEMBER') AND rolname <> $1",
      [application],
    );
    expect(rows).toEqual([{ name: "rollcall_application" }]);
    expect(
      await adminQuery("SELECT FROM pg_auth_members WHERE member = 'rollcall_application'::regrole"),
    ).toEqual([]);
  });

  test("of the application own nothing", async () => {
    const owned = (role: string) =>
      adminQuery("SELECT FROM pg_shdepend WHERE refobjid = $1::regrole AND deptype = 'o'", [`"${role}"`]);
    expect(await owned(application)).toEqual([]);
    expect(await owned("rollcall_application")).toEqual([]);
    expect((await owned(owning)).length).toBeGreaterThan(0);
  });

  test.each([
    ["rollcall_lookup", LOOKUPS, 0],
    ["rollcall_registrar", REGISTRIES, 0],
    ["rollcall_telephony", [], 3],
    ["rollcall_pbx_reader", [], 0],
  ])("%s cannot sign in, makes nothing, and owns its own alone", async (role, functions, views) => {
    const [row] = await adminQuery(
      `SELECT rolcanlogin AS login, has_schema_privilege(oid, 'public', 'CREATE') AS creates,
         (SELECT count(*)::int FROM pg_proc WHERE proowner = r.oid) AS functions,
         (SELECT count(*)::int FROM pg_class WHERE relowner = r.oid) AS tables
       FROM pg_roles r WHERE rolname = $1`,
      [role],
    );
    expect(row).toEqual({ login: false, creates: false, functions: functions.length, tables: views });
  });

  test("do not let the application become another one", async () => {
    const client = new pg.Client({ connectionString: urls.app });
    await client.connect();
    const superuser = decodeURIComponent(new URL(urls.admin).username);
    for (const role of ["rollcall_lookup", "rollcall_registrar", "rollcall_telephony", owning, superuser]) {
      await expect(client.query(`SET ROLE "${role}"`)).rejects.toMatchObject({ code: "42501" });
    }
    await expect(client.query("CREATE TABLE mine (id int)")).rejects.toMatchObject({ code: "42501" });
    await client.end();
  });
});
