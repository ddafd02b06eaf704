import { once } from "node:events";
import { readFileSync, rmSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { embeddedState } from "@/scripts/postgres/embedded";
import { readJson } from "@/scripts/shared/files";
import { findFreePort } from "@/scripts/shared/ports";
import { childrenOf, isAlive, waitForEnd } from "@/scripts/shared/processes";
import { temporaryDir } from "@/tests/support/cluster";
import { type Program, runProgram, startProgram, untilPrinted } from "@/tests/support/product";

const dataDir = temporaryDir("start");
let port: number;
let product: Program;

beforeAll(async () => {
  port = await findFreePort(Math.random);
});
afterEach(async () => {
  if (product && product.child.exitCode === null) product.child.kill("SIGTERM");
  if (product && product.child.exitCode === null && product.child.signalCode === null)
    await once(product.child, "exit");
});
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

async function start(): Promise<void> {
  const environment = { PORT: String(port), ROLLCALL_DATA_DIR: dataDir };
  product = startProgram(["scripts/start.mjs"], { environment });
  await untilPrinted(product, "Rollcall is ready");
}

const health = async () => (await fetch(`http://127.0.0.1:${port}/api/health`)).json();
const healthy = { status: "ok", database: "up", worker: "up" };

function postgresPid(): number {
  const clusterDir = resolve(dataDir, embeddedState(dataDir)?.clusterDir ?? "");
  return Number(readFileSync(join(clusterDir, "data", "postmaster.pid"), "utf8").split("\n")[0]);
}

/** Web, worker and the server's guard. */
const ownPids = () => childrenOf(product.child.pid ?? 0);

describe("npm start", () => {
  test("makes everything from nothing, and SIGTERM ends all of it with exit code 0", async () => {
    await start();
    expect(product.output()).toContain(`Open http://localhost:${port}`);
    expect(await health()).toMatchObject(healthy);
    const accounts = join(dataDir, "demo-accounts.json");
    expect(product.output()).toContain(accounts);
    expect(statSync(accounts).mode & 0o777).toBe(0o600);
    expect(readJson<unknown[]>(accounts)?.[0]).toEqual({
      username: expect.stringContaining("@"),
      password: expect.any(String),
      role: expect.any(String),
      organization: expect.any(String),
    });
    const pids = [...ownPids(), postgresPid()];
    expect(pids.length).toBeGreaterThanOrEqual(4);
    product.child.kill("SIGTERM");
    expect(await once(product.child, "exit")).toEqual([0, null]);
    expect(pids.filter(isAlive)).toEqual([]);
  });

  test("says so when it runs already, with the same port or another", async () => {
    await start();
    const again = (environment: Record<string, string>) =>
      runProgram(["scripts/start.mjs"], { environment: { ROLLCALL_DATA_DIR: dataDir, ...environment } });
    const same = await again({ PORT: String(port) });
    expect(same.code).toBe(1);
    expect(same.output).toContain(
      `already runs here: process ${product.child.pid}, at http://localhost:${port}`,
    );
    const other = await again({ PORT: String(await findFreePort(Math.random)) });
    expect(other.code).toBe(1);
    expect(other.output).toContain(`already runs with the data directory ${dataDir}`);
    expect(await health()).toMatchObject(healthy);
  });

  test("is ended by Ctrl-C as well", async () => {
    await start();
    const pids = [...ownPids(), postgresPid()];
    product.child.kill("SIGINT");
    expect(await once(product.child, "exit")).toEqual([0, null]);
    expect(pids.filter(isAlive)).toEqual([]);
  });

  test("just works after kill -9 of everything", async () => {
    await start();
    const pids = [product.child.pid ?? 0, ...ownPids(), postgresPid()];
    for (const pid of pids) process.kill(pid, "SIGKILL");
    await Promise.all(pids.map((pid) => waitForEnd(pid, 5_000)));
    await start();
    expect(await health()).toMatchObject(healthy);
  });

  test("leaves nothing running when it alone is killed", async () => {
    await start();
    const pids = [...ownPids(), postgresPid()];
    product.child.kill("SIGKILL");
    expect(await Promise.all(pids.map((pid) => waitForEnd(pid, 10_000)))).toEqual(pids.map(() => true));
    await start();
    expect(await health()).toMatchObject(healthy);
  });

  test("starts again what ends by itself: web, worker, Postgres", async () => {
    await start();
    const before = ownPids();
    for (const pid of [...before, postgresPid()]) process.kill(pid, "SIGKILL");
    const deadline = Date.now() + 60_000;
    const isHealthy = async () =>
      (await health().catch(() => undefined))?.worker === "up" && isAlive(postgresPid());
    while (!(await isHealthy()) && Date.now() < deadline) await sleep(250);
    expect(await health()).toMatchObject(healthy);
    expect(ownPids().filter((pid) => before.includes(pid))).toEqual([]);
  });
});
