import "server-only";
import type { WorkerEvents } from "graphile-worker";
import type pg from "pg";
import { newId } from "@/lib/ids";
import { log } from "@/lib/log";

const HEARTBEAT_SECONDS = 5;

/** A worker that has not been heard of for so long is dead, and its jobs are taken over. */
export const DEAD_AFTER_SECONDS = 25;

/**
 * Says every few seconds that this process lives, and frees the jobs of processes that no longer say so: a job that
 * was running when its worker was killed would stay locked for four hours.
 */
export async function attend(pool: pg.Pool, events: WorkerEvents): Promise<{ leave: () => Promise<void> }> {
  const id = newId();
  const holders: string[] = [];
  await pool.query("INSERT INTO worker_processes (id) VALUES ($1)", [id]);
  const sayAlive = (then?: () => Promise<void>) =>
    void beat(pool, id, holders)
      .then(then)
      .catch((error: unknown) =>
        log.warn({ error: String(error) }, "The worker could not say that it lives."),
      );
  // A job is locked by the pool of workers that took it, and not by the one that runs it.
  events.on("pool:create", ({ workerPool }) => {
    holders.push(workerPool.id);
    sayAlive();
  });
  const timer = setInterval(() => sayAlive(() => bury(pool)), HEARTBEAT_SECONDS * 1000);
  return {
    async leave() {
      clearInterval(timer);
      await pool.query("DELETE FROM worker_processes WHERE id = $1", [id]);
    },
  };
}

async function beat(pool: pg.Pool, id: string, holders: string[]): Promise<void> {
  await pool.query(
    `INSERT INTO worker_processes (id, worker_ids) VALUES ($1, $2)
     ON CONFLICT (id) DO UPDATE SET heartbeat_at = now(), worker_ids = excluded.worker_ids`,
    [id, holders],
  );
}

// A worker that was killed before it could say so much as its name counts as dead too.
async function bury(pool: pg.Pool): Promise<void> {
  await pool.query("DELETE FROM worker_processes WHERE heartbeat_at < now() - make_interval(secs => $1)", [
    DEAD_AFTER_SECONDS,
  ]);
  await pool.query(
    `SELECT graphile_worker.force_unlock_workers(array_agg(DISTINCT locked_by)) FROM graphile_worker.jobs
     WHERE locked_at < now() - make_interval(secs => $1)
       AND NOT EXISTS (SELECT FROM worker_processes WHERE locked_by = ANY (worker_ids))
     HAVING count(*) > 0`,
    [DEAD_AFTER_SECONDS],
  );
}
