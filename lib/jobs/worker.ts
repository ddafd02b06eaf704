import { EventEmitter } from "node:events";
import { Logger, run, type WorkerEvents } from "graphile-worker";
import pg from "pg";
import { onConnection } from "@/lib/db";
import { env, required } from "@/lib/env";
import { attend } from "@/lib/jobs/attendance";
import { everyMinute } from "@/lib/jobs/every-minute";
import { standBack } from "@/lib/jobs/stand-back";
import { tasks } from "@/lib/jobs/tasks";
import { log } from "@/lib/log";
import { transports } from "@/lib/messages/transport/transport";

/** The worker process: takes jobs, says that it lives, and takes over from those that no longer do. */
async function main(): Promise<void> {
  // Where web runs on the same machine, pages go before jobs: before this process, and before what it asks a database
  // of our own for.
  void standBack(process.pid);
  if (process.argv.includes("--own-database")) onConnection((processId) => void standBack(processId));
  const pgPool = new pg.Pool({
    connectionString: required("DATABASE_APP_URL"),
    max: env().WORKER_CONCURRENCY + 3,
  });
  pgPool.on("connect", (client) => client.on("error", () => undefined));
  pgPool.on("error", (error) => log.warn({ error: error.message }, "A database connection was lost."));
  const events: WorkerEvents = new EventEmitter();
  const attendance = await attend(pgPool, events);
  const runner = await run({
    pgPool,
    events,
    concurrency: env().WORKER_CONCURRENCY,
    taskList: tasks,
    parsedCronItems: everyMinute(),
    pollInterval: 1000,
    noHandleSignals: true,
    logger: quiet(),
  });
  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    await runner.stop().catch(() => undefined);
    await attendance.leave().catch(() => undefined);
    process.exit(0);
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
  process.on("disconnect", stop);
  const { email, sms } = transports();
  log.info(`The worker is ready. E-mail goes to ${email.where}, SMS to ${sms.where}.`);
  await runner.promise;
}

function quiet(): Logger {
  return new Logger(() => (level, message) => {
    if (level === "error") log.error(message);
    else if (level === "warning") log.warn(message);
    else log.debug(message);
  });
}

main().catch((error: unknown) => {
  log.fatal({ error: error instanceof Error ? error.stack : String(error) }, "The worker cannot run.");
  process.exit(1);
});
