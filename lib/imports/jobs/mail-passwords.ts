import "server-only";
import type { Transaction } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { newId } from "@/lib/ids";
import { openDataKey, unsealPassword } from "@/lib/imports/passwords/keys";
import { currentText, sendSoon } from "@/lib/messages/queue";
import { sealValues } from "@/lib/messages/sealed";

type Run = { organizationId: string; id: string; dataKey: Uint8Array | null };

type Waiting = { line: number; userId: string; address: string; sealed: Uint8Array };

const ROWS_AT_ONCE = 1000;

/**
 * Queues login details for the people of an import whose rows brought a password and who have not activated their accounts.
 * Each password is sealed anew, for its message alone.
 * @returns how many
 */
export async function mailPasswords(
  tx: Transaction,
  { organizationId, id: importId, dataKey }: Run,
): Promise<number> {
  if (!dataKey) return 0;
  const key = openDataKey(importId, dataKey);
  const text = currentText(organizationId, Prisma.sql`'loginDetails'`);
  let last = 0;
  let queued = 0;
  for (;;) {
    const rows = await readWaiting(tx, organizationId, importId, last);
    if (rows.length === 0) break;
    const messages = rows.map(({ line, userId, address, sealed }) => {
      const id = newId();
      const values = sealValues(id, { password: unsealPassword(key, importId, line, sealed) });
      return { id, user_id: userId, address, sealed: Buffer.from(values).toString("base64") };
    });
    queued += await tx.$executeRaw`
      INSERT INTO messages (organization_id, id, user_id, kind, method, address, import_id, template_id, sealed)
      SELECT ${organizationId}::uuid, m.id, m.user_id, 'loginDetails', 'email', m.address, ${importId}::uuid, ${text},
        decode(m.sealed, 'base64')
      FROM json_to_recordset(${JSON.stringify(messages)}::json) AS m(id uuid, user_id uuid, address text, sealed text)`;
    last = rows.at(-1)?.line ?? last;
  }
  if (queued > 0) await sendSoon(tx, organizationId);
  return queued;
}

function readWaiting(
  tx: Transaction,
  organizationId: string,
  importId: string,
  after: number,
): Promise<Waiting[]> {
  return tx.$queryRaw<Waiting[]>`
    SELECT s.line, u.id AS "userId", u.access_email AS address, s.sealed FROM import_secrets s
    JOIN import_rows r ON r.organization_id = s.organization_id AND r.import_id = s.import_id AND r.line = s.line
    JOIN users u ON u.organization_id = r.organization_id AND u.id = r.user_id
    WHERE s.organization_id = ${organizationId}::uuid AND s.import_id = ${importId}::uuid AND s.line > ${after}::int
      AND s.sealed IS NOT NULL AND r.fate IN ('create', 'update') AND r.selected AND r.values ? 'password'
      AND u.removed_at IS NULL AND u.suspended_at IS NULL AND u.activated_at IS NULL
    ORDER BY s.line LIMIT ${ROWS_AT_ONCE}`;
}
