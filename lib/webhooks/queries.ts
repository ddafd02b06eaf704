import "server-only";
import { withOrganization } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { isId } from "@/lib/ids";
import type { Actor } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import { demand } from "@/lib/permissions/demand";
import { type Attempt, type DeliveryState, readAttempts } from "@/lib/webhooks/attempt";
import { payloadOf, type ToldEvent } from "@/lib/webhooks/payload";

export type WebhookListed = {
  id: string;
  name: string;
  /** Without what stands behind the host: that can be as secret as a key. */
  origin: string;
  eventTypes: string[];
  madeBy: string;
  createdAt: Date;
  offAt: Date | null;
  offBecause: string | null;
  failingSince: Date | null;
  waiting: number;
  missed: number;
  lastDeliveredAt: Date | null;
  /** Until when the secret before this one signs beside it; null when it does no more. */
  earlierUntil: Date | null;
};

export type WebhookShown = WebhookListed & {
  /** Whole for those who may change it, and its origin for others. */
  url: string;
};

type Row = Omit<WebhookShown, "origin">;

// More are not counted for a page.
export const COUNTED_MAX = 10_000;

/** The webhooks of the actor's organization, by name. @throws Error unless they may see connections */
export async function listWebhooks(actor: Actor): Promise<WebhookListed[]> {
  demand(actor, "connections.read");
  return (await readWebhooks(actor, null)).map(({ url, ...webhook }) => ({
    ...webhook,
    origin: new URL(url).origin,
  }));
}

/** One of them, with its address; null when there is none. @throws Error unless they may see connections */
export async function findWebhook(actor: Actor, id: string): Promise<WebhookShown | null> {
  demand(actor, "connections.read");
  const [found] = isId(id) ? await readWebhooks(actor, id) : [];
  if (!found) return null;
  const { origin } = new URL(found.url);
  return { ...found, origin, url: can(actor, "connections.update") ? found.url : origin };
}

const readWebhooks = ({ organization }: Actor, id: string | null): Promise<Row[]> =>
  withOrganization(organization.id, (tx) => {
    const counted = (states: string[]) => Prisma.sql`(SELECT count(*)::int FROM (
      SELECT FROM webhook_deliveries d WHERE d.organization_id = w.organization_id AND d.webhook_id = w.id
        AND d.state = ANY (${states}::text[]) LIMIT ${COUNTED_MAX}) counted)`;
    return tx.$queryRaw<Row[]>`
      SELECT w.id::text, w.name, w.url, w.event_types AS "eventTypes", w.made_by AS "madeBy", w.created_at AS "createdAt",
        w.off_at AS "offAt", w.off_because AS "offBecause", w.failing_since AS "failingSince",
        CASE WHEN w.earlier_until > now() THEN w.earlier_until END AS "earlierUntil",
        ${counted(["waiting"])} AS waiting, ${counted(["failed", "cancelled"])} AS missed,
        (SELECT max((d.attempts -> -1 ->> 'at')::timestamptz) FROM (
          SELECT attempts FROM webhook_deliveries d WHERE d.organization_id = w.organization_id AND d.webhook_id = w.id
            AND d.state = 'delivered' ORDER BY d.place DESC LIMIT 100) d) AS "lastDeliveredAt"
      FROM webhooks w WHERE w.organization_id = ${organization.id}::uuid
        ${id === null ? Prisma.empty : Prisma.sql`AND w.id = ${id}::uuid`}
      ORDER BY lower(w.name), w.id`;
  });

export type DeliveryListed = {
  eventId: string;
  type: string;
  occurredAt: Date;
  state: DeliveryState;
  tries: number;
  nextAttemptAt: Date;
  last: Attempt | null;
  place: string;
};

export type DeliveryFilter = {
  state: DeliveryState | null /** The page behind this place. */;
  before: string | null;
};

export const DELIVERIES_A_PAGE = 50;

type DeliveryRow = Omit<DeliveryListed, "last"> & { attempts: unknown };

/** A page of a webhook's deliveries, the newest first. @throws Error unless they may see connections */
export async function listDeliveries(
  actor: Actor,
  webhookId: string,
  { state, before }: DeliveryFilter,
): Promise<{ deliveries: DeliveryListed[]; next: string | null }> {
  demand(actor, "connections.read");
  if (!isId(webhookId)) return { deliveries: [], next: null };
  const rows = await withOrganization(
    actor.organization.id,
    (tx) => tx.$queryRaw<DeliveryRow[]>`
      SELECT d.event_id::text AS "eventId", e.action AS type, e.occurred_at AS "occurredAt", d.state, d.tries,
        d.next_attempt_at AS "nextAttemptAt", d.place::text, d.attempts
      FROM webhook_deliveries d JOIN audit_events e ON e.organization_id = d.organization_id AND e.id = d.event_id
      WHERE d.organization_id = ${actor.organization.id}::uuid AND d.webhook_id = ${webhookId}::uuid
        ${state ? Prisma.sql`AND d.state = ${state}` : Prisma.empty}
        ${before ? Prisma.sql`AND d.place < ${before}::bigint` : Prisma.empty}
      ORDER BY d.place DESC LIMIT ${DELIVERIES_A_PAGE + 1}`,
  );
  const deliveries = rows.slice(0, DELIVERIES_A_PAGE).map(({ attempts, ...row }) => ({
    ...row,
    last: readAttempts(attempts).at(-1) ?? null,
  }));
  return { deliveries, next: rows.length > DELIVERIES_A_PAGE ? (deliveries.at(-1)?.place ?? null) : null };
}

export type DeliveryShown = {
  eventId: string;
  type: string;
  state: DeliveryState;
  nextAttemptAt: Date;
  attempts: Attempt[];
  /** What is sent. */
  body: string;
};

/** One delivery with every try; null when there is none. @throws Error unless they may see connections */
export async function findDelivery(
  actor: Actor,
  webhookId: string,
  eventId: string,
): Promise<DeliveryShown | null> {
  demand(actor, "connections.read");
  if (!isId(webhookId) || !isId(eventId)) return null;
  const { id: organizationId } = actor.organization;
  const found = await withOrganization(organizationId, (tx) =>
    tx.webhookDelivery.findUnique({
      where: { organizationId_webhookId_eventId: { organizationId, webhookId, eventId } },
      include: { event: true },
    }),
  );
  if (!found) return null;
  const { event, state, nextAttemptAt, attempts } = found;
  const told: ToldEvent = { ...event, eventId, subjectId: event.subjectId ?? eventId };
  return {
    eventId,
    type: event.action,
    state: state as DeliveryState,
    nextAttemptAt,
    attempts: readAttempts(attempts),
    body: payloadOf(told),
  };
}
