import "server-only";
import { record } from "@/lib/audit/record";
import { command } from "@/lib/command";
import type { Transaction } from "@/lib/db";
import { isId, newId } from "@/lib/ids";
import type { Actor } from "@/lib/permissions/actor";
import { fail, notFound, ok, type Result } from "@/lib/result";
import { SEATS_MAX } from "@/lib/services/limits";
import { readOffers } from "@/lib/services/offers";
import { scheduleRenewal } from "@/lib/services/schedule";
import { handOver, type LockedService, lockService } from "@/lib/services/seats";
import { dayOf, dayText, renewalAfter, termOf } from "@/lib/services/term";
import { priceInWords, type SubscriptionTerms } from "@/lib/services/terms-of";

/**
 * Starts a subscription of a service that has none: one that was taken from a catalogue at the price that it is offered
 * at now, whatever the terms say of it.
 */
export function startSubscription(
  actor: Actor,
  serviceId: string,
  terms: SubscriptionTerms,
  today = dayOf(new Date()),
): Promise<Result<{ id: string }>> {
  return command(actor, "billing.update", async (tx) => {
    const { id: organizationId } = actor.organization;
    const service = await lockService(tx, organizationId, serviceId);
    if (!service) return notFound("service");
    if (service.retiredAt) return fail("conflict", `“${service.name}” is retired. Bring it back first.`);
    if (service.subscriptionId) return fail("conflict", `“${service.name}” has a subscription already.`);
    const offered = await offeredTerms(tx, organizationId, service, terms);
    if (!offered) return fail("conflict", `“${service.name}” is not offered any more.`);
    return ok({ id: await beginSubscription(tx, actor, service, offered, today) });
  });
}

async function offeredTerms(
  tx: Transaction,
  organizationId: string,
  { id, kind }: LockedService,
  terms: SubscriptionTerms,
): Promise<SubscriptionTerms | null> {
  if (kind === "custom") return terms;
  const row = await tx.service.findUniqueOrThrow({ where: { organizationId_id: { organizationId, id } } });
  const offer = (await readOffers(tx)).find(({ id: each }) => each === row.catalogueServiceId);
  return offer
    ? { ...terms, priceMinor: offer.priceMinor, currency: offer.currency, term: offer.term, unlimited: false }
    : null;
}

/** Writes a subscription of a service whose row is locked, with its first number of seats. @returns its id */
export async function beginSubscription(
  tx: Transaction,
  actor: Actor,
  service: Pick<LockedService, "id" | "name">,
  { seats, ...terms }: SubscriptionTerms,
  today: Date,
): Promise<string> {
  const { id: organizationId } = actor.organization;
  const id = newId();
  const renewsOn = renewalAfter(today, terms.term, today);
  const data = { organizationId, id, serviceId: service.id, ...terms, startsOn: today, renewsOn };
  await tx.subscription.create({ data, select: { id: true } });
  if (!terms.unlimited)
    await tx.seatCount.create({
      data: { organizationId, subscriptionId: id, fromDay: today, seats },
      select: { seats: true },
    });
  await record(tx, organizationId, actor, "subscription.started", subjectOf(id, service), {
    after: {
      price: priceInWords(terms),
      ...(terms.unlimited ? { unlimited: true } : { seats }),
      renewsOn: dayText(renewsOn),
    },
  });
  await handOver(tx, organizationId, [service.id]);
  await scheduleRenewal(tx, organizationId);
  return id;
}

/**
 * Buys more seats, which are there today and go to whoever waits.
 * @param had how many there were when it was asked for: with another number nothing is bought, so that twice is once
 * @returns how many there are, and how many of them went to people who waited
 */
export function buySeats(
  actor: Actor,
  subscriptionId: string,
  more: number,
  had: number,
  today = dayOf(new Date()),
): Promise<Result<{ seats: number; handedOver: number }>> {
  return changing(actor, subscriptionId, async (tx, service, row) => {
    const { id: organizationId } = actor.organization;
    if (row.unlimited) return fail("conflict", `“${service.name}” has seats without end.`);
    if (row.cancelledAt)
      return fail("conflict", "This subscription is cancelled. Take the cancellation back first.");
    if (!Number.isInteger(more) || more < 1) return fail("invalid", "Buy one seat at least.");
    if (service.bought !== had)
      return fail("conflict", "Somebody has changed the number of seats meanwhile. Look again.");
    const seats = had + more;
    if (seats > SEATS_MAX) return fail("invalid", `At most ${SEATS_MAX.toLocaleString("en")} seats.`);
    await writeSeatCount(tx, organizationId, subscriptionId, seats, today);
    await record(tx, organizationId, actor, "subscription.seatsChanged", subjectOf(subscriptionId, service), {
      before: { seats: had },
      after: { seats },
    });
    return ok({ seats, handedOver: await handOver(tx, organizationId, [service.id]) });
  });
}

/** From a day on there are so many seats. */
export async function writeSeatCount(
  tx: Transaction,
  organizationId: string,
  subscriptionId: string,
  seats: number,
  fromDay: Date,
): Promise<void> {
  const key = { organizationId, subscriptionId, fromDay };
  await tx.seatCount.upsert({
    where: { organizationId_subscriptionId_fromDay: key },
    create: { ...key, seats },
    update: { seats },
    select: { seats: true },
  });
}

/** Says with how many seats a subscription goes on when it renews: fewer than now, or as many for null. */
export function setSeatsAtRenewal(
  actor: Actor,
  subscriptionId: string,
  seats: number | null,
): Promise<Result<null>> {
  return changing(actor, subscriptionId, async (tx, service, row) => {
    const { id: organizationId } = actor.organization;
    const { bought } = service;
    if (bought === null) return fail("conflict", `“${service.name}” has seats without end.`);
    if (seats !== null && (!Number.isInteger(seats) || seats < 0 || seats >= bought))
      return fail("invalid", `Write fewer than the ${bought.toLocaleString("en")} seats that there are now.`);
    if (row.seatsAtRenewal === seats) return ok(null);
    await tx.subscription.update({
      where: { organizationId_id: { organizationId, id: subscriptionId } },
      data: { seatsAtRenewal: seats },
      select: { id: true },
    });
    const subject = subjectOf(subscriptionId, service);
    await record(tx, organizationId, actor, "subscription.renewalChanged", subject, {
      before: { seatsAtRenewal: row.seatsAtRenewal ?? bought },
      after: { seatsAtRenewal: seats ?? bought },
    });
    return ok(null);
  });
}

/** Has a subscription end when it would renew, and its seats with it; until then nothing changes. */
export function cancelSubscription(actor: Actor, subscriptionId: string): Promise<Result<null>> {
  return changing(actor, subscriptionId, async (tx, service, { cancelledAt, renewsOn }) => {
    if (cancelledAt) return ok(null);
    await setCancelled(tx, actor, subscriptionId, new Date());
    const changes = { after: { renewsOn: dayText(renewsOn) } };
    const subject = subjectOf(subscriptionId, service);
    await record(tx, actor.organization.id, actor, "subscription.cancelled", subject, changes);
    return ok(null);
  });
}

/** Takes a cancellation back that has not come yet. */
export function resumeSubscription(actor: Actor, subscriptionId: string): Promise<Result<null>> {
  return changing(actor, subscriptionId, async (tx, service, { cancelledAt }) => {
    if (!cancelledAt) return ok(null);
    await setCancelled(tx, actor, subscriptionId, null);
    const subject = subjectOf(subscriptionId, service);
    await record(tx, actor.organization.id, actor, "subscription.resumed", subject);
    return ok(null);
  });
}

const setCancelled = (tx: Transaction, { organization }: Actor, id: string, cancelledAt: Date | null) =>
  tx.subscription.update({
    where: { organizationId_id: { organizationId: organization.id, id } },
    data: { cancelledAt },
    select: { id: true },
  });

type Row = { unlimited: boolean; cancelledAt: Date | null; renewsOn: Date; seatsAtRenewal: number | null };

/** A change of a running subscription, behind the lock of its service. */
function changing<T>(
  actor: Actor,
  id: string,
  run: (tx: Transaction, service: LockedService, row: Row) => Promise<Result<T>>,
): Promise<Result<T>> {
  return command(actor, "billing.update", async (tx) => {
    const { id: organizationId } = actor.organization;
    if (!isId(id)) return notFound("subscription");
    const where = { organizationId_id: { organizationId, id } };
    const found = await tx.subscription.findUnique({ where, select: { serviceId: true } });
    const service = found && (await lockService(tx, organizationId, found.serviceId));
    if (!service) return notFound("subscription");
    // What was read before the lock may have been changed by whoever held it.
    const row = await tx.subscription.findUniqueOrThrow({ where });
    if (row.endedOn) return fail("conflict", "This subscription has ended.");
    termOf(row.term);
    return run(tx, service, row);
  });
}

export const subjectOf = (id: string, { name }: Pick<LockedService, "name">) => ({
  type: "subscription" as const,
  id,
  name,
});
