import { parseArgs } from "node:util";
import { Failure, reasonOf } from "@/scripts/shared/failure";
import type { Count } from "@/scripts/test/count";
import { type Step, steps } from "@/scripts/test/steps";

type Outcome = Count & { name: string; seconds: number };

/**
 * `npm test`: every check there is, or those whose names are given. The last line is always `N passed, N failed`, and
 * the exit code is 1 if any failed. A step that tests nothing counts as failed.
 */
export async function main(args: string[]): Promise<void> {
  const { positionals } = parseArgs({ args, allowPositionals: true });
  const chosen = choose(positionals);
  const stopping = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => stopping.abort());
  const outcomes: Outcome[] = [];
  for (const step of chosen) outcomes.push(await runStep(step, stopping.signal));
  console.log(`\n${summary(outcomes)}`);
  process.exit(outcomes.some(({ failed }) => failed > 0) ? 1 : 0);
}

function choose(names: string[]): Step[] {
  const unknown = names.find((name) => steps.every((step) => step.name !== name));
  if (unknown)
    throw new Failure(`There is no step "${unknown}". Steps: ${steps.map(({ name }) => name).join(", ")}.`);
  return names.length > 0 ? steps.filter(({ name }) => names.includes(name)) : steps;
}

async function runStep({ name, run }: Step, signal: AbortSignal): Promise<Outcome> {
  const startedAt = Date.now();
  console.log(`\n=== ${name}`);
  const count = await attempt(() => run(signal), signal);
  return { name, ...count, seconds: (Date.now() - startedAt) / 1000 };
}

async function attempt(run: () => Promise<Count>, signal: AbortSignal): Promise<Count> {
  try {
    signal.throwIfAborted();
    const count = await run();
    if (signal.aborted) throw new Failure("It was interrupted.");
    if (count.passed + count.failed > 0) return count;
    throw new Failure("Not one test ran.");
  } catch (error) {
    console.error(error instanceof Failure || signal.aborted ? reasonOf(error) : error);
    return { passed: 0, failed: 1 };
  }
}

function summary(outcomes: Outcome[]): string {
  const total = (key: "passed" | "failed") => outcomes.reduce((sum, outcome) => sum + outcome[key], 0);
  const lines = outcomes.map(
    ({ name, passed, failed, seconds }) =>
      `${failed > 0 ? "failed" : "passed"}  ${name.padEnd(10)} ${`${passed} passed, ${failed} failed`.padEnd(24)} ${seconds.toFixed(1)} s`,
  );
  return [...lines, "", `${total("passed")} passed, ${total("failed")} failed`].join("\n");
}
