import type { Metadata } from "next";
import { buyMore } from "@/app/(org)/[org]/services/actions";
import { BillingTabs } from "@/components/billing/billing-tabs";
import { BuySeats } from "@/components/billing/buy-seats";
import { OutlookCard } from "@/components/billing/outlook-card";
import { type SubscriptionRow, SubscriptionTable } from "@/components/billing/subscription-table";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { formatCount } from "@/components/ui/format";
import { Icon } from "@/components/ui/icon";
import { PageHeader } from "@/components/ui/page-header";
import { requireActor } from "@/lib/auth/guard";
import { addMonths } from "@/lib/billing/days";
import { moneyInWords } from "@/lib/billing/money";
import { readBillingOverview, type SubscriptionStanding } from "@/lib/billing/queries";
import { dayWords, monthWords } from "@/lib/billing/words";
import { can } from "@/lib/permissions/can";
import { routes } from "@/lib/routes";
import { priceInWords } from "@/lib/services/terms-of";

export const metadata: Metadata = { title: "Billing" };

export default async function BillingPage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  const actor = await requireActor(org, "billing.read");
  const { month, arriving, running } = await readBillingOverview(actor);
  const mayBuy = can(actor, "billing.update");
  const next = monthWords(addMonths(month, 1));
  return (
    <>
      <PageHeader
        title="Billing"
        description="What the organization subscribes to, what that costs, and what it will. Days are in UTC."
      />
      <BillingTabs org={org} current="overview" />
      {running.length === 0 ? (
        <EmptyState
          icon={<Icon name="package" size={20} />}
          title="No subscriptions yet"
          actions={<Button href={routes.services(org)}>Go to services</Button>}
        >
          A service with seats that cost something stands here, with what it comes to each month.
        </EmptyState>
      ) : (
        <div className="grid gap-6">
          <OutlookCard month={next} arriving={arriving} running={running} />
          <SubscriptionTable
            thisMonth={monthWords(month)}
            nextMonth={next}
            rows={running.map((standing) => rowOf(org, standing, mayBuy))}
          />
        </div>
      )}
    </>
  );
}

function rowOf(org: string, standing: SubscriptionStanding, mayBuy: boolean): SubscriptionRow {
  const { subscription, bought, used, waiting, thisMonthMinor, outlook } = standing;
  const { id, service, serviceId, priceMinor, currency, term } = subscription;
  const money = (amountMinor: bigint) => (priceMinor === 0n ? "–" : moneyInWords({ amountMinor, currency }));
  const price = priceInWords({ priceMinor: Number(priceMinor), currency, term });
  const isForSale = mayBuy && bought !== null && priceMinor > 0n && subscription.cancelledAt === null;
  return {
    id,
    service,
    bought,
    used,
    waiting,
    price,
    href: routes.service(org, serviceId),
    next: nextInWords(subscription),
    thisMonth: money(thisMonthMinor),
    nextMonth: money(outlook.plannedMinor),
    actions: isForSale && (
      <BuySeats
        key={bought}
        {...{ org, id, service, bought, price }}
        first={Math.max(1, outlook.missing)}
        buy={buyMore}
      />
    ),
  };
}

function nextInWords({
  renewsOn,
  seatsAtRenewal,
  cancelledAt,
}: SubscriptionStanding["subscription"]): string {
  const day = dayWords(renewsOn);
  if (cancelledAt) return `Ends on ${day}`;
  return seatsAtRenewal === null
    ? `Renews on ${day}`
    : `Renews on ${day}, with ${formatCount(seatsAtRenewal)}`;
}
