import { parseArgs } from "node:util";
import { build, buildIsNeeded } from "@/scripts/build/build";
import { generateClient } from "@/scripts/build/generate";
import { baseEnvironment } from "@/scripts/children/environment";
import { readProject } from "@/scripts/shared/project";

/** `npm run build`: the database client and the web application, when their sources changed. Needs no database. */
export async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { force: { type: "boolean", default: false } } });
  const environment = baseEnvironment(readProject().environment);
  await generateClient(environment);
  if (values.force || buildIsNeeded(environment)) await build(environment);
  else console.log("The build is up to date.");
}
