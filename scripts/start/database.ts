import { setTimeout as sleep } from "node:timers/promises";
import { prepareDatabase } from "@/scripts/migrate/prepare";
import { type Embedded, type EmbeddedOptions, startEmbedded } from "@/scripts/postgres/embedded";
import { reasonOf } from "@/scripts/shared/failure";
import type { Project } from "@/scripts/shared/project";
import type { Secrets } from "@/scripts/shared/secrets";
import type { Lifetime } from "@/scripts/start/lifetime";

export type Database = { ownerUrl: string; appUrl: string; isEmbedded: boolean };

/** The database of DATABASE_URL or else the embedded one, running and migrated, until the end. */
export async function openDatabase(
  { settings, dataDir }: Project,
  { nextAuthSecret }: Secrets,
  lifetime: Lifetime,
): Promise<Database> {
  const given = settings.DATABASE_URL;
  const options = { dataDir, accountSetting: settings.ROLLCALL_POSTGRES_USER, durable: true };
  const embedded = given === undefined ? await keepRunning(options, lifetime) : undefined;
  const ownerUrl = given ?? embedded?.ownerUrl ?? "";
  const { appUrl, applied } = await prepareDatabase({
    ownerUrl,
    adminUrl: embedded?.superuserUrl,
    appUrl: settings.DATABASE_APP_URL,
    nextAuthSecret,
  });
  for (const name of applied) console.log(`Migrated the database: ${name}`);
  return { ownerUrl, appUrl, isEmbedded: embedded !== undefined };
}

async function keepRunning(options: EmbeddedOptions, lifetime: Lifetime): Promise<Embedded> {
  let embedded = await startEmbedded(options);
  for (const line of embedded.unusualPlaces) console.log(line);
  const watching = watch();
  lifetime.onEnd(async () => {
    await watching;
    await embedded.stop();
  });
  return embedded;

  async function watch(): Promise<void> {
    const { ownerUrl } = embedded;
    while (!lifetime.signal.aborted) {
      await sleep(1_000, undefined, { signal: lifetime.signal }).catch(() => undefined);
      if (lifetime.signal.aborted || embedded.isRunning()) continue;
      console.error("Postgres ended. It is started again.");
      try {
        embedded = await startEmbedded(options);
      } catch (error) {
        console.error(reasonOf(error));
      }
      if (embedded.ownerUrl !== ownerUrl || !embedded.isRunning()) void lifetime.end(1);
    }
  }
}
