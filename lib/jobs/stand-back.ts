import "server-only";
import { readFileSync, writeFileSync } from "node:fs";
import { setPriority } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";

// A third of the weight of others: behind pages, and not starved by whatever else the machine does.
const NICENESS = 5;
const TRIES = 20;
const PAUSE_MS = 110;

/**
 * Lets a process go behind others of the machine, where that is allowed. Linux weighs each session of processes as
 * one (`sched(7)`, autogroup), and a process's own priority counts within its session only: so both are said, the
 * session's by the process that leads it.
 */
export async function standBack(processId: number): Promise<void> {
  try {
    setPriority(processId, NICENESS);
    if (!leadsSession(processId)) return;
    await retry(() => writeFileSync(`/proc/${processId}/autogroup`, String(NICENESS)));
  } catch {
    // It belongs to somebody else, is gone already, or there is no such thing here. Jobs run all the same.
  }
}

/** The session is the sixth field of `proc_pid_stat(5)`; the second one is in brackets and may hold anything. */
function leadsSession(processId: number): boolean {
  const stat = readFileSync(`/proc/${processId}/stat`, "latin1");
  const [, , , session] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return Number(session) === processId;
}

/** Of anybody but root Linux takes one such word in a tenth of a second. */
async function retry(act: () => void): Promise<void> {
  for (let left = TRIES; left > 0; left -= 1) {
    try {
      return act();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
      await sleep(PAUSE_MS, undefined, { ref: false });
    }
  }
}
