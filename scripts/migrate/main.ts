import { prepareDatabase } from "@/scripts/migrate/prepare";
import { Failure } from "@/scripts/shared/failure";
import { readProject } from "@/scripts/shared/project";
import { ensureSecrets } from "@/scripts/shared/secrets";

/** `npm run migrate`: brings the database of DATABASE_URL up to date, before new web and worker processes start. */
export async function main(): Promise<void> {
  const { settings, dataDir } = readProject();
  if (!settings.DATABASE_URL)
    throw new Failure("DATABASE_URL is not set. The embedded database is migrated by npm start.");
  const { nextAuthSecret } = ensureSecrets(dataDir, settings);
  const { applied } = await prepareDatabase({
    ownerUrl: settings.DATABASE_URL,
    appUrl: settings.DATABASE_APP_URL,
    nextAuthSecret,
  });
  console.log(applied.length > 0 ? `Migrated: ${applied.join(", ")}` : "The database is up to date.");
}
