import { randomUUID } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";
import { Failure, reasonOf } from "@/scripts/shared/failure";
import { projectDir } from "@/scripts/shared/project";

/** Writes JSON so that a reader sees the old file or the new one, and nobody but the owner may read it. */
export function writeSecretJson(path: string, value: unknown): void {
  const temporary = `${path}.${randomUUID()}`;
  writeFileSync(temporary, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600, flush: true });
  renameSync(temporary, path);
}

/** Reads JSON, or gives nothing when the file is absent or is not JSON. */
export function readJson<T>(path: string): T | undefined {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as T;
  } catch {
    return undefined;
  }
}

/**
 * Makes the data directory if need be and proves that it can be written.
 * @throws Failure that names the folder and the setting
 */
export function ensureDataDir(dataDir: string): void {
  ensureWritable("data directory", dataDir, "set ROLLCALL_DATA_DIR to another folder", () => {
    const isNew = !existsSync(dataDir);
    mkdirSync(dataDir, { recursive: true });
    // Postgres, when root starts it, runs as another user and has to pass through.
    if (isNew) chmodSync(dataDir, process.getuid?.() === 0 ? 0o711 : 0o700);
  });
}

/**
 * Makes a folder of the clone if need be, for what is made from the sources, and proves that it can be written.
 * @throws Failure that names the folder and what to do
 */
export function ensureOwnDir(path: string): void {
  const instead = `run npm start as the user that ${projectDir} belongs to`;
  ensureWritable("folder", path, instead, () => mkdirSync(path, { recursive: true }));
}

function ensureWritable(what: string, path: string, instead: string, make: () => void): void {
  try {
    make();
    const probe = join(path, `.probe-${randomUUID()}`);
    writeFileSync(probe, "");
    rmSync(probe);
  } catch (error) {
    throw new Failure(
      `The ${what} ${path} cannot be written by the user ${ownName()}: ${reasonOf(error)}\n` +
        `Give that user the right to write there, or ${instead}.`,
    );
  }
}

// A container may run as a number that has no name.
function ownName(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.());
  }
}
