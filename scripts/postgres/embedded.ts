import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { Client, escapeIdentifier, escapeLiteral } from "pg";
import { ensureCluster, superuser } from "@/scripts/postgres/cluster";
import { choosePlace, rememberableDir, unusualPlaces } from "@/scripts/postgres/place";
import { stopWhateverRuns } from "@/scripts/postgres/running";
import { startServer } from "@/scripts/postgres/server";
import { readJson, writeSecretJson } from "@/scripts/shared/files";
import { findFreePort, portIsFree } from "@/scripts/shared/ports";

/** `postgres.json`: what the next start, and the command line beside a running one, must know. */
export type EmbeddedState = {
  port: number;
  superuserPassword: string;
  ownerPassword: string;
  clusterDir: string;
  nativeDir: string;
};

export type EmbeddedUrls = { superuserUrl: string; ownerUrl: string };

export type Embedded = EmbeddedUrls & {
  /** Where data and log lie. */
  clusterDir: string;
  /** What a start says of places that are not the usual ones. */
  unusualPlaces: string[];
  isRunning: () => boolean;
  stop: () => Promise<void>;
};

export type EmbeddedOptions = { dataDir: string; accountSetting: string | undefined; durable: boolean };

const databaseName = "rollcall";
const ownerName = "rollcall_owner";

/**
 * Starts the Postgres that comes with the product, and makes its cluster, its owner role (which is no superuser) and
 * its database where they are missing.
 */
export async function startEmbedded({
  dataDir,
  accountSetting,
  durable,
}: EmbeddedOptions): Promise<Embedded> {
  const earlier = embeddedState(dataDir);
  const place = await choosePlace({ dataDir, rememberedDir: earlier?.clusterDir, accountSetting });
  const { clusterDir, nativeDir } = place;
  // It would hold the very port that is to be used again.
  await stopWhateverRuns(place);
  const state: EmbeddedState = {
    port: await usablePort(earlier?.port),
    superuserPassword: earlier?.superuserPassword ?? randomPassword(),
    ownerPassword: earlier?.ownerPassword ?? randomPassword(),
    clusterDir: rememberableDir(dataDir, clusterDir),
    nativeDir,
  };
  // Before the cluster: one whose password nobody noted could not be entered.
  writeSecretJson(stateFile(dataDir), state);
  await ensureCluster(place, state.superuserPassword, durable);
  const server = await startServer(place, state.port, durable);
  const urls = embeddedUrls(state);
  try {
    await ensureDatabase(urls.superuserUrl, state.ownerPassword);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return { ...urls, ...server, clusterDir, unusualPlaces: unusualPlaces(place, dataDir) };
}

/** What an earlier start noted, if there was one. */
export function embeddedState(dataDir: string): EmbeddedState | undefined {
  return readJson<EmbeddedState>(stateFile(dataDir));
}

/** The connection strings of the server that was noted. */
export function embeddedUrls({ port, superuserPassword, ownerPassword }: EmbeddedState): EmbeddedUrls {
  const url = (user: string, password: string) =>
    `postgresql://${user}:${password}@127.0.0.1:${port}/${databaseName}`;
  return { superuserUrl: url(superuser, superuserPassword), ownerUrl: url(ownerName, ownerPassword) };
}

function stateFile(dataDir: string): string {
  return join(dataDir, "postgres.json");
}

async function usablePort(remembered: number | undefined): Promise<number> {
  if (remembered !== undefined && (await portIsFree(remembered, ["127.0.0.1"]))) return remembered;
  return findFreePort(Math.random);
}

function randomPassword(): string {
  return randomBytes(24).toString("hex");
}

async function ensureDatabase(superuserUrl: string, ownerPassword: string): Promise<void> {
  const client = new Client({ connectionString: superuserUrl.replace(/[^/]+$/, "postgres") });
  await client.connect();
  try {
    const roles = await client.query("SELECT FROM pg_roles WHERE rolname = $1", [ownerName]);
    if (roles.rowCount === 0)
      await client.query(
        `CREATE ROLE ${escapeIdentifier(ownerName)} LOGIN PASSWORD ${escapeLiteral(ownerPassword)}`,
      );
    const databases = await client.query("SELECT FROM pg_database WHERE datname = $1", [databaseName]);
    if (databases.rowCount === 0) await client.query(`CREATE DATABASE ${databaseName} OWNER ${ownerName}`);
  } finally {
    await client.end();
  }
}
