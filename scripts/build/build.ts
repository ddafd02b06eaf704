import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildSources, fingerprint } from "@/scripts/build/fingerprint";
import { buildCommand } from "@/scripts/children/commands";
import { runChild } from "@/scripts/children/run";
import { Failure } from "@/scripts/shared/failure";
import { ensureOwnDir } from "@/scripts/shared/files";
import { type Environment, projectDir } from "@/scripts/shared/project";

const buildDir = join(projectDir, ".next");
const buildId = join(buildDir, "BUILD_ID");
const stamp = join(buildDir, "rollcall-sources.sha256");

/** Whether the sources differ from those of the last build that came to its end. */
export function buildIsNeeded(environment: Environment): boolean {
  return (
    !existsSync(buildId) || !existsSync(stamp) || readFileSync(stamp, "utf8") !== fingerprintOf(environment)
  );
}

/** Proves that a build has where to go. @throws Failure that names the folder */
export const ensureBuildDir = (): void => ensureOwnDir(buildDir);

/** Builds the web application. A build that is interrupted counts as none. */
export async function build(environment: Environment, signal?: AbortSignal): Promise<void> {
  ensureBuildDir();
  const before = fingerprintOf(environment);
  rmSync(stamp, { force: true });
  const code = await runChild(buildCommand(environment), signal);
  signal?.throwIfAborted();
  if (code !== 0 || !existsSync(buildId)) throw new Failure("The build failed. Why stands above.");
  writeFileSync(stamp, before);
}

function fingerprintOf(environment: Environment): string {
  const publicSettings = Object.entries(environment).filter(([name]) => name.startsWith("NEXT_PUBLIC_"));
  const [major = ""] = process.version.split(".");
  return fingerprint(projectDir, buildSources, [major, ...publicSettings.flat().map(String)]);
}
