import "server-only";
import { dayOf } from "@/lib/billing/days";
import type { Subscribed } from "@/lib/billing/invoice";
import type { Transaction } from "@/lib/db";
import { termOf } from "@/lib/services/term";

/** A subscription with its history and what is to become of it. */
export type Subscription = Subscribed & {
  serviceId: string;
  unlimited: boolean;
  renewsOn: string;
  seatsAtRenewal: number | null;
  cancelledAt: Date | null;
};

/** All subscriptions of an organization, those that have ended too, by their services' names. */
export async function readSubscriptions(tx: Transaction, organizationId: string): Promise<Subscription[]> {
  const rows = await tx.subscription.findMany({
    where: { organizationId },
    include: { service: { select: { name: true } }, counts: true },
    orderBy: [{ service: { name: "asc" } }, { startsOn: "asc" }, { id: "asc" }],
  });
  return rows.map((row) => ({
    id: row.id,
    serviceId: row.serviceId,
    service: row.service.name,
    currency: row.currency,
    priceMinor: BigInt(row.priceMinor),
    term: termOf(row.term),
    unlimited: row.unlimited,
    startsOn: dayOf(row.startsOn),
    endedOn: row.endedOn && dayOf(row.endedOn),
    renewsOn: dayOf(row.renewsOn),
    seatsAtRenewal: row.seatsAtRenewal,
    cancelledAt: row.cancelledAt,
    counts: row.counts.map(({ fromDay, seats }) => ({ from: dayOf(fromDay), seats })),
  }));
}
