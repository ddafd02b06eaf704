import "server-only";
import { scheduleInvoices } from "@/lib/billing/monthly";
import type { Transaction } from "@/lib/db";
import { enqueueAt } from "@/lib/jobs/queue";

/**
 * Has the worker renew what is due and bill what is over, at the beginning (UTC) of the next day on which any of an organization's running
 * subscriptions renews. Where none runs there is nothing to wait for.
 */
export async function scheduleRenewal(tx: Transaction, organizationId: string): Promise<void> {
  const next = await tx.subscription.findFirst({
    where: { organizationId, endedOn: null },
    orderBy: { renewsOn: "asc" },
    select: { renewsOn: true },
  });
  if (!next) return;
  await enqueueAt(tx, "services.renew", { organizationId }, organizationId, next.renewsOn);
  await scheduleInvoices(tx, organizationId, new Date());
}
