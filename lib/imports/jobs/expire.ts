import "server-only";
import { type Transaction, withOrganization } from "@/lib/db";
import type { Prisma } from "@/lib/generated/prisma/client";
import { matchColumns } from "@/lib/imports/columns/match";
import { passwordExpired } from "@/lib/imports/issues";
import { PASSWORDS_MINUTES_MAX } from "@/lib/imports/passwords/of-file";
import { forgetFile, limitPasswords } from "@/lib/imports/passwords/secrets";
import { fileGone } from "@/lib/imports/refusals";
import type { ImportState } from "@/lib/imports/state";
import { enqueueAt, type ImportJob } from "@/lib/jobs/queue";

type Import = Prisma.ImportGetPayload<object>;

const BUSY: readonly ImportState[] = ["parsing", "committing", "uploading", "reading"];
const UNREAD: readonly ImportState[] = ["matching", "refused"];
const REVIEWED: readonly ImportState[] = ["review", "scheduled", "hashing"];
const AGAIN_MS = 60_000;
const TIMEOUT = { timeoutMs: 10 * 60_000 };

/** Has the passwords of a file forgotten in time that looks as if it held some, before anybody has matched its columns. */
export async function watchPasswords({ organizationId, importId }: ImportJob): Promise<void> {
  await withOrganization(organizationId, async (tx) => {
    const found = await tx.import.findUnique({
      where: { organizationId_id: { organizationId, id: importId }, state: "matching" },
      select: { headers: true, samples: true },
    });
    const samples = (found?.samples ?? []) as string[][];
    const { columns } = matchColumns(
      found?.headers ?? [],
      samples.map((cells) => ({ cells })),
    );
    if (columns.some(({ field }) => field === "password")) await limitPasswords(tx, organizationId, importId);
  });
}

/**
 * Forgets what is left of a file's passwords when their hour is over: the file and every secret. Rows that had one say
 * so; all other rows stay as they were.
 */
export async function expirePasswords(job: ImportJob): Promise<void> {
  // Telling very many rows takes its time, and whatever becomes of that, the passwords are gone.
  const isForgotten = await withOrganization(job.organizationId, (tx) => forget(tx, job), TIMEOUT);
  if (isForgotten) await withOrganization(job.organizationId, (tx) => tell(tx, job), TIMEOUT);
}

async function forget(tx: Transaction, job: ImportJob): Promise<boolean> {
  const found = await lockDue(tx, job);
  if (!found) return false;
  await forgetFile(tx, job.organizationId, job.importId);
  return true;
}

async function tell(tx: Transaction, job: ImportJob): Promise<void> {
  const found = await lockDue(tx, job);
  const state = found?.state as ImportState;
  if (found && UNREAD.includes(state)) await refuse(tx, found);
  if (found && REVIEWED.includes(state)) await tellRows(tx, found);
}

/** An import whose passwords' hour is over; null for one that is not, or that is looked at again soon. */
async function lockDue(tx: Transaction, { organizationId, importId }: ImportJob): Promise<Import | null> {
  await tx.$queryRaw`SELECT 1 FROM imports WHERE organization_id = ${organizationId}::uuid AND id = ${importId}::uuid FOR UPDATE`;
  const [due] = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM imports WHERE organization_id = ${organizationId}::uuid AND id = ${importId}::uuid
      AND passwords_expire_at <= now() + interval '1 second'`;
  if (!due) return null;
  const found = await tx.import.findUniqueOrThrow({
    where: { organizationId_id: { organizationId, id: importId } },
  });
  if (!BUSY.includes(found.state as ImportState)) return found;
  // It ends within moments, and forgets them then.
  const at = new Date(Date.now() + AGAIN_MS);
  await enqueueAt(tx, "import.expire", { organizationId, importId }, importId, at);
  return null;
}

async function refuse(tx: Transaction, { organizationId, id }: Import): Promise<void> {
  await tx.import.update({
    where: { organizationId_id: { organizationId, id } },
    data: {
      state: "refused",
      refusal: fileGone(PASSWORDS_MINUTES_MAX),
      headers: [],
      sheets: [],
      samples: [],
    },
    select: { id: true },
  });
}

/** An import that was on its way waits for a person again: what they looked at is not what would be done. */
async function tellRows(tx: Transaction, { organizationId, id: importId }: Import): Promise<void> {
  const issues = JSON.stringify([passwordExpired()]);
  const told = await tx.$executeRaw`
    UPDATE import_rows SET issues = issues || ${issues}::jsonb, fate = 'invalid', "values" = "values" - 'password'
    WHERE organization_id = ${organizationId}::uuid AND import_id = ${importId}::uuid AND "values" ? 'password'`;
  if (told === 0) return;
  await tx.import.update({
    where: { organizationId_id: { organizationId, id: importId } },
    data: { state: "review", planVersion: { increment: 1 }, rowsDone: 0, updatedAt: new Date() },
    select: { id: true },
  });
}
