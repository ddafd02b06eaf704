import { setTimeout as sleep } from "node:timers/promises";
import { reasonOf } from "@/scripts/shared/failure";
import { parentOf, programOf } from "@/scripts/shared/processes";

type Stop = () => Promise<void> | void;

/** What has been started and must be stopped, in the reverse order, when this process is to end. */
export type Lifetime = {
  /** Aborted as soon as the end has begun. */
  signal: AbortSignal;
  /** Registers how to stop something that has just been started. */
  onEnd: (stop: Stop) => void;
  /** Stops everything and ends this process. */
  end: (exitCode: number) => Promise<void>;
};

// npm passes on a Ctrl-C that the terminal has sent to everybody already: two within this time are one.
const sameSignalMs = 1_000;

// How long the end waits for a step of the start that cannot be interrupted.
const stepMs = 20_000;

/**
 * Starts things, which then run until SIGINT, SIGTERM or SIGHUP ends them in good order, with exit code 0. A second
 * signal ends this process at once; what it started then ends by itself. If the start fails, what had been started is
 * stopped and the error is thrown.
 */
export async function withLifetime(start: (lifetime: Lifetime) => Promise<void>): Promise<void> {
  const controller = new AbortController();
  const stops: Stop[] = [];
  const { signal } = controller;
  const end = async (exitCode: number) => {
    if (signal.aborted) return;
    controller.abort();
    await Promise.race([started, sleep(stepMs)]);
    await stopAll(stops);
    process.exit(exitCode);
  };
  endOnSignals(end, signal);
  void endWithNpm(end, signal);
  // When the terminal is gone there is nobody to tell, and still much to stop.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);

  const starting = start({ signal, onEnd: (stop) => stops.push(stop), end });
  const started = starting.catch(() => undefined);
  try {
    await starting;
  } catch (error) {
    if (signal.aborted) return;
    controller.abort();
    await stopAll(stops);
    throw error;
  }
}

async function stopAll(stops: Stop[]): Promise<void> {
  for (let stop = stops.pop(); stop; stop = stops.pop()) {
    try {
      await stop();
    } catch (error) {
      console.error(reasonOf(error));
    }
  }
}

type End = Lifetime["end"];

function endOnSignals(end: End, signal: AbortSignal): void {
  let firstAt: number | undefined;
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(name, () => {
      firstAt ??= Date.now();
      if (Date.now() - firstAt > sameSignalMs) process.exit(1);
      if (!signal.aborted) console.log("\nStopping ...");
      void end(0);
    });
  }
}

// npm runs a shell that runs this. A signal to npm ends npm and the shell and gets no further; being orphaned is what
// tells.
async function endWithNpm(end: End, signal: AbortSignal): Promise<void> {
  if (process.env.npm_lifecycle_event === undefined || process.platform === "win32") return;
  const ancestors = npmAncestors();
  while (!signal.aborted) {
    await sleep(200, undefined, { ref: false });
    if (npmAncestors().join() !== ancestors.join()) await end(0);
  }
}

function npmAncestors(): (number | undefined)[] {
  const parent = process.ppid;
  return programOf(parent)?.startsWith("npm") ? [parent] : [parent, parentOf(parent)];
}
