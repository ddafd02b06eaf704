import "server-only";
import { withOrganization } from "@/lib/db";
import { markAddress } from "@/lib/messages/mark-address";
import type { DeliveryEvent, MessageState } from "@/lib/messages/states";
import type { Noted } from "@/lib/messages/webhooks/events";

// What comes later in the course of a message, so that news that overtook others is not undone by them.
const RANK: Record<DeliveryEvent, number> = {
  sent: 1,
  failed: 2,
  delivered: 3,
  opened: 4,
  bounced: 5,
  complained: 6,
};

const rankOf = (state: string) => RANK[state as DeliveryEvent] ?? 0;

/**
 * Writes down what a service says became of a message, however often and in whatever order it says so: told twice it
 * changes nothing. An address that came back is marked on the person, and one that was reached is marked no more.
 * @returns whether there is such a message
 */
export function noteDelivery({ organizationId, messageId, event, at, reason }: Noted): Promise<boolean> {
  return withOrganization(organizationId, async (tx) => {
    await tx.$queryRaw`
      SELECT 1 FROM messages WHERE organization_id = ${organizationId}::uuid AND id = ${messageId}::uuid FOR UPDATE`;
    const message = await tx.message.findFirst({ where: { organizationId, id: messageId } });
    if (!message) return false;
    const moments = {
      ...(event === "delivered" && !message.deliveredAt ? { deliveredAt: at } : {}),
      ...(event === "opened" && !message.openedAt ? { openedAt: at } : {}),
      ...(event === "bounced" && !message.bouncedAt ? { bouncedAt: at } : {}),
      ...(event === "complained" && !message.complainedAt ? { complainedAt: at } : {}),
      ...(message.sentAt ? {} : { sentAt: at }),
    };
    const isNews = rankOf(event) > rankOf(message.state);
    const state: MessageState = event;
    const news = isNews ? { state, error: reason, sealed: null } : {};
    if (Object.keys({ ...moments, ...news }).length === 0) return true;
    await tx.message.updateMany({ where: { organizationId, id: messageId }, data: { ...moments, ...news } });
    if (isNews) {
      const { userId, address } = message;
      const method = message.method === "sms" ? "sms" : "email";
      await markAddress(tx, { organizationId, userId, method, address, event, reason });
    }
    return true;
  });
}
