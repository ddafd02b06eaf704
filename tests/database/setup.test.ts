import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { signIn } from "@/lib/auth/sign-in";
import { createClient } from "@/lib/db";
import { ACCESS_PROFILES, ROLES } from "@/lib/permissions/roles";
import type { DemoAccount } from "@/lib/setup/demo";
import { firstStart } from "@/lib/setup/first-start";
import { createOrganizationBelow } from "@/lib/setup/organizations";
import { listUsers } from "@/lib/users/queries";
import { STATUSES } from "@/lib/users/status";
import { testDatabase } from "@/tests/support/database";
import { adminQuery, snapshot, urls } from "@/tests/support/product-database";
import { unwrap } from "@/tests/support/product-people";

const withoutDemo = await testDatabase();
const byHand = await testDatabase();
const killed = await testDatabase();
const raced = await testDatabase();

const folders: string[] = [];
afterAll(() => Promise.all(folders.map((each) => rm(each, { recursive: true }))));

async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), "rollcall-setup-"));
  folders.push(made);
  return made;
}

async function rowsOf(adminUrl: string, sql: string): Promise<pg.QueryResultRow[]> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  const { rows } = await client.query(sql);
  await client.end();
  return rows;
}

const TRACES = `SELECT (SELECT count(*) FROM organizations)::int AS organizations, (SELECT count(*) FROM users)::int AS users,
  (SELECT count(*) FROM domain_claims)::int AS claims, (SELECT count(*) FROM audit_events)::int AS events`;
const NOTHING = { organizations: 0, users: 0, claims: 0, events: 0 };

describe("the first start with a demo", () => {
  let dataDir: string;
  let file: string | null;
  let accounts: DemoAccount[];
  beforeAll(async () => {
    dataDir = await folder();
    file = (await firstStart({ ownerUrl: urls.owner, dataDir, demo: true })).demoAccountsFile;
    accounts = JSON.parse(await readFile(file ?? "", "utf8"));
  });

  test("makes the operator and acme, which it manages", async () => {
    const organizations = await adminQuery(
      `SELECT o.slug, o.managing, m.slug AS manager, d.name AS domain, d.is_primary FROM organizations o
       LEFT JOIN organizations m ON m.id = o.managed_by JOIN domains d ON d.organization_id = o.id ORDER BY o.slug DESC`,
    );
    expect(organizations).toEqual([
      { slug: "operator", managing: true, manager: null, domain: "rollcall.example", is_primary: true },
      { slug: "acme", managing: false, manager: "operator", domain: "acme.example", is_primary: true },
    ]);
    const claims = await adminQuery("SELECT name FROM domain_claims ORDER BY name");
    expect(claims).toEqual([{ name: "acme.example" }, { name: "rollcall.example" }]);
  });

  test("keeps the passwords where only the owner of the folder reads them", async () => {
    expect(file).toBe(join(dataDir, "demo-accounts.json"));
    expect((await stat(file ?? "")).mode & 0o777).toBe(0o600);
    expect(accounts.map((account) => Object.keys(account))).toEqual(
      accounts.map(() => ["username", "password", "role", "organization"]),
    );
    expect(new Set(accounts.map(({ password }) => password)).size).toBe(accounts.length);
  });

  test("gives one account of each role and profile in acme and an admin of the operator, who all sign in", async () => {
    const inAcme = accounts.filter(({ organization }) => organization === "acme").map(({ role }) => role);
    expect(inAcme.toSorted()).toEqual([...ROLES, ...ACCESS_PROFILES].toSorted());
    expect(
      accounts.filter(({ organization }) => organization === "operator").map(({ role }) => role),
    ).toEqual(["admin"]);
    for (const { username, password, role } of accounts) {
      const { sessionId } = unwrap(await signIn({ username, password, ip: "192.0.2.1", userAgent: null }));
      const [row] = await adminQuery(
        "SELECT coalesce(u.access_profile, u.role) AS role FROM sessions s JOIN users u ON u.id = s.user_id WHERE s.id = $1",
        [sessionId],
      );
      expect(row).toEqual({ role });
    }
  });

  test("fills acme with a few hundred people of every status, in a list that counts them", async () => {
    const [acme] = await adminQuery("SELECT id, slug, name, managing FROM organizations WHERE slug = 'acme'");
    const person = {
      userId: "",
      organizationId: acme?.id,
      sessionId: null,
      name: "",
      username: "",
      ip: null,
    };
    const permissions = new Set(["users.read"] as const);
    const actor = {
      ...person,
      role: "admin" as const,
      accessProfile: null,
      organization: acme as { id: string; slug: string; name: string; managing: boolean },
      permissions,
    };
    const query = {
      search: "",
      role: null,
      importId: null,
      groupId: null,
      sort: "name",
      descending: false,
      after: null,
      before: null,
    } as const;
    const { total } = await listUsers(actor, { ...query, status: null });
    expect(total).toBe(326);
    const counts = await Promise.all(
      STATUSES.map(async (status) => (await listUsers(actor, { ...query, status })).total),
    );
    // Nobody is locked to begin with: a lock lasts fifteen minutes.
    expect(STATUSES.filter((_, index) => counts[index] === 0)).toEqual(["locked"]);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(total);
  });

  test("does nothing the second time", async () => {
    const before = await snapshot();
    const again = await firstStart({ ownerUrl: urls.owner, dataDir: await folder(), demo: true });
    expect(again).toEqual({ demoAccountsFile: null });
    expect(await snapshot()).toEqual(before);
  });
});

test("the first start without a demo makes the operator alone and writes no file", async () => {
  const dataDir = await folder();
  expect(await firstStart({ ownerUrl: withoutDemo.ownerUrl, dataDir, demo: false })).toEqual({
    demoAccountsFile: null,
  });
  expect(await rowsOf(withoutDemo.adminUrl, "SELECT slug FROM organizations")).toEqual([
    { slug: "operator" },
  ]);
  expect(await rowsOf(withoutDemo.adminUrl, "SELECT FROM users")).toEqual([]);
  await expect(stat(join(dataDir, "demo-accounts.json"))).rejects.toMatchObject({ code: "ENOENT" });
});

test("the first organization that is made by hand manages those that follow", async () => {
  const client = createClient(byHand.ownerUrl, 1);
  const make = (slug: string) =>
    client.$transaction((tx) =>
      createOrganizationBelow(tx, { name: slug, slug, domain: `${slug}.example`, managing: false }),
    );
  const first = unwrap(await make("first"));
  unwrap(await make("second"));
  await client.$disconnect();
  const made = await rowsOf(
    byHand.adminUrl,
    "SELECT slug, managing, managed_by FROM organizations ORDER BY slug",
  );
  expect(made).toEqual([
    { slug: "first", managing: true, managed_by: null },
    { slug: "second", managing: false, managed_by: first.id },
  ]);
});

describe("a first start that does not come to its end leaves nothing", () => {
  const start = async (dataDir: string) => firstStart({ ownerUrl: killed.ownerUrl, dataDir, demo: true });

  test("when the file cannot be written", async () => {
    await expect(start(join(await folder(), "absent"))).rejects.toMatchObject({ code: "ENOENT" });
    expect(await rowsOf(killed.adminUrl, TRACES)).toEqual([NOTHING]);
  });

  test("when it is killed", async () => {
    const starting = start(await folder()).then(
      () => "finished",
      () => "killed",
    );
    const client = new pg.Client({ connectionString: killed.adminUrl });
    await client.connect();
    let ended = 0;
    while (ended === 0) {
      // It is in the midst of its accounts: there is an insert of a password behind it.
      const { rowCount } = await client.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()
         AND pid <> pg_backend_pid() AND query LIKE '%"passwords"%'`,
      );
      ended = rowCount ?? 0;
    }
    await client.end();
    expect(await starting).toBe("killed");
    expect(await rowsOf(killed.adminUrl, TRACES)).toEqual([NOTHING]);
  });

  test("and the next one does it all", async () => {
    expect((await start(await folder())).demoAccountsFile).not.toBeNull();
    expect(await rowsOf(killed.adminUrl, TRACES)).toMatchObject([
      { organizations: 2, users: 327, claims: 2 },
    ]);
  });
});

test("of several first starts at once one makes it, and none fails", async () => {
  const starts = await Promise.all(
    Array.from({ length: 4 }, async () =>
      firstStart({ ownerUrl: raced.ownerUrl, dataDir: await folder(), demo: false }),
    ),
  );
  expect(starts).toHaveLength(4);
  expect(await rowsOf(raced.adminUrl, TRACES)).toEqual([
    { organizations: 1, users: 0, claims: 1, events: 1 },
  ]);
});
