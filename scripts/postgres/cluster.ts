import { randomUUID } from "node:crypto";
import {
  appendFileSync,
  chownSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { runAs } from "@/scripts/postgres/account";
import type { Place } from "@/scripts/postgres/place";
import { dataOf } from "@/scripts/postgres/running";
import { Failure } from "@/scripts/shared/failure";

/** The configuration file of ours that the cluster's own one includes. */
export const settingsFile = "rollcall.conf";

export const superuser = "postgres";

/**
 * Makes the cluster unless there is one. One that was interrupted in the making counts as none.
 * @throws Failure when there is one of another version
 */
export async function ensureCluster(
  place: Place,
  superuserPassword: string,
  durable: boolean,
): Promise<void> {
  const data = dataOf(place.clusterDir);
  if (existsSync(data)) return checkVersion(place);
  removeUnfinished(place);
  const unfinished = `${data}.new-${randomUUID()}`;
  await initdb(place, unfinished, superuserPassword, durable);
  writeOwned(place, join(unfinished, settingsFile), "");
  appendFileSync(join(unfinished, "postgresql.conf"), `\ninclude = '${settingsFile}'\n`);
  renameSync(unfinished, data);
}

// A start that was killed may have left an initdb behind that still writes: so each attempt has a name of its own.
function removeUnfinished({ clusterDir }: Place): void {
  const leftovers = readdirSync(clusterDir).filter((name) => name.startsWith("data.new-"));
  for (const name of leftovers)
    rmSync(join(clusterDir, name), { recursive: true, force: true, maxRetries: 3 });
}

/** Writes a file that the server can read and nobody else. */
export function writeOwned({ account }: Place, path: string, content: string): void {
  writeFileSync(path, content, { mode: 0o600 });
  if (account) chownSync(path, account.uid, account.gid);
}

async function initdb(
  place: Place,
  target: string,
  superuserPassword: string,
  durable: boolean,
): Promise<void> {
  const passwordFile = join(place.clusterDir, `.password-${randomUUID()}`);
  writeOwned(place, passwordFile, superuserPassword);
  const options = [
    `--username=${superuser}`,
    `--pwfile=${passwordFile}`,
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--locale=C",
    "--no-instructions",
    ...(durable ? [] : ["--no-sync"]),
  ];
  const { code, output } = await runAs(place.account, join(place.nativeDir, "bin", "initdb"), [
    ...options,
    "-D",
    target,
  ]);
  rmSync(passwordFile);
  if (code !== 0) throw new Failure(`The embedded database could not be made in ${target}:\n${output}`);
}

async function checkVersion(place: Place): Promise<void> {
  const data = readFileSync(join(dataOf(place.clusterDir), "PG_VERSION"), "utf8").trim();
  const { output } = await runAs(place.account, join(place.nativeDir, "bin", "postgres"), ["--version"]);
  const program = output.match(/(\d+)\.\d+/)?.[1];
  if (data !== program)
    throw new Failure(
      `The database in ${place.clusterDir} was made by PostgreSQL ${data}, and this Rollcall brings ${program}.\n` +
        "Dump it with the Rollcall that made it and restore it into a new one: see docs/production.md.",
    );
}
