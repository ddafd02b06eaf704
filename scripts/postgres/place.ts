import { createHash } from "node:crypto";
import { chmodSync, chownSync, existsSync, mkdirSync, renameSync, statSync } from "node:fs";
import { isAbsolute, join, relative, resolve } from "node:path";
import { type Account, accountOfOwner, canEnter, findAccount, runAs } from "@/scripts/postgres/account";
import { canRun, copyBinaries, findBinaries } from "@/scripts/postgres/binaries";
import { stopWhateverRuns } from "@/scripts/postgres/running";
import { Failure } from "@/scripts/shared/failure";

/** Where Postgres lives, and as whom: `clusterDir` holds its `data/` and `server.log`, `nativeDir` its programs. */
export type Place = { account: Account | undefined; nativeDir: string; clusterDir: string };

type PlaceOptions = {
  dataDir: string;
  rememberedDir: string | undefined;
  accountSetting: string | undefined;
};

const outside = "/var/lib/rollcall";

/**
 * Finds a place that Postgres can use: the data directory and `node_modules`, or, when root starts us and the user
 * that Postgres runs as cannot get there, `/var/lib/rollcall/`.
 * @param options.rememberedDir the cluster's folder as `rememberableDir` gave it at an earlier start
 */
export async function choosePlace({ dataDir, rememberedDir, accountSetting }: PlaceOptions): Promise<Place> {
  const remembered = rememberedDir === undefined ? undefined : resolve(dataDir, rememberedDir);
  const known = remembered && existsSync(remembered) ? remembered : undefined;
  const account = (known === undefined ? undefined : accountOfOwner(known)) ?? findAccount(accountSetting);
  const nativeDir = await reachableBinaries(account);
  const clusterDir = known ?? (await newClusterDir(dataDir, nativeDir, account));
  if (!(await canEnter(account, clusterDir)) || !belongsToUs(clusterDir))
    throw new Failure(
      `The database in ${clusterDir} belongs to another user, or lies where ${account?.name ?? "this user"} may not go.\n` +
        "Start as the user who made it, or set ROLLCALL_DATA_DIR to another folder.",
    );
  return { account, nativeDir, clusterDir };
}

/** The cluster's folder as it is to be noted: a data directory that is moved takes its database along. */
export function rememberableDir(dataDir: string, clusterDir: string): string {
  const inside = relative(dataDir, clusterDir);
  return inside.startsWith("..") || isAbsolute(inside) ? clusterDir : inside;
}

/** Where its data and its programs lie, in words, as far as that is not where one would look for them. */
export function unusualPlaces({ account, nativeDir, clusterDir }: Place, dataDir: string): string[] {
  const installed = findBinaries().nativeDir;
  const why = (path: string) => `because its user, ${account?.name}, could not reach ${path}.`;
  return [
    ...(clusterDir === usualDir(dataDir)
      ? []
      : [`The data of Postgres lies in ${clusterDir}, ${why(dataDir)}`]),
    ...(nativeDir === installed ? [] : [`The programs of Postgres lie in ${nativeDir}, ${why(installed)}`]),
  ];
}

const usualDir = (dataDir: string) => join(dataDir, "postgres");

async function reachableBinaries(account: Account | undefined): Promise<string> {
  const binaries = findBinaries();
  if (await canRun(account, binaries.nativeDir)) return binaries.nativeDir;
  const copy = account && copyBinaries(binaries, folderFor(outside, undefined, 0o755));
  if (copy && (await canRun(account, copy))) return copy;
  const { output } = await runAs(undefined, join(binaries.nativeDir, "bin", "postgres"), ["--version"]);
  throw new Failure(
    `The embedded Postgres does not run on this machine: ${output}\nSet DATABASE_URL to a Postgres of your own.`,
  );
}

async function newClusterDir(
  dataDir: string,
  nativeDir: string,
  account: Account | undefined,
): Promise<string> {
  if (await canEnter(account, dataDir)) return folderFor(usualDir(dataDir), account);
  folderFor(outside, undefined, 0o755);
  const clusterDir = join(outside, createHash("sha256").update(dataDir).digest("hex").slice(0, 12));
  if (existsSync(clusterDir)) await setAside({ account, nativeDir, clusterDir });
  return folderFor(clusterDir, account);
}

// The data directory that knew this database's password was deleted; what is inside may still be wanted.
async function setAside(place: Place): Promise<void> {
  await stopWhateverRuns(place);
  const aside = `${place.clusterDir}-${Math.trunc(statSync(place.clusterDir).ctimeMs)}`;
  renameSync(place.clusterDir, aside);
  console.log(`A database of an earlier data directory at the same path is kept in ${aside}.`);
}

function folderFor(path: string, account: Account | undefined, mode = 0o700): string {
  mkdirSync(path, { recursive: true });
  chmodSync(path, mode);
  if (account) chownSync(path, account.uid, account.gid);
  return path;
}

function belongsToUs(path: string): boolean {
  const uid = process.getuid?.();
  return uid === undefined || uid === 0 || statSync(path).uid === uid;
}
