import { readFileSync } from "node:fs";
import { join } from "node:path";
import { runChild } from "@/scripts/children/run";
import { Failure } from "@/scripts/shared/failure";
import { type Environment, projectDir } from "@/scripts/shared/project";
import { testEnvironment } from "@/scripts/test/environment";

/**
 * Runs a program of a package with its output shown as it comes.
 * @param tool the package, or `package:program` where the names differ
 * @throws Failure when it does not end with 0
 */
export async function runTool(tool: string, args: string[], signal: AbortSignal): Promise<void> {
  const code = await exitCodeOf(tool, args, {}, signal);
  if (code !== 0) throw new Failure(`${tool.split(":").at(-1)} ${args.join(" ")} ended with code ${code}.`);
}

/** Runs a program of a package, and gives its exit code. */
export function exitCodeOf(
  tool: string,
  args: string[],
  extra: Environment,
  signal: AbortSignal,
): Promise<number> {
  const environment = { ...testEnvironment(), ...extra };
  return runChild({ name: tool, args: [programOf(tool), ...args], environment }, signal);
}

function programOf(tool: string): string {
  const [name = "", program = name] = tool.split(":");
  const packageDir = join(projectDir, "node_modules", name);
  const { bin } = JSON.parse(readFileSync(join(packageDir, "package.json"), "utf8")) as {
    bin: string | Record<string, string>;
  };
  const path = typeof bin === "string" ? bin : bin[program];
  if (!path) throw new Error(`The package ${name} has no program ${program}.`);
  return join(packageDir, path);
}
