import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { type Command, endingOf, startChild, stopChild } from "@/scripts/children/child";
import { reasonOf } from "@/scripts/shared/failure";

export type Supervision = {
  stop: () => Promise<void>;
};

export type SupervisionOptions = {
  stopTimeoutMs: number;
  /** Called after each time it died within ten seconds of its start, with how often that was in a row. */
  onEarlyDeath: (name: string, times: number, ending: string) => void;
};

const earlyMs = 10_000;

/** Keeps a program running: when it ends by itself it is started again, after a pause that doubles up to 30 s. */
export function supervise(
  command: Command,
  { stopTimeoutMs, onEarlyDeath }: SupervisionOptions,
): Supervision {
  const stopping = new AbortController();
  let child: ChildProcess | undefined;

  const run = async () => {
    let earlyDeaths = 0;
    while (!stopping.signal.aborted) {
      const startedAt = Date.now();
      child = startChild(command);
      const ending = await endOf(child);
      if (stopping.signal.aborted) return;
      earlyDeaths = Date.now() - startedAt < earlyMs ? earlyDeaths + 1 : 0;
      const pauseMs = restartPauseMs(earlyDeaths);
      console.error(
        `The ${command.name} process ended (${ending}). It is started again in ${pauseMs / 1000} s.`,
      );
      if (earlyDeaths > 0) onEarlyDeath(command.name, earlyDeaths, ending);
      await pause(pauseMs, stopping.signal);
    }
  };
  const running = run();
  return {
    async stop() {
      stopping.abort();
      if (child) await stopChild(child, stopTimeoutMs);
      await running;
    },
  };
}

/** How long to wait before the next start, by how often in a row it died soon after one. */
export function restartPauseMs(earlyDeaths: number): number {
  return Math.min(30_000, 500 * 2 ** Math.max(0, earlyDeaths - 1));
}

async function endOf(child: ChildProcess): Promise<string> {
  try {
    await once(child, "exit");
    return endingOf(child);
  } catch (error) {
    return reasonOf(error);
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
