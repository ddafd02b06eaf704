import "server-only";
import { chargeOf } from "@/lib/billing/charge";
import { addMonths, type Day, dayOf, firstDayOf, type Month, monthOf, monthsFrom } from "@/lib/billing/days";
import { type Money, totals } from "@/lib/billing/money";
import { asPlanned } from "@/lib/billing/outlook";
import { readSubscriptions, type Subscription } from "@/lib/billing/subscribed";
import { boughtOn, daysFrom, type Step, stepsOf, valueOn } from "@/lib/billing/usage";
import { type Transaction, withOrganization } from "@/lib/db";
import type { Actor } from "@/lib/permissions/actor";
import { demand } from "@/lib/permissions/demand";

/** How many months of usage and cost are told, the running one among them. */
export const USAGE_MONTHS = 12;

export type ServiceUsage = {
  serviceId: string;
  service: string;
  /** Seats bought; null where they are unlimited. */
  bought: Step[] | null;
  used: Step[];
  /** What each month costs, in their order. */
  costs: Money[][];
};

export type GroupCost = { group: string | null; seats: number; cost: Money[] };

export type BillingUsage = {
  first: Day;
  today: Day;
  months: Month[];
  services: ServiceUsage[];
  /** What the seats cost this month that the people of each group have; the last is of those in no group. */
  groups: GroupCost[];
};

/** Seats bought and used, and what they cost, over a year by service and month, and this month by group. */
export function readBillingUsage(actor: Actor, today: Day = dayOf(new Date())): Promise<BillingUsage> {
  demand(actor, "billing.read");
  const { id: organizationId } = actor.organization;
  return withOrganization(organizationId, async (tx) => {
    const months = monthsFrom(addMonths(monthOf(today), 1 - USAGE_MONTHS), monthOf(today));
    const first = firstDayOf(months[0] ?? monthOf(today));
    const subscriptions = await readSubscriptions(tx, organizationId);
    const used = await readUsed(tx, organizationId);
    const days = daysFrom(first, today);
    return {
      first,
      today,
      months,
      services: [...byService(subscriptions)].map(([serviceId, all]) => ({
        serviceId,
        service: all[0]?.service ?? "",
        bought: all.some((each) => each.unlimited) ? null : stepsOf(days, (day) => boughtOn(all, day)),
        used: stepsOf(days, (day) => valueOn(used.get(serviceId) ?? [], day)),
        costs: months.map((month) => costOf(all, month, valueOn(used.get(serviceId) ?? [], today))),
      })),
      groups: await readGroupCosts(tx, organizationId, subscriptions, monthOf(today)),
    };
  });
}

function byService(subscriptions: readonly Subscription[]): Map<string, Subscription[]> {
  const services = new Map<string, Subscription[]>();
  for (const each of subscriptions)
    services.set(each.serviceId, [...(services.get(each.serviceId) ?? []), each]);
  return services;
}

const costOf = (subscriptions: readonly Subscription[], month: Month, used: number): Money[] =>
  totals(
    subscriptions
      .map((each) => ({
        amountMinor: chargeOf(asPlanned(each, used), month).amountMinor,
        currency: each.currency,
      }))
      .filter(({ amountMinor }) => amountMinor > 0n),
  );

async function readUsed(tx: Transaction, organizationId: string): Promise<Map<string, Step[]>> {
  const rows = await tx.seatUsage.findMany({ where: { organizationId }, orderBy: { day: "asc" } });
  const services = new Map<string, Step[]>();
  for (const { serviceId, day, used } of rows) {
    const steps = services.get(serviceId) ?? [];
    steps.push({ day: dayOf(day), value: used });
    services.set(serviceId, steps);
  }
  return services;
}

type Counted = { group: string | null; serviceId: string; seats: number };

/** Somebody in two groups counts in both: a group's cost is what it would save without its people. */
async function readGroupCosts(
  tx: Transaction,
  organizationId: string,
  subscriptions: readonly Subscription[],
  month: Month,
): Promise<GroupCost[]> {
  const rows = await tx.$queryRaw<Counted[]>`
    SELECT g.name AS group, t.service_id AS "serviceId", count(*)::int AS seats FROM seats t
    LEFT JOIN group_members m ON m.organization_id = t.organization_id AND m.user_id = t.user_id
    LEFT JOIN groups g ON g.organization_id = m.organization_id AND g.id = m.group_id
    WHERE t.organization_id = ${organizationId}::uuid
    GROUP BY g.id, g.name, t.service_id ORDER BY g.name IS NULL, lower(g.name), t.service_id`;
  const running = new Map(
    subscriptions.filter(({ endedOn }) => endedOn === null).map((each) => [each.serviceId, each]),
  );
  const groups = new Map<string | null, Counted[]>();
  for (const row of rows) groups.set(row.group, [...(groups.get(row.group) ?? []), row]);
  return [...groups].map(([group, all]) => ({
    group,
    seats: all.reduce((sum, { seats }) => sum + seats, 0),
    cost: totals(
      all.flatMap(({ serviceId, seats }) => {
        const subscription = running.get(serviceId);
        if (!subscription) return [];
        const { startsOn, currency } = subscription;
        const counts = [{ from: startsOn, seats }];
        const { amountMinor } = chargeOf({ ...subscription, counts }, month);
        return amountMinor > 0n ? [{ amountMinor, currency }] : [];
      }),
    ),
  }));
}
