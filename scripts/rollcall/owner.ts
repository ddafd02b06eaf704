import type { Transaction } from "@/lib/db";
import { generateClient } from "@/scripts/build/generate";
import { productEnvironment } from "@/scripts/children/environment";
import { applicationUrl, missingMigrations, prepareDatabase } from "@/scripts/migrate/prepare";
import { embeddedState, embeddedUrls, startEmbedded } from "@/scripts/postgres/embedded";
import { Failure } from "@/scripts/shared/failure";
import { ensureDataDir } from "@/scripts/shared/files";
import { addressOf, type Project, readProject } from "@/scripts/shared/project";
import { ensureSecrets } from "@/scripts/shared/secrets";
import { holderOf, lockDataDir } from "@/scripts/start/lock";

/** The connection that owns the schema, and where files for the operator go. */
export type Owner = {
  dataDir: string;
  /** A connection that may make roles. */
  adminUrl: string;
  transaction: <T>(work: (tx: Transaction) => Promise<T>) => Promise<T>;
};

/**
 * Does the work with the database that `npm start` would use: that of DATABASE_URL, or the embedded one, which is
 * started for as long as the work takes unless it runs already.
 */
export async function withOwner<T>(work: (owner: Owner) => Promise<T>): Promise<T> {
  const project = readProject();
  const { DATABASE_URL } = project.settings;
  if (DATABASE_URL) return withUrl(project, await upToDate(DATABASE_URL), DATABASE_URL, work);
  ensureDataDir(project.dataDir);
  const state = embeddedState(project.dataDir);
  if (holderOf(project.dataDir) && state) {
    const { ownerUrl, superuserUrl } = embeddedUrls(state);
    return withUrl(project, await upToDate(ownerUrl), superuserUrl, work);
  }
  return withOwnServer(project, work);
}

async function withOwnServer<T>(project: Project, work: (owner: Owner) => Promise<T>): Promise<T> {
  const { dataDir, settings } = project;
  const unlock = await lockDataDir(dataDir, "npm run rollcall", addressOf(settings));
  try {
    const accountSetting = settings.ROLLCALL_POSTGRES_USER;
    const { ownerUrl, superuserUrl, stop } = await startEmbedded({ dataDir, accountSetting, durable: true });
    try {
      const { nextAuthSecret } = ensureSecrets(dataDir, settings);
      await prepareDatabase({ ownerUrl, adminUrl: superuserUrl, nextAuthSecret });
      return await withUrl(project, ownerUrl, superuserUrl, work);
    } finally {
      await stop();
    }
  } finally {
    unlock();
  }
}

async function withUrl<T>(
  project: Project,
  ownerUrl: string,
  adminUrl: string,
  work: (owner: Owner) => Promise<T>,
): Promise<T> {
  const secrets = ensureSecrets(project.dataDir, project.settings);
  const appUrl = project.settings.DATABASE_APP_URL ?? applicationUrl(ownerUrl, secrets.nextAuthSecret);
  const environment = productEnvironment(project, secrets, appUrl);
  await generateClient(environment);
  // What is imported here reads its settings as web and worker do.
  Object.assign(process.env, environment);
  const { createClient } = await import("@/lib/db");
  const client = createClient(ownerUrl, 1);
  try {
    return await work({
      dataDir: project.dataDir,
      adminUrl,
      transaction: (inTransaction) => client.$transaction(inTransaction, { timeout: 60_000 }),
    });
  } finally {
    await client.$disconnect();
  }
}

// A tool that migrated by the way would do so under the feet of the processes that run.
async function upToDate(ownerUrl: string): Promise<string> {
  const missing = await missingMigrations(ownerUrl);
  if (missing.length === 0) return ownerUrl;
  throw new Failure(
    `The database lacks migrations (${missing.join(", ")}). Run npm run migrate or npm start first.`,
  );
}
