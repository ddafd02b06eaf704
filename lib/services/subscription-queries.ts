import "server-only";
import { withOrganization } from "@/lib/db";
import type { Actor } from "@/lib/permissions/actor";
import { demand } from "@/lib/permissions/demand";
import { dayText, termOf } from "@/lib/services/term";
import type { Price } from "@/lib/services/terms-of";

/** How many seats there are from a day on, until the day of the next. */
export type SeatCount = { fromDay: string; seats: number };

/** A subscription with its whole history of seats. Days are as `2026-11-23`, in UTC. */
export type SubscriptionListed = Price & {
  id: string;
  service: { id: string; name: string };
  unlimited: boolean;
  startsOn: string;
  renewsOn: string;
  /** The day from which on it is no more; null while it runs. */
  endedOn: string | null;
  isCancelled: boolean;
  seatsAtRenewal: number | null;
  counts: SeatCount[];
};

/** Every subscription of the actor's organization, those that run first, then by service and day. */
export function listSubscriptions(actor: Actor): Promise<SubscriptionListed[]> {
  demand(actor, "billing.read");
  const { id: organizationId } = actor.organization;
  return withOrganization(organizationId, async (tx) => {
    const rows = await tx.subscription.findMany({
      where: { organizationId },
      include: {
        service: { select: { id: true, name: true } },
        counts: { orderBy: { fromDay: "asc" }, select: { fromDay: true, seats: true } },
      },
      orderBy: [{ endedOn: { sort: "desc", nulls: "first" } }, { service: { name: "asc" } }, { id: "asc" }],
    });
    return rows.map((row) => ({
      id: row.id,
      service: row.service,
      priceMinor: row.priceMinor,
      currency: row.currency,
      term: termOf(row.term),
      unlimited: row.unlimited,
      startsOn: dayText(row.startsOn),
      renewsOn: dayText(row.renewsOn),
      endedOn: row.endedOn && dayText(row.endedOn),
      isCancelled: row.cancelledAt !== null,
      seatsAtRenewal: row.seatsAtRenewal,
      counts: row.counts.map(({ fromDay, seats }) => ({ fromDay: dayText(fromDay), seats })),
    }));
  });
}
