import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { buildSources, fingerprint } from "@/scripts/build/fingerprint";
import { buildCommand } from "@/scripts/children/commands";
import { runChild } from "@/scripts/children/run";
import { Failure } from "@/scripts/shared/failure";
import { type Environment, projectDir } from "@/scripts/shared/project";

/** Whether the sources differ from those of the last build that came to its end. */
export function buildIsNeeded(environment: Environment): boolean {
  const { buildId, stamp } = filesOf(environment);
  return (
    !existsSync(buildId) || !existsSync(stamp) || readFileSync(stamp, "utf8") !== fingerprintOf(environment)
  );
}

/** Builds the web application. A build that is interrupted counts as none. */
export async function build(environment: Environment, signal?: AbortSignal): Promise<void> {
  const { buildId, stamp } = filesOf(environment);
  const before = fingerprintOf(environment);
  rmSync(stamp, { force: true });
  const code = await runChild(buildCommand(environment), signal);
  signal?.throwIfAborted();
  if (code !== 0 || !existsSync(buildId)) throw new Failure("The build failed. Why stands above.");
  writeFileSync(stamp, before);
}

function filesOf(environment: Environment) {
  const distDir = resolve(projectDir, environment.ROLLCALL_DIST_DIR || ".next");
  return { buildId: join(distDir, "BUILD_ID"), stamp: join(distDir, "rollcall-sources.sha256") };
}

function fingerprintOf(environment: Environment): string {
  const publicSettings = Object.entries(environment).filter(([name]) => name.startsWith("NEXT_PUBLIC_"));
  const [major = ""] = process.version.split(".");
  return fingerprint(projectDir, buildSources, [major, ...publicSettings.flat().map(String)]);
}
