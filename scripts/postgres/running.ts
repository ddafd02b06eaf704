import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync, realpathSync, rmSync } from "node:fs";
import { join } from "node:path";
import { runAs } from "@/scripts/postgres/account";
import type { Place } from "@/scripts/postgres/place";
import { Failure } from "@/scripts/shared/failure";
import { isAlive, waitForEnd } from "@/scripts/shared/processes";

/** The process id of the server that runs on this cluster, if one does. */
export function runningPid({ clusterDir }: Place): number | undefined {
  const pid = notedPid(clusterDir);
  return pid !== undefined && isAlive(pid) && isServerOf(pid, dataOf(clusterDir)) ? pid : undefined;
}

/**
 * Stops a server that an earlier start left behind, and removes what a killed one left behind. Only ever touches
 * processes that are this cluster's own.
 * @throws Failure when it cannot be stopped
 */
export async function stopWhateverRuns(place: Place): Promise<void> {
  const pid = runningPid(place);
  if (pid !== undefined) await stopServer(place, pid);
  await endOrphanedBackends(place);
  // Postgres mistakes another process that got the dead server's id for that server, and would refuse to start.
  if (notedPid(place.clusterDir) !== undefined) rmSync(join(dataOf(place.clusterDir), "postmaster.pid"));
}

/** Stops the server: politely within 10 s, at once within 5 s more, and then by force. */
export async function stopServer(place: Place, pid: number): Promise<void> {
  for (const [mode, seconds] of [
    ["fast", "10"],
    ["immediate", "5"],
  ] as const) {
    const args = ["stop", "-s", "-w", "-D", dataOf(place.clusterDir), "-m", mode, "-t", seconds];
    await runAs(place.account, join(place.nativeDir, "bin", "pg_ctl"), args);
    if (await waitForEnd(pid, 500)) return;
  }
  process.kill(pid, "SIGKILL");
  if (!(await waitForEnd(pid, 5_000))) throw new Failure(`The Postgres process ${pid} does not end.`);
}

/** The folder that Postgres calls its data directory. */
export function dataOf(clusterDir: string): string {
  return join(clusterDir, "data");
}

function notedPid(clusterDir: string): number | undefined {
  try {
    const [pid] = readFileSync(join(dataOf(clusterDir), "postmaster.pid"), "utf8").split("\n");
    return Number(pid) || undefined;
  } catch {
    return undefined;
  }
}

// Every process of a Postgres server works inside its data directory.
function isServerOf(pid: number, data: string): boolean {
  try {
    if (process.platform === "linux")
      return (
        readFileSync(`/proc/${pid}/comm`, "utf8") === "postgres\n" &&
        readlinkSync(`/proc/${pid}/cwd`) === realpathSync(data)
      );
    if (process.platform === "win32")
      return execFileSync("tasklist", ["/FI", `PID eq ${pid}`, "/NH"], { encoding: "utf8" }).includes(
        "postgres",
      );
    return execFileSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" }).includes(data);
  } catch {
    return false;
  }
}

// After `kill -9` of the server its sessions live on until they next look up, and keep its memory occupied.
async function endOrphanedBackends({ clusterDir }: Place): Promise<void> {
  if (process.platform !== "linux") return;
  const pids = readdirSync("/proc").map(Number).filter(Boolean);
  const orphans = pids.filter((pid) => isServerOf(pid, dataOf(clusterDir)));
  for (const pid of orphans) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // It went by itself.
    }
  }
  await Promise.all(orphans.map((pid) => waitForEnd(pid, 5_000)));
}
