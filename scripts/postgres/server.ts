import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync, renameSync, statSync } from "node:fs";
import { Socket } from "node:net";
import { totalmem } from "node:os";
import { join } from "node:path";
import { runAs, spawnOptions } from "@/scripts/postgres/account";
import { settingsFile, writeOwned } from "@/scripts/postgres/cluster";
import type { Place } from "@/scripts/postgres/place";
import { dataOf, runningPid, stopServer, stopWhateverRuns } from "@/scripts/postgres/running";
import { serverSettings } from "@/scripts/postgres/settings";
import { Failure } from "@/scripts/shared/failure";

export type Server = {
  /** Whether its process still runs. */
  isRunning: () => boolean;
  stop: () => Promise<void>;
};

/**
 * Starts the server on a port of 127.0.0.1 and waits until it takes connections. It outlives a Ctrl-C in the terminal,
 * and does not outlive this process, however that ends.
 * @throws Failure with the end of the server's log
 */
export async function startServer(place: Place, port: number, durable: boolean): Promise<Server> {
  await stopWhateverRuns(place);
  const data = dataOf(place.clusterDir);
  writeOwned(place, join(data, settingsFile), serverSettings({ port, durable, memoryBytes: totalmem() }));
  const log = join(place.clusterDir, "server.log");
  const logStart = rotate(log);
  const args = ["start", "-s", "-w", "-t", "120", "-D", data, "-l", log];
  const { output } = await runAs(place.account, join(place.nativeDir, "bin", "pg_ctl"), args);
  const pid = runningPid(place);
  if (pid === undefined)
    throw new Failure(`Postgres does not start. ${output}\n${tailOf(log, logStart)}\nIts log is ${log}.`);
  const guard = startGuard(place);
  return {
    isRunning: () => runningPid(place) === pid,
    async stop() {
      if (runningPid(place) === pid) await stopServer(place, pid);
      guard?.kill("SIGKILL");
    },
  };
}

// A shell that waits for the end of a pipe only this process holds, and then stops the server: a `kill -9` of this
// process leaves no server behind.
function startGuard(place: Place): ChildProcess | undefined {
  if (process.platform === "win32") return undefined;
  const pgCtl = join(place.nativeDir, "bin", "pg_ctl");
  const guard = spawn(
    "/bin/sh",
    ["-c", 'read -r _; exec "$0" stop -s -m fast -D "$1"', pgCtl, dataOf(place.clusterDir)],
    { ...spawnOptions(place.account), stdio: ["pipe", "ignore", "ignore"] },
  );
  guard.on("error", () => undefined);
  guard.unref();
  if (guard.stdin instanceof Socket) guard.stdin.unref();
  return guard;
}

const logBytesMax = 5 * 2 ** 20;

/** Begins a new log when this one is long, and gives the position where the next line goes. */
function rotate(log: string): number {
  if (!existsSync(log)) return 0;
  const { size } = statSync(log);
  if (size <= logBytesMax) return size;
  renameSync(log, `${log}.old`);
  return 0;
}

function tailOf(log: string, from: number): string {
  if (!existsSync(log)) return "";
  return readFileSync(log).subarray(from).toString("utf8").trim().split("\n").slice(-10).join("\n");
}
