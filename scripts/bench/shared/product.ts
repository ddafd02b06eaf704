import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { within } from "@/lib/within";
import { build, buildIsNeeded } from "@/scripts/build/build";
import { generateClient } from "@/scripts/build/generate";
import { stopChild } from "@/scripts/children/child";
import { environmentOf } from "@/scripts/children/environment-of";
import { embeddedState, embeddedUrls } from "@/scripts/postgres/embedded";
import { Failure } from "@/scripts/shared/failure";
import { readJson } from "@/scripts/shared/files";
import { findFreePort } from "@/scripts/shared/ports";
import { type Environment, projectDir } from "@/scripts/shared/project";
import { holderOf } from "@/scripts/start/lock";
import { testEnvironment } from "@/scripts/test/environment";

export type Account = { username: string; password: string; role: string; organization: string };

/** The product as `npm start` runs it, with its embedded Postgres, in a data directory that is gone at the end. */
export type Product = {
  url: string;
  dataDir: string;
  /** The process of `npm start` itself. */
  pid(): number;
  account(role: string, organization?: string): Account;
  superuserUrl(): string;
  /** Starts it again after it has ended, in the same data directory. */
  start(): Promise<void>;
  /** Stops it in good order and removes its data. */
  remove(): Promise<void>;
};

const startSecondsMax = 120;

/** Builds the product if need be and starts it, with settings of its own. */
export async function startProduct(name: string, environment: Environment = {}): Promise<Product> {
  await ensureBuilt();
  const dataDir = mkdtempSync(join(tmpdir(), `rollcall-${name}-`));
  // Postgres, when root starts it, runs as another user and has to pass through.
  chmodSync(dataDir, 0o711);
  const port = await findFreePort(Math.random);
  const url = `http://localhost:${port}`;
  let child: ChildProcess | undefined;
  const product: Product = {
    url,
    dataDir,
    pid: () => child?.pid ?? 0,
    account: (role, organization) => accountOf(dataDir, role, organization),
    superuserUrl: () => superuserUrlOf(dataDir),
    async start() {
      child = spawnProduct(dataDir, port, environment);
      await untilReady(child, `${url}/api/health`, logFile(dataDir));
    },
    async remove() {
      if (child) await stopChild(child, 20_000);
      const clusterDir = embeddedState(dataDir)?.clusterDir;
      if (clusterDir?.startsWith("/")) rmSync(clusterDir, { recursive: true, force: true });
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
  try {
    await product.start();
    return product;
  } catch (error) {
    await product.remove();
    throw error;
  }
}

/** Runs something with a product of its own, which is removed whatever becomes of it, Ctrl-C included. */
export async function withProduct<T>(
  name: string,
  work: (product: Product) => Promise<T>,
  environment: Environment = {},
): Promise<T> {
  const product = await startProduct(name, environment);
  const leave = () => void product.remove().finally(() => process.exit(1));
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, leave);
  try {
    return await work(product);
  } finally {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.off(signal, leave);
    await product.remove();
  }
}

async function ensureBuilt(): Promise<void> {
  const environment = testEnvironment();
  await generateClient(environment);
  if (!buildIsNeeded(environment)) return;
  const running = holderOf(join(projectDir, ".rollcall"));
  if (running)
    throw new Failure(
      `Rollcall runs from this folder (process ${running.pid}): a new build would pull it away. Stop it.`,
    );
  await build(environment);
}

function spawnProduct(dataDir: string, port: number, environment: Environment): ChildProcess {
  const preload = new URL("../../children/leave-with-parent.mjs", import.meta.url).href;
  const log = openSync(logFile(dataDir), "a");
  return spawn(process.execPath, ["--import", preload, "scripts/start.mjs"], {
    cwd: projectDir,
    env: environmentOf({
      ...testEnvironment(),
      ...environment,
      PORT: String(port),
      ROLLCALL_DATA_DIR: dataDir,
      ROLLCALL_PARENT: String(process.pid),
    }),
    stdio: ["ignore", log, log, "ipc"],
    detached: process.platform !== "win32",
  });
}

async function untilReady(child: ChildProcess, health: string, log: string): Promise<void> {
  const ended = new AbortController();
  void once(child, "exit").then(() => ended.abort());
  const deadline = Date.now() + startSecondsMax * 1000;
  while (Date.now() < deadline && !ended.signal.aborted) {
    if (await isUp(health)) return;
    await sleep(100);
  }
  throw new Failure(`The product did not start. It said:\n${readFileSync(log, "utf8").slice(-4000)}`);
}

/** Whether web, database and worker are all there. */
export async function isUp(health: string): Promise<boolean> {
  try {
    return await within(3_000, async (signal) => {
      const answer = await fetch(health, { signal });
      const { database, worker } = (await answer.json()) as { database?: string; worker?: string };
      return answer.ok && database === "up" && worker === "up";
    });
  } catch {
    return false;
  }
}

const logFile = (dataDir: string) => join(dataDir, "product.log");

function accountOf(dataDir: string, role: string, organization = "acme"): Account {
  const accounts = readJson<Account[]>(join(dataDir, "demo-accounts.json")) ?? [];
  const account = accounts.find((each) => each.role === role && each.organization === organization);
  if (!account) throw new Error(`The demo has no account of the role ${role}.`);
  return account;
}

function superuserUrlOf(dataDir: string): string {
  const state = embeddedState(dataDir);
  if (!state) throw new Error("The product has no embedded database.");
  return embeddedUrls(state).superuserUrl;
}
