import "server-only";
import type { Transaction } from "@/lib/db";

export type ImportJob = { organizationId: string; importId: string };

/** Every kind of job and what it is told. Payloads hold ids and nothing of a tenant's own. */
export type Jobs = {
  "import.read": ImportJob;
  "import.parse": ImportJob;
  "import.commit": ImportJob;
  "import.undo": ImportJob;
  "user-counts.compact": { organizationId: string };
};

/** Queues a job in the caller's transaction: it runs if and only if that commits. One key is one waiting job. */
export async function enqueue<Name extends keyof Jobs>(
  tx: Transaction,
  name: Name,
  payload: Jobs[Name],
  key: string,
): Promise<void> {
  await tx.$queryRaw`
    SELECT id::text FROM graphile_worker.add_job(
      identifier => ${name}, payload => ${JSON.stringify(payload)}::json, job_key => ${`${name}:${key}`},
      max_attempts => 100)`;
}
