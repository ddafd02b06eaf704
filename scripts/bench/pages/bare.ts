import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { stopChild } from "@/scripts/children/child";
import { environmentOf } from "@/scripts/children/environment-of";
import { Failure } from "@/scripts/shared/failure";
import { findFreePort } from "@/scripts/shared/ports";
import { projectDir } from "@/scripts/shared/project";
import { testEnvironment } from "@/scripts/test/environment";

export type BareApp = { url: string; stop(): Promise<void> };

const next = join(projectDir, "node_modules", "next", "dist", "bin", "next");
const bareDir = join(projectDir, "scripts", "bench", "bare");
const startSecondsMax = 60;

/** Builds and starts the bare Next application, which shows an organization's first fifty people and nothing else. */
export async function startBareApp(databaseUrl: string, organizationId: string): Promise<BareApp> {
  const environment = { BENCH_DATABASE_URL: databaseUrl, BENCH_ORGANIZATION_ID: organizationId };
  const building = runNext(["build"], environment);
  const [code] = (await once(building, "exit")) as [number | null];
  if (code !== 0 || !existsSync(join(projectDir, ".rollcall", "bench", "bare", "BUILD_ID")))
    throw new Failure("The bare application could not be built. Why stands above.");
  const port = await findFreePort(Math.random);
  const child = runNext(["start", "-p", String(port)], environment);
  const url = `http://localhost:${port}`;
  const stop = () => stopChild(child, 5_000);
  const deadline = Date.now() + startSecondsMax * 1000;
  while (!(await answers(url))) {
    if (Date.now() < deadline && child.exitCode === null) await sleep(100);
    else {
      await stop();
      throw new Failure("The bare application did not start. Why stands above.");
    }
  }
  return { url, stop };
}

function runNext(args: string[], environment: Record<string, string>): ChildProcess {
  return spawn(process.execPath, [next, ...args], {
    cwd: bareDir,
    env: environmentOf({ ...testEnvironment(), ...environment }),
    stdio: ["ignore", "ignore", "inherit"],
  });
}

async function answers(url: string): Promise<boolean> {
  const answer = await fetch(url).catch(() => undefined);
  await answer?.arrayBuffer();
  return answer?.ok ?? false;
}
