import "server-only";
import type { Transaction } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { enqueueAt } from "@/lib/jobs/queue";
import { joinByHash } from "@/lib/joins";
import { invitable } from "@/lib/messages/invitable";
import type { Method } from "@/lib/messages/kinds";

/** Has an organization's waiting messages sent, now or at a moment. One process at a time sends them. */
export const sendSoon = (tx: Transaction, organizationId: string, at: Date | null = null): Promise<void> =>
  enqueueAt(tx, "messages.send", { organizationId }, organizationId, at, { alone: organizationId });

/** The text that an organization has in place of the product's own for a kind; null where it has none. */
export const currentText = (organizationId: string, kind: Prisma.Sql): Prisma.Sql => Prisma.sql`
  (SELECT id FROM message_templates
    WHERE organization_id = ${organizationId}::uuid AND kind = ${kind} AND kind <> 'own' AND replaced_at IS NULL)`;

type Welcome = { kind?: "invitation" | "welcomeQr" | "loginDetails"; methods?: readonly Method[] };

/**
 * Queues an invitation for everybody whom an import created and who still waits for one: nobody gets a second one, except
 * after one that failed or was cancelled.
 * @param kind login details, where a password is to be made for each
 * @param methods by SMS goes to whoever has a mobile phone
 * @returns how many messages
 */
export async function queueInvitations(
  tx: Transaction,
  organizationId: string,
  importId: string,
  { kind = "invitation", methods = ["email"] }: Welcome = {},
): Promise<number> {
  await joinByHash(tx);
  const text = currentText(organizationId, Prisma.sql`${kind}`);
  const queued = await tx.$executeRaw`
    WITH waiting AS MATERIALIZED (
      SELECT u.organization_id, u.id, u.access_email, u.mobile_phone, uuid7() AS link_id
      ${invitable(organizationId, importId)})
    INSERT INTO messages (organization_id, id, user_id, kind, method, address, import_id, template_id, link_id)
    SELECT organization_id, uuid7(), id, ${kind}, method, address, ${importId}::uuid, ${text},
      CASE WHEN ${methods.length > 1} THEN link_id END
    FROM waiting, unnest(${methods}::text[]) method,
      LATERAL (SELECT CASE method WHEN 'sms' THEN mobile_phone ELSE access_email END AS address) way
    WHERE address IS NOT NULL`;
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
    data: { state: "cancelled", error: "The import was taken back.", sealed: null },
  });
}
