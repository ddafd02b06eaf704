import "server-only";
import { chargeOf, seatsOn } from "@/lib/billing/charge";
import { type Day, dayOf, type Month, monthOf } from "@/lib/billing/days";
import { asPlanned, type Outlook, outlookOf } from "@/lib/billing/outlook";
import { NO_DETAILS, type Party } from "@/lib/billing/stored";
import { readSubscriptions, type Subscription } from "@/lib/billing/subscribed";
import { type Transaction, withOrganization } from "@/lib/db";
import type { Actor } from "@/lib/permissions/actor";
import { demand } from "@/lib/permissions/demand";

export type SubscriptionStanding = {
  subscription: Subscription;
  /** Seats bought; null where they are unlimited. */
  bought: number | null;
  used: number;
  waiting: number;
  /** What this month comes to if nothing changes until its end. */
  thisMonthMinor: bigint;
  outlook: Outlook;
};

export type BillingOverview = {
  month: Month;
  /** Seats that imports which are ready, and not carried out, are to give. */
  arriving: number;
  running: SubscriptionStanding[];
};

/** What the actor's organization subscribes to, what that costs this month and next, and with seats for more people. */
export function readBillingOverview(actor: Actor, today: Day = dayOf(new Date())): Promise<BillingOverview> {
  demand(actor, "billing.read");
  const { id: organizationId } = actor.organization;
  return withOrganization(organizationId, async (tx) => {
    const subscriptions = await readSubscriptions(tx, organizationId);
    const standing = await countSeats(tx, organizationId);
    const arriving = await countArriving(tx, organizationId);
    const running = subscriptions.filter(({ endedOn }) => endedOn === null);
    return {
      month: monthOf(today),
      arriving: [...arriving.values()].reduce((all, count) => all + count, 0),
      running: running.map((subscription) => {
        const { used, waiting } = standing.get(subscription.serviceId) ?? { used: 0, waiting: 0 };
        const planned = asPlanned(subscription, used);
        return {
          subscription,
          bought: subscription.unlimited ? null : seatsOn(subscription, today),
          used,
          waiting,
          thisMonthMinor: chargeOf(planned, monthOf(today)).amountMinor,
          outlook: outlookOf(
            subscription,
            { used, waiting, arriving: arriving.get(subscription.serviceId) ?? 0 },
            today,
          ),
        };
      }),
    };
  });
}

async function countSeats(
  tx: Transaction,
  organizationId: string,
): Promise<Map<string, { used: number; waiting: number }>> {
  const rows = await tx.$queryRaw<{ serviceId: string; used: number; waiting: number }[]>`
    SELECT s.id AS "serviceId",
      (SELECT count(*) FROM seats t WHERE t.organization_id = s.organization_id AND t.service_id = s.id)::int AS used,
      (SELECT count(*) FROM seat_waits w WHERE w.organization_id = s.organization_id AND w.service_id = s.id)::int AS waiting
    FROM services s WHERE s.organization_id = ${organizationId}::uuid`;
  return new Map(rows.map(({ serviceId, ...counts }) => [serviceId, counts]));
}

/** How many new people are to get a seat of each service by imports that are ready. */
async function countArriving(tx: Transaction, organizationId: string): Promise<Map<string, number>> {
  const rows = await tx.$queryRaw<{ serviceId: string; count: number }[]>`
    WITH ready AS MATERIALIZED (
      SELECT i.id, i.options #> '{choices,seats,services}' AS services FROM imports i
      WHERE i.organization_id = ${organizationId}::uuid AND i.state IN ('review', 'scheduled')
        AND jsonb_array_length(i.options #> '{choices,seats,services}') > 0)
    SELECT given.service AS "serviceId", sum(counted.people)::int AS count FROM ready
    CROSS JOIN LATERAL jsonb_array_elements_text(ready.services) AS given(service)
    CROSS JOIN LATERAL (SELECT count(*) AS people FROM import_rows r
      WHERE r.organization_id = ${organizationId}::uuid AND r.import_id = ready.id AND r.fate = 'create' AND r.selected) AS counted
    GROUP BY 1`;
  return new Map(rows.map(({ serviceId, count }) => [serviceId, count]));
}

export type BillingDetailsShown = { version: number; details: Omit<Party, "name"> };

/** Whom the invoices to come name, beside the organization. */
export function readBillingDetails(actor: Actor): Promise<BillingDetailsShown> {
  demand(actor, "billing.read");
  const { id: organizationId } = actor.organization;
  return withOrganization(organizationId, async (tx) => {
    const row = await tx.billingDetails.findUnique({ where: { organizationId } });
    if (!row) return { version: 0, details: NO_DETAILS };
    const { version, company, address, taxId, contactName, contactEmail, purchaseOrder } = row;
    return { version, details: { company, address, taxId, contactName, contactEmail, purchaseOrder } };
  });
}
