import "server-only";
import { type AuditActor, record } from "@/lib/audit/record";
import { type Transaction, withOrganization } from "@/lib/db";
import { againIfDeadlocked } from "@/lib/deadlock";
import { Prisma } from "@/lib/generated/prisma/client";
import { scheduleRenewal } from "@/lib/services/schedule";
import { handOver, type LockedService, lockService, seatEvents } from "@/lib/services/seats";
import { subjectOf, writeSeatCount } from "@/lib/services/subscription-commands";
import { dayOf, dayText, renewalAfter, termOf } from "@/lib/services/term";

const PRODUCT: AuditActor = { kind: "system", name: "Rollcall" };

/**
 * Renews an organization's subscriptions that are due, each in a transaction of its own: a cancelled one ends and its
 * seats with it, another one goes on, with fewer seats where that was said. Run again it changes nothing. Where no worker
 * ran for a while, seats are fewer from the day on which one does: what has been is never written anew.
 */
export async function renewSubscriptions(
  { organizationId }: { organizationId: string },
  today = dayOf(new Date()),
): Promise<void> {
  const due = await withOrganization(organizationId, (tx) =>
    tx.subscription.findMany({
      where: { organizationId, endedOn: null, renewsOn: { lte: today } },
      orderBy: [{ renewsOn: "asc" }, { id: "asc" }],
      select: { id: true, serviceId: true },
    }),
  );
  for (const { id, serviceId } of due)
    await againIfDeadlocked(() =>
      withOrganization(organizationId, (tx) => renewOne(tx, organizationId, serviceId, id, today)),
    );
  await againIfDeadlocked(() =>
    withOrganization(organizationId, async (tx) => {
      const services = await tx.service.findMany({
        where: { organizationId, waits: { some: {} } },
        select: { id: true },
      });
      await handOver(
        tx,
        organizationId,
        services.map(({ id }) => id),
      );
      await scheduleRenewal(tx, organizationId);
    }),
  );
}

async function renewOne(
  tx: Transaction,
  organizationId: string,
  serviceId: string,
  id: string,
  today: Date,
): Promise<void> {
  const service = await lockService(tx, organizationId, serviceId);
  const where = { organizationId_id: { organizationId, id } };
  const row = await tx.subscription.findUniqueOrThrow({ where });
  if (!service || row.endedOn || row.renewsOn > today) return;
  if (row.cancelledAt) return end(tx, organizationId, service, id, row.renewsOn);
  const renewsOn = renewalAfter(row.startsOn, termOf(row.term), today);
  const seats = await fewerSeats(tx, organizationId, service, row, today);
  await tx.subscription.update({
    where,
    data: { renewsOn, ...(seats?.isReached ? { seatsAtRenewal: null } : {}) },
    select: { id: true },
  });
  await record(tx, organizationId, PRODUCT, "subscription.renewed", subjectOf(id, service), {
    before: { renewsOn: dayText(row.renewsOn), ...(seats ? { seats: service.bought } : {}) },
    after: { renewsOn: dayText(renewsOn), ...(seats ? { seats: seats.count } : {}) },
  });
}

type Renewing = { id: string; seatsAtRenewal: number | null };

/** A seat that somebody has is not taken away by a renewal: as many stay, and the rest goes at a later one. */
async function fewerSeats(
  tx: Transaction,
  organizationId: string,
  { bought, used }: LockedService,
  { id, seatsAtRenewal }: Renewing,
  today: Date,
): Promise<{ count: number; isReached: boolean } | null> {
  if (seatsAtRenewal === null || bought === null) return null;
  const count = Math.min(bought, Math.max(seatsAtRenewal, used));
  if (count !== bought) await writeSeatCount(tx, organizationId, id, count, today);
  return { count, isReached: count <= seatsAtRenewal };
}

async function end(
  tx: Transaction,
  organizationId: string,
  service: LockedService,
  id: string,
  endedOn: Date,
): Promise<void> {
  await tx.subscription.update({
    where: { organizationId_id: { organizationId, id } },
    data: { endedOn },
    select: { id: true },
  });
  await record(tx, organizationId, PRODUCT, "subscription.ended", subjectOf(id, service), {
    before: service.bought === null ? {} : { seats: service.bought },
    after: { count: service.used },
  });
  await takeAllSeats(tx, organizationId, PRODUCT, service);
}

/** Takes every seat of a service, and everybody off its waiting list, with an event for each. */
export async function takeAllSeats(
  tx: Transaction,
  organizationId: string,
  actor: AuditActor,
  { id, name }: Pick<LockedService, "id" | "name">,
): Promise<void> {
  const named = (table: string) => Prisma.sql`
    SELECT u.id, u.username FROM ${Prisma.raw(table)} g JOIN users u
      ON u.organization_id = ${organizationId}::uuid AND u.id = g.user_id`;
  await tx.$queryRaw`
    WITH freed AS (DELETE FROM seats WHERE organization_id = ${organizationId}::uuid AND service_id = ${id}::uuid
      RETURNING user_id),
    unlisted AS (DELETE FROM seat_waits WHERE organization_id = ${organizationId}::uuid AND service_id = ${id}::uuid
      RETURNING user_id),
    unseated AS (${named("freed")}), gone AS (${named("unlisted")}),
    freed_events AS (${seatEvents(organizationId, actor, "user.seatTaken", name, Prisma.sql`unseated`)}),
    gone_events AS (${seatEvents(organizationId, actor, "user.seatNotAwaited", name, Prisma.sql`gone`)})
    SELECT 1 AS done`;
  await tx.seatReturn.deleteMany({ where: { organizationId, serviceId: id } });
}
