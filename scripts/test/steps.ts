import { readFileSync } from "node:fs";
import { join } from "node:path";
import { build, buildIsNeeded } from "@/scripts/build/build";
import { generateClient } from "@/scripts/build/generate";
import { Failure } from "@/scripts/shared/failure";
import { projectDir } from "@/scripts/shared/project";
import { holderOf } from "@/scripts/start/lock";
import { browserStep } from "@/scripts/test/browser";
import type { Count } from "@/scripts/test/count";
import { testEnvironment } from "@/scripts/test/environment";
import { runTool } from "@/scripts/test/tool";
import { vitestStep } from "@/scripts/test/vitest";

export type Step = { name: string; run: (signal: AbortSignal) => Promise<Count> };

/** The checks of `npm test`, cheap ones first. */
export const steps: Step[] = [
  check("client", (signal) => generateClient(testEnvironment(), signal)),
  check("types", async (signal) => {
    await runTool("next", ["typegen"], signal);
    await runTool("typescript:tsc", ["--noEmit"], signal);
  }),
  check("biome", (signal) => runTool("@biomejs/biome:biome", ["check", "."], signal)),
  check("oxlint", (signal) => runTool("oxlint", ["--type-aware", "--deny-warnings"], signal)),
  check("knip", (signal) => runTool("knip", [], signal)),
  check("lockfile", async () => refuseResolvedAddresses(join(projectDir, "package-lock.json"))),
  { name: "unit", run: (signal) => vitestStep("unit", signal) },
  { name: "database", run: (signal) => vitestStep("database", signal) },
  check("build", buildForTests),
  { name: "commands", run: (signal) => vitestStep("commands", signal) },
  { name: "browser", run: browserStep },
];

/** A step that counts as one test. */
function check(name: string, run: (signal: AbortSignal) => Promise<void>): Step {
  return {
    name,
    async run(signal) {
      await run(signal);
      return { passed: 1, failures: [] };
    },
  };
}

async function buildForTests(signal: AbortSignal): Promise<void> {
  const environment = testEnvironment();
  if (!buildIsNeeded(environment)) return;
  const running = holderOf(join(projectDir, ".rollcall"));
  if (running)
    throw new Failure(
      `Rollcall runs from this folder (process ${running.pid}): a new build would pull it away. Stop it.`,
    );
  await build(environment, signal);
}

// Whoever installs is to ask the registry of their own configuration.
function refuseResolvedAddresses(lockFile: string): void {
  const { packages } = JSON.parse(readFileSync(lockFile, "utf8")) as {
    packages: Record<string, { resolved?: string }>;
  };
  const resolved = Object.entries(packages).find(([, entry]) => entry.resolved?.includes("://"));
  if (resolved)
    throw new Failure(
      `package-lock.json holds the address ${resolved[1].resolved}.\n` +
        "Run npm install with omit-lockfile-registry-resolved=true, as .npmrc says.",
    );
}
