import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Product } from "@/scripts/bench/shared/product";
import { embeddedState } from "@/scripts/postgres/embedded";
import { childrenOf, isAlive } from "@/scripts/shared/processes";

/** The process ids of a running product; nothing for one that is not there just now. */
export type ProductPids = {
  web: number | undefined;
  worker: number | undefined;
  postgres: number | undefined;
};

/** Finds the product's own processes by their parent and what they run. For Linux. */
export function pidsOf(product: Product): ProductPids {
  const children = childrenOf(product.pid()).map((pid) => ({ pid, line: commandLineOf(pid) }));
  // Next gives its process a title in place of its command line.
  const isWeb = (line: string) => line.startsWith("next-server") || line.includes("next/dist/bin/next");
  return {
    web: children.find(({ line }) => isWeb(line))?.pid,
    worker: children.find(({ line }) => line.includes("lib/jobs/worker.ts"))?.pid,
    postgres: postgresPid(product.dataDir),
  };
}

/** Everything the product started and itself, so that all of it can be ended at once. */
export function allPidsOf(product: Product): number[] {
  const pids = [product.pid(), ...childrenOf(product.pid()), postgresPid(product.dataDir)];
  return pids.filter((pid): pid is number => pid !== undefined && pid > 0);
}

/** The most memory that a process has had at a time, in bytes; null where the system does not say. */
export function peakMemoryBytes(pid: number): number | null {
  const kilobytes = /^VmHWM:\s+(\d+) kB/m.exec(textOf(`/proc/${pid}/status`))?.[1];
  return kilobytes ? Number(kilobytes) * 1024 : null;
}

/** Has the peak counted from now on (`proc_pid_clear_refs`). @returns the memory that the process has now, in bytes */
export function resetPeakMemory(pid: number): number {
  writeFileSync(`/proc/${pid}/clear_refs`, "5");
  return peakMemoryBytes(pid) ?? 0;
}

function postgresPid(dataDir: string): number | undefined {
  const clusterDir = embeddedState(dataDir)?.clusterDir;
  if (clusterDir === undefined) return undefined;
  const [pid] = textOf(join(resolve(dataDir, clusterDir), "data", "postmaster.pid")).split("\n");
  return Number(pid) > 0 && isAlive(Number(pid)) ? Number(pid) : undefined;
}

const commandLineOf = (pid: number) => textOf(`/proc/${pid}/cmdline`).replaceAll("\0", " ");

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
