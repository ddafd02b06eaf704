import { EventEmitter } from "node:events";
import { Logger, run, type WorkerEvents } from "graphile-worker";
import pg from "pg";
import { onConnection } from "@/lib/db";
import { env, required } from "@/lib/env";
import { attend } from "@/lib/jobs/attendance";
import { everyMinute } from "@/lib/jobs/every-minute";
import { standBack } from "@/lib/jobs/stand-back";
import { slowTasks, tasks } from "@/lib/jobs/tasks";
import { log } from "@/lib/log";
import { transports } from "@/lib/messages/transport/transport";
import { lookForEvents } from "@/lib/webhooks/collect";

// How many organizations' webhooks are sent to at the same time.
const SLOW_CONCURRENCY = 4;
const LOOK_MS = 1000;

/** The worker process: takes jobs, says that it lives, and takes over from those that no longer do. */
async function main(): Promise<void> {
  // Where web runs on the same machine, pages go before jobs: before this process, and before what it asks a database
  // of our own for.
  void standBack(process.pid);
  if (process.argv.includes("--own-database")) onConnection((processId) => void standBack(processId));
  const pgPool = new pg.Pool({
    connectionString: required("DATABASE_APP_URL"),
    max: env().WORKER_CONCURRENCY + SLOW_CONCURRENCY + 4,
  });
  pgPool.on("connect", (client) => client.on("error", () => undefined));
  pgPool.on("error", (error) => log.warn({ error: error.message }, "A database connection was lost."));
  const events: WorkerEvents = new EventEmitter();
  const attendance = await attend(pgPool, events);
  const shared = { pgPool, events, pollInterval: 1000, noHandleSignals: true, logger: quiet() };
  const runner = await run({
    ...shared,
    concurrency: env().WORKER_CONCURRENCY,
    taskList: tasks,
    parsedCronItems: everyMinute(),
  });
  const slow = await run({
    ...shared,
    concurrency: SLOW_CONCURRENCY,
    taskList: slowTasks,
    parsedCronItems: [],
  });
  const looking = keepLooking();
  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    clearInterval(looking);
    await Promise.all([runner, slow].map((each) => each.stop().catch(() => undefined)));
    await attendance.leave().catch(() => undefined);
    process.exit(0);
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
  process.on("disconnect", stop);
  const { email, sms } = transports();
  log.info(`The worker is ready. E-mail goes to ${email.where}, SMS to ${sms.where}.`);
  await Promise.all([runner.promise, slow.promise]);
}

/** Looks for events that webhooks are told of: where there is no webhook, that is one look into an empty table. */
function keepLooking(): NodeJS.Timeout {
  let isLooking = false;
  const look = async () => {
    if (isLooking) return;
    isLooking = true;
    await lookForEvents().catch((error: unknown) =>
      log.warn({ error: String(error) }, "The worker could not look for events."),
    );
    isLooking = false;
  };
  return setInterval(() => void look(), LOOK_MS);
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
