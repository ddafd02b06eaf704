import { parseArgs } from "node:util";
import { Failure, reasonOf } from "@/scripts/shared/failure";
import { type Count, describeFailed } from "@/scripts/test/count";
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
  process.exit(outcomes.some(({ failures }) => failures.length > 0) ? 1 : 0);
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
    if (count.passed + count.failures.length > 0) return count;
    throw new Failure("Not one test ran.");
  } catch (error) {
    console.error(error instanceof Failure || signal.aborted ? reasonOf(error) : error);
    return { passed: 0, failures: [{ name: "the step as a whole", reason: reasonOf(error) }] };
  }
}

function summary(outcomes: Outcome[]): string {
  const failures = outcomes.flatMap(({ name, failures }) =>
    failures.map((failed) => describeFailed({ ...failed, name: `${name}: ${failed.name}` })),
  );
  const lines = outcomes.map(({ name, passed, failures, seconds }) => {
    const counts = countLine(passed, failures.length);
    return `${failures.length > 0 ? "failed" : "passed"}  ${name.padEnd(10)} ${counts.padEnd(24)} ${seconds.toFixed(1)} s`;
  });
  const passed = outcomes.reduce((sum, outcome) => sum + outcome.passed, 0);
  return [...failures.flatMap((each) => [each, ""]), ...lines, "", countLine(passed, failures.length)].join(
    "\n",
  );
}

const countLine = (passed: number, failed: number) => `${passed} passed, ${failed} failed`;
