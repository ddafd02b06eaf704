import { once } from "node:events";
import { type Command, startChild, stopChild } from "@/scripts/children/child";
import { productEnvironment } from "@/scripts/children/environment";
import { applicationUrl } from "@/scripts/migrate/prepare";
import { Failure } from "@/scripts/shared/failure";
import { type Environment, readProject } from "@/scripts/shared/project";
import { ensureSecrets } from "@/scripts/shared/secrets";

/**
 * Runs one of the product's processes alone, as production does: what starts it again when it ends is the system's
 * own service manager. Ends with the exit code of that process, and with 0 when it was told to end.
 */
export async function runService(
  commandOf: (environment: Environment, port: number) => Command,
  stopTimeoutMs: number,
): Promise<void> {
  const project = readProject();
  const { DATABASE_URL, DATABASE_APP_URL, PORT } = project.settings;
  if (!DATABASE_URL && !DATABASE_APP_URL)
    throw new Failure(
      "Neither DATABASE_APP_URL nor DATABASE_URL is set. The embedded database belongs to npm start.",
    );
  const secrets = ensureSecrets(project.dataDir, project.settings);
  const appUrl = DATABASE_APP_URL ?? applicationUrl(DATABASE_URL ?? "", secrets.nextAuthSecret);
  const child = startChild(commandOf(productEnvironment(project, secrets, appUrl), PORT));
  let wasAsked = false;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      wasAsked = true;
      void stopChild(child, stopTimeoutMs);
    });
  }
  const [code] = (await once(child, "exit")) as [number | null];
  process.exitCode = wasAsked ? 0 : (code ?? 1);
}
