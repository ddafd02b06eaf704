import "server-only";
import { record } from "@/lib/audit/record";
import { type Transaction, withOrganization } from "@/lib/db";
import { resumeLeavers } from "@/lib/imports/jobs/leavers";
import { forgetFile } from "@/lib/imports/passwords/secrets";
import type { ImportOptions, ImportState } from "@/lib/imports/state";
import type { ImportJob } from "@/lib/jobs/queue";
import { log } from "@/lib/log";

const FAILURES_MAX = 5;
// Machines are restarted; but a file that brings down whoever reads it must not do so for ever.
const ATTEMPTS_MAX = 8;
// In all others an import waits for a person, or is at its end: no job that fails takes it from there.
const WORKED_ON: readonly ImportState[] = ["reading", "parsing", "hashing", "committing", "undoing"];

/** What a run says that another one has taken the place of: an end of its own would end the other's job. */
export class Overtaken extends Error {}

/**
 * Runs an import's job, and ends the import with words when the job keeps failing by itself, or has been begun too
 * often without an end.
 * @param attempt how often it has been begun, from 1
 */
export async function orGiveUp(
  job: ImportJob,
  run: (job: ImportJob) => Promise<void>,
  attempt = 1,
): Promise<void> {
  try {
    if (attempt > ATTEMPTS_MAX) {
      await withOrganization(job.organizationId, (tx) => countFailure(tx, job, FAILURES_MAX));
      return;
    }
    await run(job);
    await withOrganization(job.organizationId, (tx) => forgetFailures(tx, job));
  } catch (error) {
    if (error instanceof Overtaken) throw error;
    log.error(
      { importId: job.importId, error: error instanceof Error ? error.stack : String(error) },
      "An import's job failed.",
    );
    const goesOn = await withOrganization(job.organizationId, (tx) => countFailure(tx, job));
    if (goesOn) throw error;
  }
}

/** Five failures are too many in a row, not in all of an import's jobs. */
async function forgetFailures(tx: Transaction, { organizationId, importId }: ImportJob): Promise<void> {
  await tx.$executeRaw`
    UPDATE imports SET options = options - 'failures'
    WHERE organization_id = ${organizationId}::uuid AND id = ${importId}::uuid AND options ? 'failures'`;
}

/** @returns whether to try again */
async function countFailure(
  tx: Transaction,
  { organizationId, importId }: ImportJob,
  count = 1,
): Promise<boolean> {
  const key = { organizationId_id: { organizationId, id: importId } };
  await tx.$queryRaw`SELECT 1 FROM imports WHERE organization_id = ${organizationId}::uuid AND id = ${importId}::uuid FOR UPDATE`;
  const found = await tx.import.findUnique({ where: key });
  if (!found) return false;
  if (!WORKED_ON.includes(found.state as ImportState)) return true;
  const options = found.options as ImportOptions;
  const failures = (options.failures ?? 0) + count;
  const data = { options: { ...options, failures } };
  if (failures < FAILURES_MAX) {
    await tx.import.update({ where: key, data, select: { id: true } });
    return true;
  }
  if (found.state === "undoing") {
    const undo =
      "Taking this import back failed on our side, several times. Everything is as it was. Try again.";
    const refusal = { code: "undo_failed", message: undo };
    await tx.import.update({ where: key, data: { ...data, state: "done", refusal }, select: { id: true } });
    await resumeLeavers(tx, found);
    return false;
  }
  const message =
    "Something went wrong on our side, several times. Nothing was imported. Try again, or ask whoever runs this site.";
  await tx.import.update({
    where: key,
    data: { ...data, state: "failed", refusal: { code: "failed", message }, finishedAt: new Date() },
    select: { id: true },
  });
  await forgetFile(tx, organizationId, importId);
  const subject = { type: "import" as const, id: importId, name: found.fileName };
  await record(tx, organizationId, { kind: "system", name: "Rollcall" }, "import.failed", subject);
  return false;
}
