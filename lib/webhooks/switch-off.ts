import "server-only";
import { record } from "@/lib/audit/record";
import type { Transaction } from "@/lib/db";
import type { Webhook } from "@/lib/generated/prisma/client";
import { tellAdmins } from "@/lib/messages/notice";
import { routes } from "@/lib/routes";

type Named = Pick<Webhook, "organizationId" | "id" | "name">;

/** What still waits for a webhook is not sent; it can be sent again by hand. */
export const cancelWaiting = (tx: Transaction, { organizationId, id }: Named) =>
  tx.webhookDelivery.updateMany({
    where: { organizationId, webhookId: id, state: "waiting" },
    data: { state: "cancelled" },
  });

const WORDS = {
  failing: "has failed for a day",
  gone: "says that it is gone for good",
};

/** Switches a webhook off that nobody answers for, and tells the organization's admins. */
export async function switchOffFor(
  tx: Transaction,
  webhook: Named,
  because: keyof typeof WORDS,
): Promise<void> {
  const { organizationId, id, name } = webhook;
  await tx.webhook.updateMany({
    where: { organizationId, id },
    data: { offAt: new Date(), offBecause: because },
  });
  await cancelWaiting(tx, webhook);
  const by = { kind: "system" as const, name: "Rollcall" };
  await record(
    tx,
    organizationId,
    by,
    "webhook.switchedOff",
    { type: "webhook", id, name },
    { after: { reason: because } },
  );
  await tellAdmins(tx, organizationId, {
    about: `The webhook “${name}” was switched off`,
    words: `The webhook “${name}” ${WORDS[because]}, so nothing is sent to it any more. Once it works again, switch it on and send again what it has missed.`,
    link: (slug) => routes.webhook(slug, id),
  });
}
