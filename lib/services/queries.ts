import "server-only";
import { withOrganization } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { isId } from "@/lib/ids";
import type { Actor } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import { demand } from "@/lib/permissions/demand";
import { type Offer, readOffers } from "@/lib/services/offers";
import { RUNNING, STANDING } from "@/lib/services/seats";
import { dayText, termOf } from "@/lib/services/term";
import type { Price } from "@/lib/services/terms-of";

/** A subscription as it runs; the price is null for whoever may not see billing. */
export type RunningSubscription = {
  id: string;
  price: Price | null;
  isFree: boolean;
  unlimited: boolean;
  startsOn: string;
  renewsOn: string;
  seatsAtRenewal: number | null;
  isCancelled: boolean;
};

export type ServiceListed = {
  id: string;
  name: string;
  description: string;
  kind: "catalogue" | "custom";
  version: number;
  isRetired: boolean;
  /** Seats that there are; null where they have no end. */
  bought: number | null;
  used: number;
  waiting: number;
  subscription: RunningSubscription | null;
};

type Row = Omit<ServiceListed, "subscription" | "isRetired"> & {
  retiredAt: Date | null;
  subscriptionId: string | null;
  priceMinor: number;
  currency: string;
  term: string;
  unlimited: boolean;
  startsOn: Date;
  renewsOn: Date;
  seatsAtRenewal: number | null;
  cancelledAt: Date | null;
};

/** Every service of the actor's organization by name, the retired ones last. */
export const listServices = (actor: Actor): Promise<ServiceListed[]> => readServices(actor, Prisma.empty);

/** One service; null when there is none. */
export async function findService(actor: Actor, id: string): Promise<ServiceListed | null> {
  demand(actor, "services.read");
  if (!isId(id)) return null;
  const [found] = await readServices(actor, Prisma.sql`AND s.id = ${id}::uuid`);
  return found ?? null;
}

function readServices(actor: Actor, which: Prisma.Sql): Promise<ServiceListed[]> {
  demand(actor, "services.read");
  const { id } = actor.organization;
  return withOrganization(id, async (tx) => {
    const rows = await tx.$queryRaw<Row[]>`
      SELECT s.id, s.name, s.description, s.kind, s.version, s.retired_at AS "retiredAt", ${STANDING},
        running.price_minor AS "priceMinor", running.currency, running.term, running.unlimited,
        running.starts_on AS "startsOn", running.renews_on AS "renewsOn",
        running.seats_at_renewal AS "seatsAtRenewal", running.cancelled_at AS "cancelledAt"
      FROM services s ${RUNNING}
      WHERE s.organization_id = ${id}::uuid ${which}
      ORDER BY s.retired_at IS NOT NULL, lower(s.name), s.id`;
    return rows.map((row) => serviceOf(row, can(actor, "billing.read")));
  });
}

function serviceOf({ retiredAt, ...row }: Row, seesMoney: boolean): ServiceListed {
  const { id, name, description, kind, version, bought, used, waiting, subscriptionId } = row;
  const { priceMinor, currency, unlimited, seatsAtRenewal } = row;
  return {
    id,
    name,
    description,
    kind,
    version,
    isRetired: retiredAt !== null,
    bought,
    used,
    waiting,
    subscription: subscriptionId
      ? {
          id: subscriptionId,
          price: seesMoney ? { priceMinor, currency, term: termOf(row.term) } : null,
          isFree: priceMinor === 0,
          unlimited,
          startsOn: dayText(row.startsOn),
          renewsOn: dayText(row.renewsOn),
          seatsAtRenewal,
          isCancelled: row.cancelledAt !== null,
        }
      : null,
  };
}

/** The services that people can be given a seat of, with how many are free; null where they have no end. */
export type ServiceOffered = { id: string; name: string; free: number | null };

/** Those that are not retired, by name, for whoever gives seats. */
export async function servicesToGive(actor: Actor): Promise<ServiceOffered[]> {
  demand(actor, "services.read", "services.assign");
  const { id } = actor.organization;
  return withOrganization(
    id,
    (tx) => tx.$queryRaw<ServiceOffered[]>`
      SELECT id, name, CASE WHEN standing.bought IS NULL THEN NULL
        ELSE greatest(standing.bought - standing.used, 0) END AS free
      FROM (SELECT s.id, s.name, ${STANDING} FROM services s ${RUNNING}
        WHERE s.organization_id = ${id}::uuid AND s.retired_at IS NULL) AS standing
      ORDER BY lower(name), id`,
  );
}

/** What organizations above offer, for whoever makes services, with whether it was taken already. */
export function listOffers(actor: Actor): Promise<(Offer & { isTaken: boolean })[]> {
  demand(actor, "services.update");
  const { id: organizationId } = actor.organization;
  return withOrganization(organizationId, async (tx) => {
    const offers = await readOffers(tx);
    const where = { organizationId, kind: "catalogue", retiredAt: null };
    const taken = await tx.service.findMany({ where, select: { catalogueServiceId: true } });
    return offers.map((offer) => ({
      ...offer,
      isTaken: taken.some(({ catalogueServiceId }) => catalogueServiceId === offer.id),
    }));
  });
}
