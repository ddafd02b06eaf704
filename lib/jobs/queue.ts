import "server-only";
import type { Transaction } from "@/lib/db";

export type ImportJob = { organizationId: string; importId: string };

/** Every kind of job and what it is told. Payloads hold ids and nothing of a tenant's own. */
export type Jobs = {
  "import.read": ImportJob;
  "import.parse": ImportJob;
  "import.commit": ImportJob;
  "import.undo": ImportJob;
  "import.start": ImportJob;
  "import.hash": ImportJob;
  "import.expire": ImportJob;
  "import.abandon": ImportJob;
  "import.leavers": ImportJob;
  "messages.send": { organizationId: string };
  "webhooks.send": { organizationId: string };
  "users.change": { organizationId: string; changeId: string };
  "services.renew": { organizationId: string };
  "billing.invoices": { organizationId: string };
  "user-counts.compact": { organizationId: string };
  "api-answers.forget": { organizationId: string };
  "figures.fold": Record<string, never>;
  "audit.seal": Record<string, never>;
  "sync.due": Record<string, never>;
  "sync.run": { organizationId: string; connectionId: string };
  "reports.due": Record<string, never>;
  "api-keys.warn": Record<string, never>;
  "reports.make": { organizationId: string; reportId: string };
};

/**
 * Queues a job in the caller's transaction: it runs if and only if that commits. Within an organization, one key is one
 * waiting job.
 */
export function enqueue<Name extends keyof Jobs>(
  tx: Transaction,
  name: Name,
  payload: Jobs[Name],
  key: string,
): Promise<void> {
  return enqueueAt(tx, name, payload, key, null);
}

/**
 * Queues a job for a moment, or for now; again with the same key, it takes the place of the organization's that waits.
 * @param alone of the organization's jobs with the same name for this, one runs at a time
 */
export async function enqueueAt<Name extends keyof Jobs>(
  tx: Transaction,
  name: Name,
  payload: Jobs[Name],
  key: string,
  at: Date | null,
  { alone = null }: { alone?: string | null } = {},
): Promise<void> {
  await tx.$queryRaw`
    SELECT id::text FROM graphile_worker.add_job(
      identifier => ${name}, payload => ${JSON.stringify(payload)}::json, job_key => ${within(name, payload, key)},
      max_attempts => 100, run_at => ${at?.toISOString() ?? null}::timestamptz,
      queue_name => ${alone === null ? null : within(name, payload, alone)}::text)`;
}

/** Keys can be ids that somebody chose: an organization is told apart by what is queued, never by whoever queues it. */
const within = (name: string, payload: Jobs[keyof Jobs], key: string): string =>
  [...new Set([name, ...("organizationId" in payload ? [payload.organizationId] : []), key])].join(":");
