import { setTimeout as sleep } from "node:timers/promises";
import { Logger, runOnce } from "graphile-worker";
import pg from "pg";
import { db } from "@/lib/db";
import { required } from "@/lib/env";
import { readHealth } from "@/lib/jobs/health";
import { tasks } from "@/lib/jobs/tasks";

const LOOK_AGAIN_MS = 250;

/** Whoever does an import's jobs: a worker where one runs, else this process. */
export async function startWork(): Promise<{ wait: () => Promise<void>; stop: () => Promise<void> }> {
  const { worker } = await readHealth();
  const disconnect = () => db().$disconnect();
  if (worker === "up") return { wait: () => sleep(LOOK_AGAIN_MS), stop: disconnect };
  const pgPool = new pg.Pool({ connectionString: required("DATABASE_APP_URL"), max: 3 });
  pgPool.on("error", () => undefined);
  const taskList = Object.fromEntries(Object.entries(tasks).filter(([name]) => name.startsWith("import.")));
  let running: Promise<void> | null = null;
  let failure: unknown;
  return {
    async wait() {
      if (failure) throw failure;
      running ??= runOnce({ pgPool, taskList, noHandleSignals: true, logger: SILENT })
        .catch((error: unknown) => {
          failure = error;
        })
        .finally(() => {
          running = null;
        });
      await Promise.race([running, sleep(LOOK_AGAIN_MS)]);
    },
    async stop() {
      await running;
      await pgPool.end();
      await disconnect();
    },
  };
}

const SILENT = new Logger(() => () => undefined);
