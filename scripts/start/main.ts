import { parseArgs } from "node:util";
import { build, buildIsNeeded, ensureBuildDir } from "@/scripts/build/build";
import { generateClient } from "@/scripts/build/generate";
import { webCommand, workerCommand } from "@/scripts/children/commands";
import { baseEnvironment, productEnvironment } from "@/scripts/children/environment";
import { supervise } from "@/scripts/children/supervise";
import { ensureDataDir } from "@/scripts/shared/files";
import { addressOf, type Environment, type Project, readProject } from "@/scripts/shared/project";
import { ensureSecrets } from "@/scripts/shared/secrets";
import { announce } from "@/scripts/start/announce";
import { openDatabase } from "@/scripts/start/database";
import { firstStart } from "@/scripts/start/first-start";
import { type Lifetime, withLifetime } from "@/scripts/start/lifetime";
import { lockDataDir } from "@/scripts/start/lock";
import { checkPort } from "@/scripts/start/port";

/** `npm start`: everything that is needed, from an empty folder to a page that opens, and all of it stopped at the end. */
export async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { dev: { type: "boolean", default: false } } });
  const project = readProject();
  await withLifetime((lifetime) => start(project, values.dev, lifetime));
}

async function start(project: Project, development: boolean, lifetime: Lifetime): Promise<void> {
  const { settings, dataDir } = project;
  const { signal } = lifetime;
  await checkPort(settings.PORT, dataDir);
  ensureDataDir(dataDir);
  lifetime.onEnd(await lockDataDir(dataDir, "npm start", addressOf(settings)));
  const secrets = ensureSecrets(dataDir, settings);
  const mustBuild = await prepareClone(project, development, signal);

  const database = await openDatabase(project, secrets, lifetime);
  signal.throwIfAborted();
  const environment = {
    ...productEnvironment(project, secrets, database.appUrl),
    NODE_ENV: development ? "development" : "production",
  };
  await firstStart(database, environment, signal);
  if (mustBuild) await build(environment, signal);
  signal.throwIfAborted();

  const health = { wasReached: false };
  runProcesses(environment, settings.PORT, development, database.isEmbedded, lifetime, health);
  health.wasReached = await announce(project, signal);
}

/** Refuses a clone that cannot be written, if it has to be, before anything runs. @returns whether a build is needed */
async function prepareClone(project: Project, development: boolean, signal: AbortSignal): Promise<boolean> {
  const environment = baseEnvironment(project.environment, development);
  const mustBuild = !development && buildIsNeeded(environment);
  if (development || mustBuild) ensureBuildDir();
  await generateClient(environment, signal);
  return mustBuild;
}

type Health = { wasReached: boolean };

function runProcesses(
  environment: Environment,
  port: number,
  development: boolean,
  ownsDatabase: boolean,
  { onEnd, end }: Lifetime,
  health: Health,
): void {
  const options = {
    stopTimeoutMs: 5_000,
    onEarlyDeath(name: string, times: number, ending: string) {
      // Once it has worked, what is wrong may pass: a database that is away comes back.
      if (health.wasReached || times < 4) return;
      console.error(`The ${name} process ended four times right after its start (${ending}). Giving up.`);
      void end(1);
    },
  };
  // The last one started is the first one stopped.
  onEnd(supervise(workerCommand(environment, ownsDatabase), options).stop);
  onEnd(supervise(webCommand(environment, port, development), options).stop);
}
