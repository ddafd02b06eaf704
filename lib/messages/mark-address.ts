import "server-only";
import { record } from "@/lib/audit/record";
import type { Transaction } from "@/lib/db";
import type { Method } from "@/lib/messages/kinds";
import type { MessageState } from "@/lib/messages/states";

/** What became of a message to an address, told at once or later. */
export type Told = {
  organizationId: string;
  userId: string | null;
  method: Method;
  address: string;
  event: MessageState;
  reason: string | null;
};

/**
 * Marks an e-mail address that came back on the person, for as long as it is their access email, and takes the mark away
 * from one that was reached. Of a phone's number the message's own state says it.
 */
export async function markAddress(
  tx: Transaction,
  { organizationId, userId, method, address, event, reason }: Told,
): Promise<void> {
  if (!userId || method !== "email") return;
  const here = { organizationId, id: userId, accessEmail: address };
  if (event === "delivered" || event === "opened")
    await tx.user.updateMany({ where: { ...here, bouncedEmail: address }, data: { bouncedEmail: null } });
  if (event !== "bounced") return;
  const { count } = await tx.user.updateMany({ where: here, data: { bouncedEmail: address } });
  if (count === 0) return;
  const user = await tx.user.findFirstOrThrow({ where: here, select: { username: true } });
  const subject = { type: "user" as const, id: userId, name: user.username };
  const by = { kind: "system" as const, name: "Mail service" };
  await record(tx, organizationId, by, "message.bounced", subject, { after: { address, reason } });
}
