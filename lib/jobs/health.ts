import "server-only";
import { db } from "@/lib/db";
import { DEAD_AFTER_SECONDS } from "@/lib/jobs/attendance";

export type Health = { database: "up" | "down"; worker: "up" | "down" };

const ANSWER_WITHIN_MS = 3000;

/** Whether the database answers and a worker has been heard of lately. Never throws. */
export async function readHealth(): Promise<Health> {
  try {
    const rows = await Promise.race([
      db().$queryRaw<{ alive: boolean }[]>`
        SELECT EXISTS (SELECT 1 FROM worker_processes
          WHERE heartbeat_at > now() - make_interval(secs => ${DEAD_AFTER_SECONDS})) AS alive`,
      new Promise<never>((_, reject) =>
        setTimeout(() => reject(new Error("No answer.")), ANSWER_WITHIN_MS).unref(),
      ),
    ]);
    return { database: "up", worker: rows[0]?.alive ? "up" : "down" };
  } catch {
    return { database: "down", worker: "down" };
  }
}
