import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { environmentOf } from "@/scripts/children/environment-of";
import { type Environment, projectDir } from "@/scripts/shared/project";

/** A Node program of this project: what comes after `node` on its command line, and all of its environment. */
export type Command = { name: string; args: string[]; environment: Environment };

const preload = new URL("./leave-with-parent.mjs", import.meta.url).href;

/**
 * Starts a program that ends itself when this process is gone, however that happened.
 * @param isPiped whether its output is for this process to read, and not on the terminal
 */
export function startChild({ args, environment }: Command, isPiped = false): ChildProcess {
  const output = isPiped ? "pipe" : "inherit";
  return spawn(process.execPath, ["--import", preload, ...args], {
    cwd: projectDir,
    env: environmentOf({ ...environment, ROLLCALL_PARENT: String(process.pid) }),
    stdio: ["ignore", output, output, "ipc"],
    // A group of its own: a Ctrl-C in the terminal is to reach this process alone, which knows the order.
    detached: process.platform !== "win32",
  });
}

/** Ends a child: politely, and by force when it takes longer than the given time. */
export async function stopChild(child: ChildProcess, timeoutMs: number): Promise<void> {
  if (hasEnded(child)) return;
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), timeoutMs);
  await ended;
  clearTimeout(timer);
}

/** How a child ended, in words; `undefined` stands for one that could not even be started. */
export function endingOf(child: ChildProcess): string {
  return child.signalCode ?? `code ${child.exitCode ?? "unknown"}`;
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}
