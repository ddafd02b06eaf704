import "server-only";
import type { Changes } from "@/lib/audit/changes";
import { record } from "@/lib/audit/record";
import type { Transaction } from "@/lib/db";
import type { Actor } from "@/lib/permissions/actor";

/**
 * Writes what somebody changed of themselves, and the event that says so. The caller has judged the fields and locked the
 * person's row.
 */
export async function saveOwn(
  tx: Transaction,
  actor: Actor,
  fields: Record<string, string | null>,
  changes: Changes,
): Promise<void> {
  const { organizationId, userId, username } = actor;
  await tx.user.update({
    where: { organizationId_id: { organizationId, id: userId } },
    data: { ...fields, version: { increment: 1 }, updatedAt: new Date() },
    select: { id: true },
  });
  const subject = { type: "user" as const, id: userId, name: username };
  await record(tx, organizationId, actor, "user.updated", subject, changes);
}
