import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";
import { afterEach, describe, expect, test } from "vitest";
import { findAccount } from "@/scripts/postgres/account";
import { canRun, copyBinaries, findBinaries } from "@/scripts/postgres/binaries";
import { type Embedded, embeddedState, startEmbedded } from "@/scripts/postgres/embedded";
import { readJson } from "@/scripts/shared/files";
import { waitForEnd } from "@/scripts/shared/processes";
import { projectDir } from "@/scripts/shared/project";
import { temporaryDir } from "@/tests/support/cluster";

const isRoot = process.getuid?.() === 0;
const cleanups: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

function newDataDir(): string {
  const dataDir = temporaryDir("embedded");
  cleanups.push(() => rmSync(dataDir, { recursive: true, force: true }));
  return dataDir;
}

async function start(dataDir: string, durable = false): Promise<Embedded> {
  const embedded = await startEmbedded({ dataDir, accountSetting: undefined, durable });
  cleanups.push(async () => {
    await embedded.stop();
    rmSync(embedded.clusterDir, { recursive: true, force: true });
  });
  return embedded;
}

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  client.on("error", () => undefined);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

const pidFile = ({ clusterDir }: Embedded) => join(clusterDir, "data", "postmaster.pid");
const pidOf = (embedded: Embedded) => Number(readFileSync(pidFile(embedded), "utf8").split("\n")[0]);
const noted = "CREATE TABLE IF NOT EXISTS noted (id int); INSERT INTO noted VALUES (1)";
const countOf = async (url: string) =>
  (await query(url, "SELECT count(*)::int AS count FROM noted"))[0]?.count;

describe("the embedded Postgres", () => {
  test("keeps its data, its port and its passwords", async () => {
    const dataDir = newDataDir();
    const first = await start(dataDir);
    await query(first.ownerUrl, noted);
    await first.stop();
    expect(first.isRunning()).toBe(false);
    const second = await start(dataDir);
    expect(second.ownerUrl).toBe(first.ownerUrl);
    expect(await countOf(second.ownerUrl)).toBe(1);
  });

  test("sorts and folds letters of every language, and loads the extensions the product uses", async () => {
    const { ownerUrl } = await start(newDataDir());
    for (const extension of ["pg_trgm", "unaccent", "btree_gin", "citext"])
      await query(ownerUrl, `CREATE EXTENSION ${extension}`);
    expect(
      await query(ownerUrl, "SELECT lower('ÅNGSTRÖM ŻÓŁW') AS lower, unaccent('Ångström żółw') AS plain"),
    ).toEqual([{ lower: "ångström żółw", plain: "Angstrom zolw" }]);
  });

  test("is closed to others: this machine's address, a random password, files nobody else reads", async () => {
    const dataDir = newDataDir();
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

  test("starts after kill -9 of its server, with every committed row", async () => {
    const dataDir = newDataDir();
    const first = await start(dataDir, true);
    await query(first.ownerUrl, noted);
    // Computes and never looks up: such a session does not notice by itself that its server is gone.
    const loop =
      "DO $$ BEGIN WHILE clock_timestamp() < now() + interval '1 min' LOOP PERFORM 1; END LOOP; END $$";
    const busy = query(first.ownerUrl, loop).catch(() => "lost");
    await sleep(300);
    process.kill(pidOf(first), "SIGKILL");
    const second = await start(dataDir);
    expect(await countOf(second.ownerUrl)).toBe(1);
    expect(await busy).toBe("lost");
  });

  test("replaces a server that an earlier start left running", async () => {
    const dataDir = newDataDir();
    const first = await start(dataDir);
    await query(first.ownerUrl, noted);
    const orphan = pidOf(first);
    const second = await start(dataDir);
    expect(pidOf(second)).not.toBe(orphan);
    expect(second.ownerUrl).toBe(first.ownerUrl);
    expect(await countOf(second.ownerUrl)).toBe(1);
  });

  test("is not misled by another process that got the dead server's id, and leaves that process alone", async () => {
    const dataDir = newDataDir();
    const first = await start(dataDir, true);
    await query(first.ownerUrl, noted);
    const content = readFileSync(pidFile(first), "utf8");
    process.kill(pidOf(first), "SIGKILL");
    await waitForEnd(pidOf(first), 5_000);
    // As the server's own user, whose processes it believes to be other servers.
    const { uid, gid } = statSync(first.clusterDir);
    const bystander = spawn("/bin/sleep", ["60"], isRoot ? { uid, gid } : {});
    cleanups.push(() => void bystander.kill());
    writeFileSync(pidFile(first), content.replace(/^\d+/, String(bystander.pid)));
    const second = await start(dataDir);
    expect(await countOf(second.ownerUrl)).toBe(1);
    expect(bystander.exitCode ?? bystander.signalCode).toBeNull();
  });

  test("takes another port when its own is taken", async () => {
    const dataDir = newDataDir();
    const first = await start(dataDir);
    await first.stop();
    const { port } = new URL(first.ownerUrl);
    const intruder = spawn(process.execPath, [
      "-e",
      `net.createServer().listen(${port}, "127.0.0.1", () => console.log("up"))`,
    ]);
    cleanups.push(() => void intruder.kill());
    await once(intruder.stdout, "data");
    const second = await start(dataDir);
    expect(new URL(second.ownerUrl).port).not.toBe(port);
    expect(await query(second.ownerUrl, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  });

  test("begins again when it was interrupted while it was made", async () => {
    const dataDir = newDataDir();
    mkdirSync(join(dataDir, "postgres", "data.new", "base"), { recursive: true });
    const { ownerUrl } = await start(dataDir);
    expect(await query(ownerUrl, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  });

  test("says so when its data is of another version", async () => {
    const dataDir = newDataDir();
    const { stop, clusterDir } = await start(dataDir);
    await stop();
    writeFileSync(join(clusterDir, "data", "PG_VERSION"), "17\n");
    await expect(start(dataDir)).rejects.toThrow(/made by PostgreSQL 17, and this Rollcall brings 18/);
  });

  test("stops by itself when the process that started it is killed", async () => {
    const dataDir = newDataDir();
    const script = join(dataDir, "hold.mjs");
    writeFileSync(
      script,
      `import { register } from "tsx/esm/api";
       register({ tsconfig: ${JSON.stringify(join(projectDir, "tsconfig.json"))} });
       const { startEmbedded } = await import(${JSON.stringify(join(projectDir, "scripts/postgres/embedded.ts"))});
       await startEmbedded({ dataDir: ${JSON.stringify(dataDir)}, accountSetting: undefined, durable: false });
       console.log("up");
       setInterval(() => {}, 1000);`,
    );
    symlinkSync(join(projectDir, "node_modules"), join(dataDir, "node_modules"));
    const holder = spawn(process.execPath, [script], { stdio: ["ignore", "pipe", "inherit"] });
    await once(holder.stdout, "data");
    const clusterDir = join(dataDir, embeddedState(dataDir)?.clusterDir ?? "");
    const server = Number(readFileSync(join(clusterDir, "data", "postmaster.pid"), "utf8").split("\n")[0]);
    holder.kill("SIGKILL");
    expect(await waitForEnd(server, 10_000)).toBe(true);
    expect(existsSync(join(clusterDir, "data", "postmaster.pid"))).toBe(false);
  });
});

describe.runIf(isRoot)("as root", () => {
  test("runs as another user, and leaves the files to that user", async () => {
    const embedded = await start(newDataDir());
    const account = findAccount(undefined);
    expect(account?.uid).toBeGreaterThan(0);
    expect(statSync(join(embedded.clusterDir, "data")).uid).toBe(account?.uid);
    const [user] = execFileSync("ps", ["-o", "uid=", "-p", String(pidOf(embedded))], {
      encoding: "utf8",
    }).split("\n");
    expect(Number(user)).toBe(account?.uid);
  });

  test("puts the data elsewhere when that user may not enter the data directory", async () => {
    const locked = temporaryDir("locked");
    cleanups.push(() => rmSync(locked, { recursive: true, force: true }));
    chmodSync(locked, 0o700);
    const dataDir = join(locked, ".rollcall");
    mkdirSync(dataDir);
    const first = await start(dataDir);
    expect(first.clusterDir).toMatch(/^\/var\/lib\/rollcall\/[0-9a-f]{12}$/);
    expect(statSync(first.clusterDir).mode & 0o777).toBe(0o700);
    await query(first.ownerUrl, noted);
    await first.stop();
    const second = await start(dataDir);
    expect(second.clusterDir).toBe(first.clusterDir);
    expect(await countOf(second.ownerUrl)).toBe(1);
  });

  test("does not take over a database whose data directory was deleted, and keeps it", async () => {
    const locked = temporaryDir("locked");
    cleanups.push(() => rmSync(locked, { recursive: true, force: true }));
    chmodSync(locked, 0o700);
    const dataDir = join(locked, ".rollcall");
    mkdirSync(dataDir);
    const first = await start(dataDir);
    await query(first.ownerUrl, noted);
    rmSync(dataDir, { recursive: true });
    mkdirSync(dataDir);
    const second = await start(dataDir);
    await expect(countOf(second.ownerUrl)).rejects.toThrow(/does not exist/);
    const parent = join(first.clusterDir, "..");
    const [aside] = execFileSync("ls", [parent], { encoding: "utf8" })
      .split("\n")
      .filter((name) => join(parent, name).startsWith(`${first.clusterDir}-`));
    expect(aside).toBeDefined();
    cleanups.push(() => rmSync(join(parent, aside ?? "-"), { recursive: true }));
  });

  test("copies the programs to where that user can run them", async () => {
    const account = findAccount(undefined);
    const binaries = findBinaries();
    const locked = temporaryDir("locked");
    const open = temporaryDir("open");
    cleanups.push(() => {
      for (const dir of [locked, open]) rmSync(dir, { recursive: true });
    });
    chmodSync(locked, 0o700);
    symlinkSync(join(binaries.nativeDir, ".."), join(locked, "package"));
    const nativeDir = join(locked, "package", "native");
    expect(await canRun(account, nativeDir)).toBe(false);
    const copy = copyBinaries({ ...binaries, nativeDir }, open);
    expect(await canRun(account, copy)).toBe(true);
    expect(copyBinaries(binaries, open)).toBe(copy);
  });

  test("names the setting when the user it names does not exist", () => {
    expect(() => findAccount("nobody-at-all")).toThrow(/ROLLCALL_POSTGRES_USER.*nobody-at-all/);
    expect(() => findAccount("root")).toThrow(/ROLLCALL_POSTGRES_USER/);
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
