import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { type Environment, projectDir } from "@/scripts/shared/project";
import { testEnvironment } from "@/scripts/test/environment";

export type Program = { child: ChildProcess; output: () => string };

type ProgramOptions = { environment?: Environment; nodeOptions?: string[]; uid?: number; gid?: number };

/** Starts a program of `scripts/`, with none of the settings this process has. */
export function startProgram(
  args: string[],
  { environment, nodeOptions = [], ...user }: ProgramOptions,
): Program {
  const child = spawn(process.execPath, [...nodeOptions, ...args], {
    cwd: projectDir,
    env: { ...testEnvironment(), ...environment } as NodeJS.ProcessEnv,
    stdio: ["ignore", "pipe", "pipe"],
    ...user,
  });
  let output = "";
  child.stdout.on("data", (chunk) => {
    output += chunk;
  });
  child.stderr.on("data", (chunk) => {
    output += chunk;
  });
  return { child, output: () => output };
}

/** Runs a program of `scripts/` to its end. */
export async function runProgram(
  args: string[],
  options: ProgramOptions = {},
): Promise<{ code: number | null; output: string }> {
  const { child, output } = startProgram(args, options);
  const [code] = (await once(child, "close")) as [number | null];
  return { code, output: output() };
}

/** Waits until the program has printed this, and fails with all it printed when it ends before. */
export async function untilPrinted(
  { child, output }: Program,
  text: string,
  timeoutMs = 180_000,
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!output().includes(text)) {
    if (child.exitCode !== null || child.signalCode !== null || Date.now() > deadline)
      throw new Error(`"${text}" was not printed. What was:\n${output()}`);
    await sleep(50);
  }
}
