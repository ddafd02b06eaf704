import "server-only";
import { record } from "@/lib/audit/record";
import type { Transaction } from "@/lib/db";
import type { Actor } from "@/lib/permissions/actor";
import { fail, notFound, ok, type Result } from "@/lib/result";
import { making } from "@/lib/services/commands";
import { takeAllSeats } from "@/lib/services/renew";
import { lockService } from "@/lib/services/seats";
import { beginSubscription, subjectOf } from "@/lib/services/subscription-commands";
import { dayOf, termOf } from "@/lib/services/term";

/**
 * Retires a service: nobody gets a seat of it any more, and everybody who has one loses it. A subscription that costs
 * something has to be cancelled and at its end first.
 * @param expected how many people would lose a seat, as it was shown
 */
export function retireService(
  actor: Actor,
  id: string,
  expected: number,
): Promise<Result<{ people: number }>> {
  return making(actor, async (tx) => {
    const { id: organizationId } = actor.organization;
    const service = await lockService(tx, organizationId, id);
    if (!service) return notFound("service");
    if (service.retiredAt) return ok({ people: 0 });
    if (service.used !== expected)
      return fail(
        "conflict",
        `${service.used.toLocaleString("en")} people have a seat by now. Look again, then confirm.`,
      );
    const { subscriptionId } = service;
    if (subscriptionId) {
      const key = { organizationId_id: { organizationId, id: subscriptionId } };
      const { priceMinor } = await tx.subscription.findUniqueOrThrow({ where: key });
      if (priceMinor > 0)
        return fail("conflict", "Cancel its subscription first, and retire it once that has ended.");
      await tx.subscription.update({
        where: key,
        data: { endedOn: dayOf(new Date()) },
        select: { id: true },
      });
      const subject = subjectOf(subscriptionId, service);
      await record(tx, organizationId, actor, "subscription.ended", subject, {
        after: { count: service.used },
      });
    }
    await takeAllSeats(tx, organizationId, actor, service);
    await setRetired(tx, organizationId, id, new Date());
    const subject = { type: "service" as const, id, name: service.name };
    await record(tx, organizationId, actor, "service.retired", subject, { before: { count: service.used } });
    return ok({ people: service.used });
  });
}

/** Brings a retired service back: one that cost nothing with the number of seats that it had. */
export function reopenService(actor: Actor, id: string): Promise<Result<null>> {
  return making(actor, async (tx) => {
    const { id: organizationId } = actor.organization;
    const service = await lockService(tx, organizationId, id);
    if (!service) return notFound("service");
    if (!service.retiredAt) return ok(null);
    await setRetired(tx, organizationId, id, null);
    const subject = { type: "service" as const, id, name: service.name };
    await record(tx, organizationId, actor, "service.reopened", subject);
    const last = await tx.subscription.findFirst({
      where: { organizationId, serviceId: id },
      orderBy: [{ startsOn: "desc" }, { id: "desc" }],
      include: { counts: { orderBy: { fromDay: "desc" }, take: 1 } },
    });
    if (last?.priceMinor === 0) {
      const { currency, term, unlimited, counts } = last;
      const seats = counts[0]?.seats ?? 0;
      const terms = { priceMinor: 0, currency, term: termOf(term), unlimited, seats };
      await beginSubscription(tx, actor, service, terms, dayOf(new Date()));
    }
    return ok(null);
  });
}

const setRetired = (tx: Transaction, organizationId: string, id: string, retiredAt: Date | null) =>
  tx.service.update({
    where: { organizationId_id: { organizationId, id } },
    data: { retiredAt, version: { increment: 1 } },
    select: { id: true },
  });
