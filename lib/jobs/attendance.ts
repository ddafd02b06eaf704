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
  const workerIds: string[] = [];
  await pool.query("INSERT INTO worker_processes (id) VALUES ($1)", [id]);
  events.on("worker:create", ({ worker }) => {
    workerIds.push(worker.workerId);
    void beat(pool, id, workerIds);
  });
  const timer = setInterval(() => {
    void beat(pool, id, workerIds)
      .then(() => bury(pool))
      .catch((error: unknown) =>
        log.warn({ error: String(error) }, "The worker could not say that it lives."),
      );
  }, HEARTBEAT_SECONDS * 1000);
  return {
    async leave() {
      clearInterval(timer);
      await pool.query("DELETE FROM worker_processes WHERE id = $1", [id]);
    },
  };
}

async function beat(pool: pg.Pool, id: string, workerIds: string[]): Promise<void> {
  await pool.query(
    `INSERT INTO worker_processes (id, worker_ids) VALUES ($1, $2)
     ON CONFLICT (id) DO UPDATE SET heartbeat_at = now(), worker_ids = excluded.worker_ids`,
    [id, workerIds],
  );
}

async function bury(pool: pg.Pool): Promise<void> {
  await pool.query(
    `WITH dead AS (
       DELETE FROM worker_processes WHERE heartbeat_at < now() - make_interval(secs => $1) RETURNING worker_ids)
     SELECT graphile_worker.force_unlock_workers(worker_ids) FROM dead WHERE worker_ids <> '{}'`,
    [DEAD_AFTER_SECONDS],
  );
}
