import "server-only";
import type { AuditActor } from "@/lib/audit/record";
import type { Transaction } from "@/lib/db";
import { recordExtensions } from "@/lib/telephony/record-many";

/** Takes from people the extensions that they have, with their secrets. Whether that may be is asked before. */
export async function freeExtensions(
  tx: Transaction,
  organizationId: string,
  actor: AuditActor,
  userIds: readonly string[],
): Promise<void> {
  const freed = await tx.$queryRaw<{ id: string; number: string; username: string }[]>`
    UPDATE extensions e SET user_id = NULL, ha1_md5 = NULL, ha1_sha256 = NULL, secret_realm = NULL,
      secret_user = NULL, secret_at = NULL, version = e.version + 1
    FROM users u
    WHERE e.organization_id = ${organizationId}::uuid AND e.user_id = ANY(${[...userIds]}::uuid[])
      AND u.organization_id = e.organization_id AND u.id = e.user_id
    RETURNING e.id, e.number, u.username`;
  await recordExtensions(tx, organizationId, actor, "extension.assigned", freed, ({ username }) => ({
    before: { assignedTo: username },
    after: { assignedTo: null },
  }));
}
