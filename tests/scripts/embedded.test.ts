import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { findBinaries } from "@/scripts/postgres/binaries";
import { readJson } from "@/scripts/shared/files";
import { afterwards, countNotes, newDir, note, query, start } from "@/tests/support/embedded";

describe("the embedded Postgres", () => {
  test("keeps its data, its port and its passwords", async () => {
    const dataDir = newDir("embedded");
    const first = await start(dataDir);
    await note(first.ownerUrl);
    await first.stop();
    expect(first.isRunning()).toBe(false);
    const second = await start(dataDir);
    expect(second.ownerUrl).toBe(first.ownerUrl);
    expect(await countNotes(second.ownerUrl)).toBe(1);
  });

  test("sorts and folds letters of every language, and loads the extensions the product uses", async () => {
    const { ownerUrl } = await start(newDir("embedded"));
    for (const extension of ["pg_trgm", "unaccent", "btree_gin", "citext"])
      await query(ownerUrl, `CREATE EXTENSION ${extension}`);
    expect(
      await query(ownerUrl, "SELECT lower('ÅNGSTRÖM ŻÓŁW') AS lower, unaccent('Ångström żółw') AS plain"),
    ).toEqual([{ lower: "ångström żółw", plain: "Angstrom zolw" }]);
  });

  test("is closed to others: this machine's address, a random password, files nobody else reads", async () => {
    const dataDir = newDir("embedded");
    const embedded = await start(dataDir);
    expect(await query(embedded.superuserUrl, "SHOW listen_addresses")).toEqual([
      { listen_addresses: "127.0.0.1" },
    ]);
    expect(await query(embedded.superuserUrl, "SHOW unix_socket_directories")).toEqual([
      { unix_socket_directories: "" },
    ]);
    const others = await query(
      embedded.superuserUrl,
      "SELECT auth_method FROM pg_hba_file_rules WHERE auth_method <> 'scram-sha-256'",
    );
    expect(others).toEqual([]);
    expect(statSync(join(dataDir, "postgres.json")).mode & 0o777).toBe(0o600);
    expect(statSync(embedded.clusterDir).mode & 0o777).toBe(0o700);
  });

  test("takes another port when its own is taken", async () => {
    const dataDir = newDir("embedded");
    const first = await start(dataDir);
    await first.stop();
    const { port } = new URL(first.ownerUrl);
    const intruder = spawn(process.execPath, [
      "-e",
      `net.createServer().listen(${port}, "127.0.0.1", () => console.log("up"))`,
    ]);
    afterwards(() => void intruder.kill());
    await once(intruder.stdout, "data");
    const second = await start(dataDir);
    expect(new URL(second.ownerUrl).port).not.toBe(port);
    expect(await query(second.ownerUrl, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  });

  test("begins again when it was interrupted while it was made", async () => {
    const dataDir = newDir("embedded");
    mkdirSync(join(dataDir, "postgres", "data.new-1", "base"), { recursive: true });
    const { ownerUrl } = await start(dataDir);
    expect(await query(ownerUrl, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  });

  test("says so when its data is of another version", async () => {
    const dataDir = newDir("embedded");
    const { stop, clusterDir } = await start(dataDir);
    await stop();
    writeFileSync(join(clusterDir, "data", "PG_VERSION"), "17\n");
    await expect(start(dataDir)).rejects.toThrow(/made by PostgreSQL 17, and this Rollcall brings 18/);
  });
});

test("the links between libraries, which npm does not make, are made", () => {
  const { nativeDir } = findBinaries();
  const links = readJson<{ target: string }[]>(join(nativeDir, "pg-symlinks.json")) ?? [];
  const target = links[0]?.target ?? "";
  rmSync(join(nativeDir, "..", target), { force: true });
  findBinaries();
  for (const link of links) expect(existsSync(join(nativeDir, "..", link.target))).toBe(true);
});
