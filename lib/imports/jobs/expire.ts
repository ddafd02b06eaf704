import "server-only";
import { type Transaction, withOrganization } from "@/lib/db";
import type { Prisma } from "@/lib/generated/prisma/client";
import { matchColumns } from "@/lib/imports/columns/match";
import { lockImport } from "@/lib/imports/lock";
import { tellExpired } from "@/lib/imports/passwords/expired";
import { PASSWORDS_MINUTES_MAX } from "@/lib/imports/passwords/of-file";
import { forgetFile, forgetPasswords, limitPasswords } from "@/lib/imports/passwords/secrets";
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
 * Forgets what is left of a file's passwords when their hour is over, whatever the import is at: every secret and the
 * file. Rows that had one say so, at once or when the work that is under way has come to its end; all other rows stay as
 * they were.
 */
export async function expirePasswords(job: ImportJob): Promise<void> {
  const { organizationId, importId } = job;
  const isDue = await withOrganization(organizationId, (tx) => isOver(tx, job));
  if (!isDue) return;
  // Telling very many rows takes its time, and whatever becomes of that, the passwords are gone. Each of these holds
  // locks on one table alone: a commit that is under way neither waits for them in a circle nor keeps a secret alive.
  await withOrganization(organizationId, (tx) => forgetPasswords(tx, organizationId, importId), TIMEOUT);
  await withOrganization(organizationId, (tx) => forgetFile(tx, organizationId, importId), TIMEOUT);
  await withOrganization(organizationId, (tx) => tell(tx, job), TIMEOUT);
}

async function isOver(tx: Transaction, { organizationId, importId }: ImportJob): Promise<boolean> {
  const due = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM imports WHERE organization_id = ${organizationId}::uuid AND id = ${importId}::uuid
      AND passwords_expire_at <= now() + interval '1 second'`;
  return due.length > 0;
}

async function tell(tx: Transaction, { organizationId, importId }: ImportJob): Promise<void> {
  const found = await lockImport(tx, organizationId, importId);
  const state = found?.state as ImportState;
  if (found && UNREAD.includes(state)) await refuse(tx, found);
  if (found && REVIEWED.includes(state)) await tellExpired(tx, found);
  if (found && BUSY.includes(state)) await lookAgain(tx, found);
}

/** What is under way may show rows that do not know yet. */
async function lookAgain(tx: Transaction, { organizationId, id: importId }: Import): Promise<void> {
  const at = new Date(Date.now() + AGAIN_MS);
  await enqueueAt(tx, "import.expire", { organizationId, importId }, importId, at);
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
