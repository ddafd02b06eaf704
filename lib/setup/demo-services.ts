import "server-only";
import { enterOrganization, type Transaction } from "@/lib/db";
import { newId } from "@/lib/ids";
import { scheduleRenewal } from "@/lib/services/schedule";
import { dayOf, renewalAfter } from "@/lib/services/term";

const DAY_MS = 86_400_000;

type DemoService = {
  name: string;
  description: string;
  /** Of the operator's catalogue; what is not costs nothing. */
  offer?: { id: string; organizationId: string; priceMinor: number };
  unlimited?: boolean;
  /** Seats by how many days ago there came to be so many. */
  counts: [number, number][];
  used: number;
  waiting: number;
};

const EUR_MONTHLY = { currency: "EUR", term: "month" } as const;

/** What the operator offers. */
const OFFERS = [
  {
    name: "Telephony",
    description: "An extension and voicemail for one person.",
    priceMinor: 1200,
    ...EUR_MONTHLY,
  },
  {
    name: "Mail archive",
    description: "Ten years of mail, searchable.",
    priceMinor: 350,
    ...EUR_MONTHLY,
  },
];

/** Gives the operator a catalogue, and the demo organization some services with people who have seats of them. */
export async function addServices(tx: Transaction, operatorId: string, demoId: string): Promise<void> {
  await enterOrganization(tx, operatorId);
  const offers = OFFERS.map((offer) => ({ ...offer, organizationId: operatorId, id: newId() }));
  await tx.catalogueService.createMany({ data: offers });
  await enterOrganization(tx, demoId);
  const people = await tx.user.findMany({
    where: { organizationId: demoId, removedAt: null, legacyStatus: null, role: "user" },
    orderBy: { id: "asc" },
    take: 40,
    select: { id: true },
  });
  const ids = people.map(({ id }) => id);
  const [telephony] = offers;
  if (telephony)
    await addService(tx, demoId, ids, {
      ...telephony,
      offer: telephony,
      counts: [
        [150, 10],
        [80, 18],
        [20, 25],
      ],
      used: 21,
      waiting: 0,
    });
  await addService(tx, demoId, ids.slice(5), {
    name: "Parking space",
    description: "A space behind the house.",
    counts: [[90, 10]],
    used: 10,
    waiting: 3,
  });
  await addService(tx, demoId, ids.slice(10), {
    name: "Intranet",
    description: "",
    unlimited: true,
    counts: [[90, 0]],
    used: 12,
    waiting: 0,
  });
  await scheduleRenewal(tx, demoId);
}

async function addService(
  tx: Transaction,
  organizationId: string,
  people: readonly string[],
  { name, description, offer, unlimited = false, counts, used, waiting }: DemoService,
): Promise<void> {
  const serviceId = newId();
  const today = dayOf(new Date());
  const dayAgo = (days: number) => new Date(today.getTime() - days * DAY_MS);
  const origin = offer
    ? { kind: "catalogue", catalogueOrganizationId: offer.organizationId, catalogueServiceId: offer.id }
    : { kind: "custom" };
  await tx.service.create({
    data: { organizationId, id: serviceId, name, description, ...origin },
    select: { id: true },
  });
  const startsOn = dayAgo(counts[0]?.[0] ?? 0);
  const subscriptionId = newId();
  await tx.subscription.create({
    data: {
      organizationId,
      id: subscriptionId,
      serviceId,
      priceMinor: offer?.priceMinor ?? 0,
      ...EUR_MONTHLY,
      unlimited,
      startsOn,
      renewsOn: renewalAfter(startsOn, "month", today),
    },
    select: { id: true },
  });
  if (!unlimited)
    await tx.seatCount.createMany({
      data: counts.map(([days, seats]) => ({
        organizationId,
        subscriptionId,
        fromDay: dayAgo(days),
        seats,
      })),
    });
  const of = (userId: string) => ({ organizationId, serviceId, userId });
  await tx.seat.createMany({
    data: people.slice(0, used).map((userId) => ({ ...of(userId), assignedBy: {} })),
  });
  await tx.seatWait.createMany({
    data: people
      .slice(used, used + waiting)
      .map((userId, index) => ({ ...of(userId), position: index + 1, askedBy: {} })),
  });
}
