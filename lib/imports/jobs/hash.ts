import "server-only";
import { hashPassword } from "@/lib/auth/passwords";
import { type Transaction, withOrganization } from "@/lib/db";
import { openDataKey, unsealPassword } from "@/lib/imports/passwords/keys";
import { enqueue, type ImportJob } from "@/lib/jobs/queue";

const PASSWORDS_AT_ONCE = 50;

// Then the job queues up again behind others: hashing 100,000 takes minutes, and nobody else's import waits for it.
const TURN_MS = 5_000;

const HASHING_STATES = ["review", "scheduled", "hashing"];

/**
 * Makes hashes of a file's passwords, some at a time: a killed process loses no more than those it was at. What was sealed
 * stays beside its hash as long as the file does, in case the passwords are to be e-mailed. An import that waits for them goes on when the last one is done.
 */
export async function hashPasswords({ organizationId, importId }: ImportJob): Promise<void> {
  const start = Date.now();
  while (Date.now() - start < TURN_MS) {
    const waiting = await withOrganization(organizationId, (tx) => readWaiting(tx, organizationId, importId));
    if (waiting === null) return;
    if (waiting.length === 0) {
      return withOrganization(organizationId, (tx) => goOn(tx, organizationId, importId));
    }
    const hashes = await Promise.all(
      waiting.map(async ({ password, ...waits }) => ({ ...waits, hash: await hashPassword(password) })),
    );
    await withOrganization(organizationId, (tx) => writeHashes(tx, organizationId, importId, hashes));
  }
  await withOrganization(organizationId, (tx) =>
    enqueue(tx, "import.hash", { organizationId, importId }, importId),
  );
}

/** `sealed` is what lies there, in base64. */
type Waiting = { line: number; sealed: string; password: string };

/** The next passwords, in clear for as long as they are hashed; null when the import does not want them any more. */
async function readWaiting(
  tx: Transaction,
  organizationId: string,
  importId: string,
): Promise<Waiting[] | null> {
  const found = await tx.import.findFirst({
    where: { organizationId, id: importId, state: { in: HASHING_STATES } },
    select: { dataKey: true },
  });
  if (!found?.dataKey) return null;
  const key = openDataKey(importId, found.dataKey);
  const rows = await tx.importSecret.findMany({
    where: { organizationId, importId, hash: null, expiresAt: { gt: new Date() } },
    orderBy: { line: "asc" },
    take: PASSWORDS_AT_ONCE,
  });
  return rows.flatMap(({ line, sealed }) =>
    sealed
      ? [
          {
            line,
            sealed: Buffer.from(sealed).toString("base64"),
            password: unsealPassword(key, importId, line, sealed),
          },
        ]
      : [],
  );
}

/** A password that was staged anew meanwhile, of another column, waits on. */
async function writeHashes(
  tx: Transaction,
  organizationId: string,
  importId: string,
  hashes: { line: number; sealed: string; hash: string }[],
): Promise<void> {
  await tx.$executeRaw`
    UPDATE import_secrets s SET hash = h.hash
    FROM json_to_recordset(${JSON.stringify(hashes)}::json) AS h(line integer, sealed text, hash text)
    WHERE s.organization_id = ${organizationId}::uuid AND s.import_id = ${importId}::uuid AND s.line = h.line
      AND s.sealed = decode(h.sealed, 'base64')`;
}

async function goOn(tx: Transaction, organizationId: string, importId: string): Promise<void> {
  const { count } = await tx.import.updateMany({
    where: { organizationId, id: importId, state: "hashing" },
    data: { state: "committing", rowsDone: 0, updatedAt: new Date() },
  });
  if (count > 0) await enqueue(tx, "import.commit", { organizationId, importId }, importId);
}
