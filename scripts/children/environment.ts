import type { Environment, Project } from "@/scripts/shared/project";
import { addressOf } from "@/scripts/shared/project";
import type { Secrets } from "@/scripts/shared/secrets";

/**
 * The environment of web and worker. They get the connection of the role that row-level security binds and never the
 * owner's: that one is blanked and not just left out, because Next reads `.env` too.
 */
export function productEnvironment(project: Project, secrets: Secrets, appUrl: string): Environment {
  return {
    ...baseEnvironment(project.environment),
    PORT: String(project.settings.PORT),
    ROLLCALL_DATA_DIR: project.dataDir,
    DATABASE_URL: "",
    DATABASE_APP_URL: appUrl,
    NEXTAUTH_SECRET: secrets.nextAuthSecret,
    NEXTAUTH_URL: addressOf(project.settings),
    NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: secrets.actionsEncryptionKey,
  };
}

/** The environment of programs that need no database. */
export function baseEnvironment(environment: Environment, development = false): Environment {
  return {
    ...environment,
    NODE_ENV: development ? "development" : "production",
    NEXT_TELEMETRY_DISABLED: "1",
  };
}
