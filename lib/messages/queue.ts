import "server-only";
import type { Transaction } from "@/lib/db";
import { joinByHash } from "@/lib/imports/joins";
import { enqueueAt } from "@/lib/jobs/queue";
import { invitable } from "@/lib/messages/invitable";

/** Has an organization's waiting messages sent, now or at a moment. One process at a time sends them. */
export const sendSoon = (tx: Transaction, organizationId: string, at: Date | null = null): Promise<void> =>
  enqueueAt(tx, "messages.send", { organizationId }, organizationId, at, { alone: organizationId });

/**
 * Queues an invitation for everybody whom an import created and who still waits for one: nobody gets a second one, except
 * after one that failed or was cancelled.
 * @returns how many
 */
export async function queueInvitations(
  tx: Transaction,
  organizationId: string,
  importId: string,
): Promise<number> {
  await joinByHash(tx);
  const queued = await tx.$executeRaw`
    INSERT INTO messages (organization_id, id, user_id, kind, method, address, import_id)
    SELECT u.organization_id, uuid7(), u.id, 'invitation', 'email', u.access_email, ${importId}::uuid
    ${invitable(organizationId, importId)}`;
  if (queued > 0) await sendSoon(tx, organizationId);
  return queued;
}

/** Cancels what an import would still send. Those that are on their way at this moment go. */
export async function cancelMessages(
  tx: Transaction,
  organizationId: string,
  importId: string,
): Promise<void> {
  await tx.message.updateMany({
    where: { organizationId, importId, state: { in: ["queued", "sending"] } },
    data: { state: "cancelled", error: "The import was taken back." },
  });
}
