import { chmodSync, createWriteStream, mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { startChild, stopChild } from "@/scripts/children/child";
import { embeddedState } from "@/scripts/postgres/embedded";
import { Failure } from "@/scripts/shared/failure";
import { findFreePort } from "@/scripts/shared/ports";
import { ensureChromium } from "@/scripts/test/chromium";
import { type Count, countPlaywright, type PlaywrightReport, withExitCode } from "@/scripts/test/count";
import { testEnvironment } from "@/scripts/test/environment";
import { withReport } from "@/scripts/test/report";
import { exitCodeOf } from "@/scripts/test/tool";

const PRODUCTS_MAX = 2;

/**
 * Runs the browser tests against products as `npm start` starts them, each in a data directory of its own. There are as
 * many as tests run beside each other; ROLLCALL_TEST_PRODUCTS tells where they are, and CHROMIUM_PATH the browser, if any.
 */
export async function browserStep(signal: AbortSignal): Promise<Count> {
  const chromium = await ensureChromium(signal);
  const running: Running[] = [];
  try {
    // One after the other: the first one puts what the database needs where the next one finds it.
    for (let index = 0; index < Math.min(PRODUCTS_MAX, availableParallelism()); index += 1)
      running.push(await startProduct(signal));
    return await withReport<PlaywrightReport, Count>(async (file, read) => {
      const extra = {
        PLAYWRIGHT_JSON_OUTPUT_FILE: file,
        ROLLCALL_TEST_PRODUCTS: JSON.stringify(running.map(({ product }) => product)),
        CHROMIUM_PATH: chromium,
        NODE_ENV: "test",
      };
      const code = await exitCodeOf(
        "@playwright/test:playwright",
        ["test", "--reporter=list,json"],
        extra,
        signal,
      );
      return withExitCode(countPlaywright(read()), code);
    });
  } finally {
    await Promise.all(running.map(({ stop }) => stop()));
  }
}

/** Where a product is that browser tests use. A test may stand in for the DNS at `dnsPort`. */
export type TestProduct = { url: string; dataDir: string; dnsPort: number };

type Running = { product: TestProduct; stop: () => Promise<void> };

async function startProduct(signal: AbortSignal): Promise<Running> {
  const dataDir = mkdtempSync(join(tmpdir(), "rollcall-browser-"));
  chmodSync(dataDir, 0o711);
  const port = await findFreePort(Math.random);
  const dnsPort = await findFreePort(Math.random);
  const environment = {
    ...testEnvironment(),
    // The walks ask more in a minute than any program should.
    ROLLCALL_API_REQUESTS_PER_MINUTE: "100000",
    PORT: String(port),
    ROLLCALL_DATA_DIR: dataDir,
    ROLLCALL_DNS_SERVERS: `127.0.0.1:${dnsPort}`,
    // What webhooks and the like speak to in tests is on this machine.
    ROLLCALL_OUTGOING_NETWORKS: "127.0.0.0/8",
    ROLLCALL_OUTGOING_HTTP: "true",
    ROLLCALL_SSO_LOOPBACK: "allowed",
  };
  const child = startChild({ name: "product", args: ["scripts/start.mjs"], environment }, true);
  // On the terminal as ever, and in a file in which a test looks for what may not be there.
  const log = createWriteStream(join(dataDir, "product.log"));
  for (const [from, to] of [
    [child.stdout, process.stdout] as const,
    [child.stderr, process.stderr] as const,
  ]) {
    from?.pipe(to, { end: false });
    from?.pipe(log, { end: false });
  }
  const stop = async () => {
    await stopChild(child, 20_000);
    removeData(dataDir);
  };
  const url = `http://localhost:${port}`;
  try {
    await untilHealthy(url, () => signal.aborted || child.exitCode !== null);
  } catch (error) {
    await stop();
    throw error;
  }
  return { product: { url, dataDir, dnsPort }, stop };
}

async function untilHealthy(url: string, isOver: () => boolean): Promise<void> {
  const deadline = Date.now() + 180_000;
  while (Date.now() < deadline) {
    if (isOver()) throw new Failure("The product did not start. Why stands above.");
    const answer = await fetch(`${url}/api/health`).catch(() => undefined);
    if (answer?.ok) return;
    await sleep(250);
  }
  throw new Failure(`The product did not become healthy at ${url} within three minutes.`);
}

function removeData(dataDir: string): void {
  // Started by root, the database may lie outside of the data directory.
  const clusterDir = embeddedState(dataDir)?.clusterDir;
  if (clusterDir?.startsWith("/")) rmSync(clusterDir, { recursive: true, force: true });
  rmSync(dataDir, { recursive: true, force: true });
}
