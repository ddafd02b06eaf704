import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { applyMigrations } from "@/scripts/migrate/apply";
import { connect } from "@/scripts/migrate/connect";
import { readMigrations } from "@/scripts/migrate/files";
import { withMigrationLock } from "@/scripts/migrate/lock";
import { startTemporaryCluster, type TemporaryCluster, temporaryDir } from "@/tests/support/cluster";
import { runAsAdmin, withDatabase } from "@/tests/support/template";

let cluster: TemporaryCluster;
let migrationsDir: string;
let url: string;
let count = 0;

beforeAll(async () => {
  cluster = await startTemporaryCluster();
});
afterAll(() => cluster.stop());

beforeEach(async () => {
  const name = `migrate_${++count}`;
  await runAsAdmin(cluster.superuserUrl, [`CREATE DATABASE ${name}`]);
  url = withDatabase(cluster.superuserUrl, name);
  migrationsDir = temporaryDir("migrations");
  write("1_people", "CREATE TABLE people (id int);");
  write("2_more", "INSERT INTO people VALUES (1);\nCREATE TABLE more (id int);");
  return () => rmSync(migrationsDir, { recursive: true });
});

function write(name: string, sql: string): void {
  mkdirSync(join(migrationsDir, name), { recursive: true });
  writeFileSync(join(migrationsDir, name, "migration.sql"), sql);
}

async function migrate(): Promise<string[]> {
  const client = await connect(url, "DATABASE_URL");
  try {
    return await withMigrationLock(client, () => applyMigrations(client, readMigrations(migrationsDir)));
  } finally {
    await client.end();
  }
}

async function rowsOf(sql: string): Promise<Record<string, unknown>[]> {
  const client = await connect(url, "DATABASE_URL");
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

describe("the migration runner", () => {
  test("applies what is pending, in order, once, and notes it as Prisma does", async () => {
    expect(await migrate()).toEqual(["1_people", "2_more"]);
    expect(await migrate()).toEqual([]);
    write("3_last", "DROP TABLE more;");
    expect(await migrate()).toEqual(["3_last"]);
    const noted = await rowsOf("SELECT * FROM _prisma_migrations ORDER BY started_at");
    expect(noted).toHaveLength(3);
    expect(noted[0]).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      // sha256sum of the first file.
      checksum: "8efade52653ac1594ee8031cf498ec6e165d457497c73923f85e7c02dcf4275d",
      finished_at: expect.any(Date),
      migration_name: "1_people",
      logs: null,
      rolled_back_at: null,
      started_at: expect.any(Date),
      applied_steps_count: 1,
    });
  });

  test("leaves nothing of a migration that fails, keeps those before it, and says where it failed", async () => {
    write(
      "2_more",
      "INSERT INTO people VALUES (1);\nCREATE TABLE more (id int);\nINSERT INTO nowhere VALUES (1);",
    );
    await expect(migrate()).rejects.toThrow(/2_more failed .*"nowhere" does not exist \(line 3\)/);
    expect(await rowsOf("SELECT * FROM people")).toEqual([]);
    expect(await rowsOf("SELECT to_regclass('more')::text AS more")).toEqual([{ more: null }]);
    expect(await rowsOf("SELECT migration_name AS name FROM _prisma_migrations")).toEqual([
      { name: "1_people" },
    ]);
    write("2_more", "CREATE TABLE more (id int);");
    expect(await migrate()).toEqual(["2_more"]);
  });

  test("leaves nothing of a migration that cannot be noted", async () => {
    write("2_more", "CREATE TABLE more (id int); DROP TABLE _prisma_migrations;");
    await expect(migrate()).rejects.toThrow(/2_more failed/);
    expect(await rowsOf("SELECT to_regclass('more')::text AS more")).toEqual([{ more: null }]);
    expect(await rowsOf("SELECT migration_name AS name FROM _prisma_migrations")).toEqual([
      { name: "1_people" },
    ]);
  });

  test("refuses a migration that was edited after it had been applied", async () => {
    await migrate();
    write("1_people", "CREATE TABLE people (id bigint);");
    await expect(migrate()).rejects.toThrow(/1_people was changed after/);
  });

  test("runs once when four start at the same moment", async () => {
    write("1_people", "CREATE TABLE people (id int); SELECT pg_sleep(0.3);");
    const applied = await Promise.all([migrate(), migrate(), migrate(), migrate()]);
    expect(applied.flat().sort()).toEqual(["1_people", "2_more"]);
    expect(await rowsOf("SELECT * FROM people")).toEqual([{ id: 1 }]);
  });

  test("waits for Prisma's own lock", async () => {
    const prisma = await connect(url, "DATABASE_URL");
    await prisma.query("SELECT pg_advisory_lock(72707369)");
    let isDone = false;
    const migrating = migrate().then(() => {
      isDone = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(isDone).toBe(false);
    await prisma.end();
    await migrating;
    expect(await rowsOf("SELECT * FROM people")).toEqual([{ id: 1 }]);
  });
});

describe("connect", () => {
  test.each([
    [
      "a port nobody listens on",
      () => "postgresql://u:geheim@127.0.0.1:1/d",
      /"d" at 127.0.0.1:1, .* refused/,
    ],
    [
      "a wrong password",
      () => cluster.ownerUrl.replace(/:[^:@]+@/, ":geheim@"),
      /the user or the password is wrong/,
    ],
    ["a missing database", () => withDatabase(cluster.superuserUrl, "gone"), /"gone" .* no such database/],
  ])("says what is wrong with %s, without the password", async (_, urlOf, message) => {
    const attempt = connect(urlOf(), "DATABASE_URL");
    await expect(attempt).rejects.toThrow(message);
    await expect(attempt).rejects.toThrow(/setting DATABASE_URL/);
    const { message: text } = (await attempt.catch((error: unknown) => error)) as Error;
    for (const secret of ["geheim", new URL(cluster.superuserUrl).password])
      expect(text).not.toContain(secret);
  });
});
