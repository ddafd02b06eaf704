import "server-only";
import { type Transaction, withOrganization } from "@/lib/db";
import { openDataKey, sealPassword } from "@/lib/imports/passwords/keys";
import { type FilePassword, PASSWORDS_MINUTES_MAX } from "@/lib/imports/passwords/of-file";
import type { ImportState } from "@/lib/imports/state";
import { enqueueAt } from "@/lib/jobs/queue";

type Run = { organizationId: string; id: string; planVersion: number; dataKey: Uint8Array | null };

const ROWS_AT_ONCE = 2000;

/** Says until when a file's passwords may be kept, once, and has them forgotten then. */
export async function limitPasswords(
  tx: Transaction,
  organizationId: string,
  importId: string,
): Promise<void> {
  const rows = await tx.$queryRaw<{ until: Date }[]>`
    UPDATE imports SET passwords_expire_at = now() + make_interval(mins => ${PASSWORDS_MINUTES_MAX}::int)
    WHERE organization_id = ${organizationId}::uuid AND id = ${importId}::uuid AND passwords_expire_at IS NULL
    RETURNING passwords_expire_at AS until`;
  const [limited] = rows;
  if (limited) await enqueueAt(tx, "import.expire", { organizationId, importId }, importId, limited.until);
}

/** Keeps the passwords of a file that was judged, sealed, as long as no later run has overtaken this one. */
export async function stagePasswords(run: Run, passwords: readonly FilePassword[]): Promise<void> {
  const { organizationId, id: importId, planVersion, dataKey } = run;
  if (passwords.length === 0 || !dataKey) return;
  const key = openDataKey(importId, dataKey);
  for (let at = 0; at < passwords.length; at += ROWS_AT_ONCE) {
    const sealed = passwords.slice(at, at + ROWS_AT_ONCE).map(({ line, password }) => ({
      line,
      sealed: Buffer.from(sealPassword(key, importId, line, password)).toString("base64"),
    }));
    await withOrganization(
      organizationId,
      (tx) => tx.$executeRaw`
        INSERT INTO import_secrets (organization_id, import_id, line, sealed, expires_at)
        SELECT i.organization_id, i.id, s.line, decode(s.sealed, 'base64'), i.passwords_expire_at
        FROM json_to_recordset(${JSON.stringify(sealed)}::json) AS s(line integer, sealed text), imports i
        WHERE i.organization_id = ${organizationId}::uuid AND i.id = ${importId}::uuid
          AND i.plan_version = ${planVersion}::int AND i.state = 'parsing' AND i.passwords_expire_at > now()
        ON CONFLICT (organization_id, import_id, line) DO UPDATE SET sealed = excluded.sealed, hash = NULL`,
    );
  }
}

/** Keeps the passwords of rows that were typed, sealed, in the transaction that stages them. */
export async function stageTypedPasswords(
  tx: Transaction,
  { organizationId, id: importId, dataKey }: Pick<Run, "organizationId" | "id" | "dataKey">,
  passwords: readonly FilePassword[],
): Promise<void> {
  if (passwords.length === 0 || !dataKey) return;
  await limitPasswords(tx, organizationId, importId);
  const key = openDataKey(importId, dataKey);
  const expiresAt = new Date(Date.now() + PASSWORDS_MINUTES_MAX * 60_000);
  const sealed = passwords.map(({ line, password }) => ({
    organizationId,
    importId,
    line,
    sealed: new Uint8Array(sealPassword(key, importId, line, password)),
    expiresAt,
  }));
  await tx.importSecret.createMany({ data: sealed });
}

export async function forgetPasswords(
  tx: Transaction,
  organizationId: string,
  importId: string,
): Promise<void> {
  await tx.importSecret.deleteMany({ where: { organizationId, importId } });
}

/** Forgets an import's file, what was shown of it while its columns were matched, and its passwords. */
export async function forgetFile(tx: Transaction, organizationId: string, importId: string): Promise<void> {
  await forgetPasswords(tx, organizationId, importId);
  await tx.import.updateMany({
    where: { organizationId, id: importId },
    data: { samples: [], firstRows: [] },
  });
  await tx.importPart.deleteMany({ where: { organizationId, importId } });
}

/** Of the selected rows that bring a password: how many there are, how many wait to be hashed, how many are gone. */
export type PasswordCounts = { wanted: number; waiting: number; gone: number };

export async function countPasswords(
  tx: Transaction,
  organizationId: string,
  importId: string,
): Promise<PasswordCounts> {
  // Most files have none. The import is asked first, and then no row is looked at.
  const rows = await tx.$queryRaw<PasswordCounts[]>`
    SELECT count(*)::int AS wanted, (count(*) FILTER (WHERE s.line IS NOT NULL AND s.hash IS NULL))::int AS waiting,
      (count(*) FILTER (WHERE s.line IS NULL))::int AS gone
    FROM import_rows r
    LEFT JOIN import_secrets s ON s.organization_id = r.organization_id AND s.import_id = r.import_id
      AND s.line = r.line AND s.expires_at > now()
    WHERE r.organization_id = ${organizationId}::uuid AND r.import_id = ${importId}::uuid
      AND r.fate IN ('create', 'update') AND r.selected AND r.values ? 'password'
      AND (SELECT passwords_expire_at IS NOT NULL FROM imports
        WHERE organization_id = ${organizationId}::uuid AND id = ${importId}::uuid)`;
  return rows[0] ?? { wanted: 0, waiting: 0, gone: 0 };
}

/** How many of a file's passwords are hashed by now, of all that are to be. */
export type Readiness = { ready: number; wanted: number };

const AHEAD: readonly ImportState[] = ["review", "scheduled", "hashing"];

/** Counted where they lie, so that it is true at any moment; null for an import that waits for none. */
export async function countReady(
  tx: Transaction,
  found: { organizationId: string; id: string; state: string; passwordsExpireAt: Date | null },
): Promise<Readiness | null> {
  if (!found.passwordsExpireAt || !AHEAD.includes(found.state as ImportState)) return null;
  const rows = await tx.$queryRaw<Readiness[]>`
    SELECT count(hash)::int AS ready, count(*)::int AS wanted FROM import_secrets
    WHERE organization_id = ${found.organizationId}::uuid AND import_id = ${found.id}::uuid AND expires_at > now()`;
  return rows.find(({ wanted }) => wanted > 0) ?? null;
}
