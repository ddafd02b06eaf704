import "server-only";
import { addDays, addMonths, type Day, dayOf, firstDayOf, momentOf, monthOf } from "@/lib/billing/days";
import { makeInvoices } from "@/lib/billing/monthly";
import { partyOf } from "@/lib/billing/parties";
import { enterOrganization, type Transaction } from "@/lib/db";
import { newId } from "@/lib/ids";
import { scheduleRenewal } from "@/lib/services/schedule";
import { renewalAfter, type Term } from "@/lib/services/term";

type DemoService = {
  name: string;
  description: string;
  priceMinor: number;
  term: Term;
  /** Seats bought and used some months ago, the oldest first. */
  past: { monthsAgo: number; bought: number; used: number }[];
};

const SERVICES: DemoService[] = [
  {
    name: "Meeting rooms",
    description: "Video meetings with up to 200 people.",
    priceMinor: 9600,
    term: "year",
    past: [
      { monthsAgo: 4, bought: 25, used: 9 },
      { monthsAgo: 1, bought: 30, used: 21 },
      { monthsAgo: 0, bought: 30, used: 26 },
    ],
  },
];

const DAY_OF_CHANGE = 12;

/** Subscriptions of the demo organization with a past, its billing details, and the invoices of the months that are over. */
export async function addDemoBilling(
  tx: Transaction,
  organizationId: string,
  issuerId: string,
  now: Date,
): Promise<void> {
  await enterOrganization(tx, issuerId);
  const issuer = await partyOf(tx, issuerId);
  await enterOrganization(tx, organizationId);
  await tx.billingDetails.create({
    data: {
      organizationId,
      company: "Acme Ltd",
      address: "1 High Street\nLondon EC1A 1AA\nUnited Kingdom",
      taxId: "GB 123 4567 89",
      contactName: "Bela Billing",
      contactEmail: "billing@acme.example",
      purchaseOrder: "PO-2041",
    },
    select: { version: true },
  });
  const today = dayOf(now);
  for (const service of SERVICES) await addService(tx, organizationId, service, today);
  await tellPastUse(tx, organizationId, today);
  await makeInvoices(tx, organizationId, issuer, today, (period) =>
    momentOf(firstDayOf(addMonths(period, 1))),
  );
  await scheduleRenewal(tx, organizationId);
}

async function addService(
  tx: Transaction,
  organizationId: string,
  { name, description, priceMinor, term, past }: DemoService,
  today: Day,
): Promise<void> {
  const serviceId = newId();
  const subscriptionId = newId();
  const days = past.map((each) => ({ ...each, day: dayAgo(today, each.monthsAgo) }));
  const startsOn = momentOf(days[0]?.day ?? today);
  await tx.service.create({
    data: { organizationId, id: serviceId, name, description, kind: "custom" },
    select: { id: true },
  });
  await tx.subscription.create({
    data: {
      organizationId,
      id: subscriptionId,
      serviceId,
      priceMinor,
      term,
      startsOn,
      currency: "EUR",
      renewsOn: renewalAfter(startsOn, term, momentOf(today)),
    },
    select: { id: true },
  });
  await tx.seatCount.createMany({
    data: days.map(({ day, bought }) => ({
      organizationId,
      subscriptionId,
      seats: bought,
      fromDay: momentOf(day),
    })),
  });
  const holders = await tx.user.findMany({
    where: { organizationId, removedAt: null },
    orderBy: { username: "asc" },
    take: days.at(-1)?.used ?? 0,
    select: { id: true },
  });
  await tx.seat.createMany({
    data: holders.map(({ id: userId }) => ({ organizationId, serviceId, userId, assignedBy: {} })),
  });
  await tx.seatUsage.createMany({
    data: days
      .filter(({ day }) => day < today)
      .map(({ day, used }) => ({ organizationId, serviceId, used, day: momentOf(day) })),
  });
}

/** The day of change some months ago; of this month today. */
const dayAgo = (today: Day, months: number): Day =>
  months === 0 ? today : addDays(firstDayOf(addMonths(monthOf(today), -months)), DAY_OF_CHANGE - 1);

const USED = 0.8;

/** Of services whose seats have a past, and the use of them has none yet. */
async function tellPastUse(tx: Transaction, organizationId: string, today: Day): Promise<void> {
  const counts = await tx.seatCount.findMany({
    where: { organizationId },
    include: { subscription: { select: { serviceId: true, unlimited: true } } },
  });
  await tx.seatUsage.createMany({
    data: counts
      .filter(({ fromDay, subscription }) => fromDay < momentOf(today) && !subscription.unlimited)
      .map(({ fromDay, seats, subscription }) => ({
        organizationId,
        serviceId: subscription.serviceId,
        day: fromDay,
        used: Math.round(seats * USED),
      })),
    skipDuplicates: true,
  });
}
