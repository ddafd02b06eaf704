import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseEnv } from "node:util";
import { readSettings, type Settings } from "@/lib/env";
import { Failure, reasonOf } from "@/scripts/shared/failure";

/** The folder with package.json. */
export const projectDir = fileURLToPath(new URL("../../", import.meta.url)).replace(/[\\/]$/, "");

export type Environment = Record<string, string | undefined>;

export type Project = { environment: Environment; settings: Settings; dataDir: string };

/**
 * The settings of this command: the process's environment over the file `.env`.
 * @throws Failure that names each variable that is wrong
 */
export function readProject(): Project {
  const environment = { ...readEnvFile(join(projectDir, ".env")), ...process.env };
  try {
    const settings = readSettings(environment);
    return { environment, settings, dataDir: resolve(projectDir, settings.ROLLCALL_DATA_DIR) };
  } catch (error) {
    throw new Failure(reasonOf(error));
  }
}

/** Where people open this installation. */
export function addressOf(settings: Settings): string {
  return (settings.ROLLCALL_URL ?? `http://localhost:${settings.PORT}`).replace(/\/+$/, "");
}

function readEnvFile(path: string): Environment {
  if (!existsSync(path)) return {};
  try {
    return parseEnv(readFileSync(path, "utf8")) as Environment;
  } catch (error) {
    throw new Failure(`The file ${path} cannot be read: ${reasonOf(error)}`);
  }
}
