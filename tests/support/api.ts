import { createApiKey } from "@/lib/api-keys/commands";
import type { ApiScope } from "@/lib/api-keys/scopes";
import type { Jobs } from "@/lib/jobs/queue";
import { tasks } from "@/lib/jobs/tasks";
import type { Actor } from "@/lib/permissions/actor";
import { adminQuery } from "@/tests/support/product-database";
import { unwrap } from "@/tests/support/product-people";

/** A key that this person makes, with what it answers: its id and its secret. */
export async function makeApiKey(
  maker: Actor,
  scopes: ApiScope[] = ["imports.write"],
): Promise<{ id: string; secret: string }> {
  return unwrap(await createApiKey(maker, { name: "Nightly", scopes, expiresInDays: 30 }));
}

/** A request as a program sends it, with its key unless there is none. */
export function apiRequest(path: string, secret: string | null, init: RequestInit = {}): Request {
  const request = new Request(`http://rollcall.example${path}`, init);
  if (secret !== null) request.headers.set("authorization", `Bearer ${secret}`);
  return request;
}

/** Does what a worker would, until nothing waits any more but to give imports up, and says which jobs there were. */
export async function runJobs(): Promise<string[]> {
  const done: string[] = [];
  for (;;) {
    const [job] = await adminQuery<{ id: string; name: keyof Jobs; payload: unknown }>(
      `SELECT j.id::text, t.identifier AS name, j.payload FROM graphile_worker._private_jobs j
       JOIN graphile_worker._private_tasks t ON t.id = j.task_id
       WHERE t.identifier <> 'import.abandon' ORDER BY j.id LIMIT 1`,
    );
    if (!job) return done;
    await adminQuery("DELETE FROM graphile_worker._private_jobs WHERE id = $1", [job.id]);
    await tasks[job.name]?.(job.payload, { job: { attempts: 1 } } as never);
    done.push(job.name);
  }
}
