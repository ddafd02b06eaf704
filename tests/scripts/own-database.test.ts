import { once } from "node:events";
import { existsSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { prepareDatabase } from "@/scripts/migrate/prepare";
import { findFreePort } from "@/scripts/shared/ports";
import { startTemporaryCluster, type TemporaryCluster, temporaryDir } from "@/tests/support/cluster";
import { query } from "@/tests/support/embedded";
import { runProgram, startProgram, untilPrinted } from "@/tests/support/product";

const nextAuthSecret = "a secret of at least thirty-two letters";
const dataDir = temporaryDir("own-database");
let cluster: TemporaryCluster;
let environment: Record<string, string>;

beforeAll(async () => {
  cluster = await startTemporaryCluster();
  const { ownerUrl, superuserUrl } = cluster;
  const { appUrl } = await prepareDatabase({ ownerUrl, adminUrl: superuserUrl, nextAuthSecret });
  environment = {
    PORT: String(await findFreePort(Math.random)),
    ROLLCALL_DATA_DIR: dataDir,
    DATABASE_URL: ownerUrl,
    DATABASE_APP_URL: appUrl,
    NEXTAUTH_SECRET: nextAuthSecret,
  };
});
afterAll(async () => {
  await cluster.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

const slugs = async () =>
  (await query(cluster.superuserUrl, "SELECT slug FROM organizations ORDER BY slug")).map(({ slug }) => slug);
const rollcall = (...args: string[]) => runProgram(["scripts/rollcall.mjs", ...args], { environment });
const accountsFile = join(dataDir, "demo-accounts.json");

test("a database of one's own gets the operator and no demo", async () => {
  const product = startProgram(["scripts/start.mjs"], { environment });
  await untilPrinted(product, "Rollcall is ready");
  const health = await fetch(`http://127.0.0.1:${environment.PORT}/api/health`);
  expect(await health.json()).toMatchObject({ status: "ok", database: "up", worker: "up" });
  product.child.kill("SIGTERM");
  expect(await once(product.child, "exit")).toEqual([0, null]);
  expect(await slugs()).toEqual(["operator"]);
  expect(existsSync(accountsFile)).toBe(false);
});

test("the first organization and its admin are made at the command line", async () => {
  const made = await rollcall(
    "create-organization",
    "--name",
    "New",
    "--slug",
    "new",
    "--domain",
    "new.example",
  );
  expect(made).toMatchObject({ code: 0, output: expect.stringContaining("Made the organization new.") });
  const name = ["--first-name", "Ada", "--last-name", "Admin", "--username", "ada"];
  const admin = await rollcall(
    "create-admin",
    "--organization",
    "new",
    ...name,
    "--access-email",
    "ada@mail.example",
  );
  expect(admin.code).toBe(0);
  expect(admin.output).toMatch(/Made the admin ada@new\.example\.[\s\S]*\/activate\/[\w-]{43}/);
  const reset = await rollcall("reset-admin", "--organization", "new", "--username", "ada");
  expect(reset.output).toMatch(/Open this link[\s\S]*\/activate\/[\w-]{43}/);
});

test("the demo comes when it is asked for, once", async () => {
  const loaded = await rollcall("demo");
  expect(loaded).toMatchObject({ code: 0, output: expect.stringContaining(accountsFile) });
  expect(statSync(accountsFile).mode & 0o777).toBe(0o600);
  const accounts = JSON.parse(readFileSync(accountsFile, "utf8")) as Record<string, string>[];
  expect(accounts.filter(({ organization }) => organization === "acme").map(({ role }) => role)).toEqual(
    expect.arrayContaining(["admin", "viewer", "billing", "user"]),
  );
  expect(await slugs()).toEqual(["acme", "new", "operator"]);
  const [counted] = await query(
    cluster.superuserUrl,
    "SELECT count(*)::int AS people FROM users u JOIN organizations o ON o.id = u.organization_id WHERE slug = 'acme'",
  );
  expect(counted?.people).toBeGreaterThan(200);
  const again = await rollcall("demo");
  expect(again.code).toBe(1);
  expect(again.output).toContain("acme");
  expect(JSON.parse(readFileSync(accountsFile, "utf8"))).toEqual(accounts);
});
