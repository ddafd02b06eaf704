import { randomUUID } from "node:crypto";
import { linkSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { codeOf, Failure } from "@/scripts/shared/failure";
import { readJson, writeSecretJson } from "@/scripts/shared/files";
import { isAlive, startOf } from "@/scripts/shared/processes";

/** Who uses a data directory: `startedAt` tells the process from a later one that got the same id. */
export type Holder = { pid: number; startedAt: string | undefined; command: string; url: string; id: string };

/**
 * Takes the data directory for this process. What a killed process left behind is taken over.
 * @returns a function that gives it back
 * @throws Failure that says who has it
 */
export async function lockDataDir(dataDir: string, command: string, url: string): Promise<() => void> {
  const mine: Holder = { pid: process.pid, startedAt: startOf(process.pid), command, url, id: randomUUID() };
  const path = lockFile(dataDir);
  const temporary = `${path}.${mine.id}`;
  writeSecretJson(temporary, mine);
  try {
    linkSync(temporary, path);
    rmSync(temporary);
  } catch (error) {
    if (codeOf(error) !== "EEXIST") throw error;
    const holder = holderOf(dataDir);
    if (holder) {
      rmSync(temporary);
      throw new Failure(describeHolder(holder, dataDir));
    }
    renameSync(temporary, path);
    // Two who found the same leftover both took it; the later one has it.
    await sleep(100);
    const winner = holderOf(dataDir);
    if (winner && winner.id !== mine.id) throw new Failure(describeHolder(winner, dataDir));
  }
  return () => {
    if (readJson<Holder>(path)?.id === mine.id) rmSync(path);
  };
}

/** The living process that uses the data directory, if there is one. */
export function holderOf(dataDir: string): Holder | undefined {
  const holder = readJson<Holder>(lockFile(dataDir));
  if (!holder || !isAlive(holder.pid)) return undefined;
  return holder.startedAt === startOf(holder.pid) ? holder : undefined;
}

function describeHolder({ pid, command, url }: Holder, dataDir: string): string {
  return (
    `Rollcall already runs with the data directory ${dataDir}: ${command}, process ${pid}, at ${url}.\n` +
    "Stop it first, or set ROLLCALL_DATA_DIR (and PORT) to start another one beside it."
  );
}

function lockFile(dataDir: string): string {
  return join(dataDir, "supervisor.json");
}
