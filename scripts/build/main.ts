import { parseArgs } from "node:util";
import { build, buildIsNeeded } from "@/scripts/build/build";
import { generateClient } from "@/scripts/build/generate";
import { baseEnvironment } from "@/scripts/children/environment";
import { readProject } from "@/scripts/shared/project";
import { actionsEncryptionKey } from "@/scripts/shared/secrets";

/** `npm run build`: the database client and the web application, when their sources changed. Needs no database. */
export async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { force: { type: "boolean", default: false } } });
  const { environment: given, settings } = readProject();
  const secret = settings.NEXTAUTH_SECRET;
  const environment = {
    ...baseEnvironment(given),
    ...(secret && { NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: actionsEncryptionKey(settings, secret) }),
  };
  await generateClient(environment);
  if (values.force || buildIsNeeded(environment)) await build(environment);
  else console.log("The build is up to date.");
}
