import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { codeOf } from "@/scripts/shared/failure";

/** Whether a process with this id runs. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (codeOf(error) !== "EPERM") return false;
  }
  return !isZombie(pid);
}

/**
 * What tells a process from a later one with the same id: when it started, in the system's own words. Nothing where
 * the system gives no answer.
 */
export function startOf(pid: number): string | undefined {
  try {
    if (process.platform === "linux") return linuxStartOf(pid);
    if (process.platform === "win32") return undefined;
    return execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).trim() || undefined;
  } catch {
    return undefined;
  }
}

/** The process that started this one, where the system says so without much ado. */
export function parentOf(pid: number): number | undefined {
  return attempt(() => Number(linuxStat(pid)[1]));
}

/** The living processes that this one started. */
export function childrenOf(parent: number): number[] {
  if (process.platform !== "linux") return childrenByPs(parent);
  const pids = readdirSync("/proc").map(Number).filter(Boolean);
  return pids.filter((pid) => parentOf(pid) === parent && isAlive(pid));
}

/** The name of the program that a process runs, where the system says so without much ado. */
export function programOf(pid: number): string | undefined {
  return attempt(() => readFileSync(`/proc/${pid}/comm`, "utf8").trim());
}

/** Waits until a process is gone; false when it still is there after the time. */
export async function waitForEnd(pid: number, timeoutMs: number): Promise<boolean> {
  const deadline = Date.now() + timeoutMs;
  while (isAlive(pid)) {
    if (Date.now() > deadline) return false;
    await sleep(25);
  }
  return true;
}

function linuxStartOf(pid: number): string {
  const ticks = linuxStat(pid)[19];
  return `${readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()}/${ticks}`;
}

// Linux has no need of it: a small machine or a container often lacks the program.
function childrenByPs(parent: number): number[] {
  const lines = execFileSync("ps", ["-e", "-o", "pid=,ppid="], { encoding: "utf8" }).trim().split("\n");
  const pairs = lines.map((line) => line.trim().split(/\s+/).map(Number));
  return pairs.filter(([, ofPid]) => ofPid === parent).map(([pid = 0]) => pid);
}

// In a container whose first process buries nobody, the dead keep their ids.
function isZombie(pid: number): boolean {
  return attempt(() => linuxStat(pid)[0]) === "Z";
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** The fields of proc(5) `stat` from the third on: the second is a name in brackets and may hold spaces. */
function linuxStat(pid: number): string[] {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
}
