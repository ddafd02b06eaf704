import "server-only";
import { changesBetween } from "@/lib/audit/changes";
import { record } from "@/lib/audit/record";
import { command } from "@/lib/command";
import type { Transaction } from "@/lib/db";
import { newId } from "@/lib/ids";
import type { Actor } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import { fail, invalidFields, notFound, ok, type Result } from "@/lib/result";
import type { CustomServiceInput, ServiceWords } from "@/lib/services/input";
import { readOffers } from "@/lib/services/offers";
import { handOver, lockService } from "@/lib/services/seats";
import { beginSubscription, subjectOf, writeSeatCount } from "@/lib/services/subscription-commands";
import { dayOf } from "@/lib/services/term";
import { isUniqueViolation } from "@/lib/users/unique-violation";

/** An organization has as many services as that. */
export const SERVICES_MAX = 500;

/**
 * Makes a service of the organization's own, with its subscription. One that costs something is bought by it, so it takes
 * the right to buy. With an id that the caller made it is made once.
 */
export function createService(
  actor: Actor,
  { name, description, ...terms }: CustomServiceInput,
  id = newId(),
): Promise<Result<{ id: string }>> {
  return making(actor, async (tx) => {
    const { id: organizationId } = actor.organization;
    if (terms.priceMinor > 0 && !can(actor, "billing.update")) return mayNotBuy();
    if (await lockService(tx, organizationId, id)) return ok({ id });
    const full = await refusalOfMore(tx, organizationId);
    if (full) return full;
    const data = { organizationId, id, name, description, kind: "custom" };
    await tx.service.create({ data, select: { id: true } });
    const subject = { type: "service" as const, id, name };
    await record(tx, organizationId, actor, "service.created", subject, { after: { name, description } });
    await beginSubscription(tx, actor, { id, name }, terms, dayOf(new Date()));
    return ok({ id });
  });
}

/**
 * Takes a service from the catalogue of an organization above, at the price that it is offered at. Seats are bought with
 * it by whoever may buy.
 */
export function takeService(
  actor: Actor,
  offerId: string,
  seats: number,
  expectedPriceMinor: number,
): Promise<Result<{ id: string }>> {
  return making(actor, async (tx) => {
    const { id: organizationId } = actor.organization;
    const offer = (await readOffers(tx)).find(({ id }) => id === offerId);
    if (!offer) return notFound("service");
    if (offer.priceMinor !== expectedPriceMinor)
      return fail("conflict", "The price has changed meanwhile. Look again, then take it.");
    if (seats > 0 && offer.priceMinor > 0 && !can(actor, "billing.update")) return mayNotBuy();
    const full = await refusalOfMore(tx, organizationId);
    if (full) return full;
    const id = newId();
    const { name, description, priceMinor, currency, term } = offer;
    const origin = { catalogueOrganizationId: offer.organizationId, catalogueServiceId: offer.id };
    const data = { organizationId, id, name, description, kind: "catalogue", ...origin };
    await tx.service.create({ data, select: { id: true } });
    const subject = { type: "service" as const, id, name };
    const after = { name, description, organizationName: offer.organization };
    await record(tx, organizationId, actor, "service.created", subject, { after });
    const terms = { priceMinor, currency, term, seats, unlimited: false };
    await beginSubscription(tx, actor, { id, name }, terms, dayOf(new Date()));
    return ok({ id });
  });
}

/** Saves what a service is called and said to be. `version` is the one that was edited. */
export function updateService(
  actor: Actor,
  id: string,
  version: number,
  words: ServiceWords,
): Promise<Result<null>> {
  return making(actor, async (tx) => {
    const { id: organizationId } = actor.organization;
    const service = await lockService(tx, organizationId, id);
    if (!service) return notFound("service");
    const where = { organizationId_id: { organizationId, id } };
    const before = await tx.service.findUniqueOrThrow({
      where,
      select: { name: true, description: true, version: true },
    });
    const changes = changesBetween({ name: before.name, description: before.description }, words);
    if (!changes) return ok(null);
    if (before.version !== version) return changedMeanwhile();
    await tx.service.update({
      where,
      data: { ...words, version: { increment: 1 } },
      select: { id: true },
    });
    const subject = { type: "service" as const, id, name: words.name };
    await record(tx, organizationId, actor, "service.updated", subject, changes);
    return ok(null);
  });
}

/** Says how many seats a service of the organization's own has that costs nothing: as many as are used at least. */
export function setFreeSeats(actor: Actor, id: string, seats: number, had: number): Promise<Result<null>> {
  return making(actor, async (tx) => {
    const { id: organizationId } = actor.organization;
    const service = await lockService(tx, organizationId, id);
    if (!service?.subscriptionId) return notFound("service");
    const { subscriptionId, bought, used } = service;
    const key = { organizationId_id: { organizationId, id: subscriptionId } };
    const { priceMinor, unlimited } = await tx.subscription.findUniqueOrThrow({ where: key });
    if (priceMinor > 0 || unlimited) return fail("conflict", "Seats of this service are bought.");
    if (bought !== had)
      return fail("conflict", "Somebody has changed the number of seats meanwhile. Look again.");
    if (seats < used)
      return invalidFields([
        { path: "seats", message: `${used.toLocaleString("en")} are in use. Take some back first.` },
      ]);
    if (seats === bought) return ok(null);
    await writeSeatCount(tx, organizationId, subscriptionId, seats, dayOf(new Date()));
    const changes = { before: { seats: bought }, after: { seats } };
    const subject = subjectOf(subscriptionId, service);
    await record(tx, organizationId, actor, "subscription.seatsChanged", subject, changes);
    await handOver(tx, organizationId, [id]);
    return ok(null);
  });
}

const mayNotBuy = () =>
  fail("forbidden", "You may not buy seats. Take none, and ask a billing admin to buy them.");

const changedMeanwhile = () =>
  fail("conflict", "Somebody else has changed this service meanwhile. Load the page again.");

async function refusalOfMore(tx: Transaction, organizationId: string): Promise<Result<never> | null> {
  const count = await tx.service.count({ where: { organizationId } });
  return count < SERVICES_MAX
    ? null
    : fail("conflict", `An organization has at most ${SERVICES_MAX} services.`);
}

/** A change of services, of which no two have one name. */
export async function making<T>(
  actor: Actor,
  run: (tx: Transaction) => Promise<Result<T>>,
): Promise<Result<T>> {
  try {
    return await command(actor, "services.update", run);
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    return invalidFields([{ path: "name", message: "There is a service of this name already." }]);
  }
}
