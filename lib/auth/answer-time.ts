import "server-only";
import { setTimeout as sleep, setImmediate as turn } from "node:timers/promises";
import type { Result } from "@/lib/result";

/**
 * Holds a refusal back until the next full step of time since its work began, so that how long it took does not tell
 * why it was refused: a wrong password costs a few writes more than a name that nobody has.
 */
export async function refuseInStep<T>(stepMs: number, work: () => Promise<Result<T>>): Promise<Result<T>> {
  const start = performance.now();
  const result = await work();
  if (!result.ok) await restOfStep(stepMs, start);
  return result;
}

/** The same for work whose answer says nothing, whatever came of it. */
export async function answerInStep(stepMs: number, work: () => Promise<void>): Promise<void> {
  const start = performance.now();
  await work();
  await restOfStep(stepMs, start);
}

/**
 * Node's timers know whole milliseconds, and count from when they last looked at the clock: what is left of one is waited
 * for turn by turn, or the fraction that the work took would show.
 */
async function restOfStep(stepMs: number, start: number): Promise<void> {
  const end = start + Math.ceil((performance.now() - start) / stepMs) * stepMs;
  for (let left = end - performance.now(); left > 0; left = end - performance.now()) {
    await (left < 2 ? turn() : sleep(Math.floor(left) - 1));
  }
}
