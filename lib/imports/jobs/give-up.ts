import "server-only";
import { record } from "@/lib/audit/record";
import { type Transaction, withOrganization } from "@/lib/db";
import type { ImportOptions } from "@/lib/imports/state";
import type { ImportJob } from "@/lib/jobs/queue";
import { log } from "@/lib/log";

const FAILURES_MAX = 5;

/**
 * Runs an import's job, and ends the import with words when the job keeps failing by itself. Kills do not count: they
 * say nothing about the file.
 */
export async function orGiveUp(job: ImportJob, run: (job: ImportJob) => Promise<void>): Promise<void> {
  try {
    await run(job);
  } catch (error) {
    log.error(
      { importId: job.importId, error: error instanceof Error ? error.stack : String(error) },
      "An import's job failed.",
    );
    const goesOn = await withOrganization(job.organizationId, (tx) => countFailure(tx, job));
    if (goesOn) throw error;
  }
}

async function countFailure(tx: Transaction, { organizationId, importId }: ImportJob): Promise<boolean> {
  const key = { organizationId_id: { organizationId, id: importId } };
  const found = await tx.import.findUnique({ where: key });
  if (!found) return false;
  const options = found.options as ImportOptions;
  const failures = (options.failures ?? 0) + 1;
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
    return false;
  }
  const message =
    "Something went wrong on our side, several times. Nothing was imported. Try again, or ask whoever runs this site.";
  await tx.import.update({
    where: key,
    data: { ...data, state: "failed", refusal: { code: "failed", message }, finishedAt: new Date() },
    select: { id: true },
  });
  const subject = { type: "import" as const, id: importId, name: found.fileName };
  await record(tx, organizationId, { kind: "system", name: "Rollcall" }, "import.failed", subject);
  return false;
}
