import "server-only";
import { storeActor } from "@/lib/auth/stored-actor";
import type { Transaction } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import type { Actor } from "@/lib/permissions/actor";
import type { SeatPlan, SeatsChange } from "@/lib/services/assigning";
import { type LockedService, seatEvents } from "@/lib/services/seats";
import type { Terms } from "@/lib/users/bulk-commands";
import { keepingSql } from "@/lib/users/undo/keep";

/** Somebody whom a change is about, and what they have of the service. */
export type Wanting = { id: string; seated: boolean; waits: boolean };

/** Gives the first of some people, who stay locked, the seats that there are, and puts the rest on the list where they wait. */
export async function assign(
  tx: Transaction,
  actor: Actor,
  service: LockedService,
  wanting: Wanting[],
  share: SeatPlan,
  change: SeatsChange,
  keep: Terms["keep"],
): Promise<void> {
  const { id: organizationId } = actor.organization;
  const by = JSON.stringify(storeActor(actor));
  const seated = wanting.slice(0, share.seated).map(({ id }) => id);
  const listed = wanting
    .slice(share.seated)
    .filter(({ waits }) => !waits && share.waiting > 0)
    .map(({ id }) => id);
  if (seated.length + listed.length === 0) return;
  await tx.$queryRaw`
    WITH seated AS MATERIALIZED (${namedOf(organizationId, seated)}),
    listed AS MATERIALIZED (${namedOf(organizationId, listed)}),
    unlisted AS (
      DELETE FROM seat_waits w USING seated WHERE w.organization_id = ${organizationId}::uuid
        AND w.service_id = ${service.id}::uuid AND w.user_id = seated.id),
    given AS (
      INSERT INTO seats (organization_id, service_id, user_id, assigned_by)
      SELECT ${organizationId}::uuid, ${service.id}::uuid, id, ${by}::jsonb FROM seated),
    awaited AS (
      INSERT INTO seat_waits (organization_id, service_id, user_id, position, asked_by)
      SELECT ${organizationId}::uuid, ${service.id}::uuid, listed.id,
        coalesce((SELECT max(position) FROM seat_waits WHERE organization_id = ${organizationId}::uuid
          AND service_id = ${service.id}::uuid), 0) + row_number() OVER (ORDER BY listed.id), ${by}::jsonb
      FROM listed),
    given_events AS (${seatEvents(organizationId, actor, "user.seatGiven", service.name, Prisma.sql`seated`)}),
    awaited_events AS (${seatEvents(organizationId, actor, "user.seatAwaited", service.name, Prisma.sql`listed`)})
    ${keepingSql(actor, keep, change, Prisma.sql`SELECT id, '{}'::jsonb AS was FROM seated UNION ALL SELECT id, '{}'::jsonb FROM listed`)}
    SELECT 1 AS done`;
}

/** Takes people's seats, and their places on the waiting list. */
export async function withdraw(
  tx: Transaction,
  actor: Actor,
  service: LockedService,
  moved: Wanting[],
  change: SeatsChange,
  keep: Terms["keep"],
): Promise<void> {
  if (moved.length === 0) return;
  const { id: organizationId } = actor.organization;
  const idsOf = (isSeated: boolean) => moved.filter(({ seated }) => seated === isSeated).map(({ id }) => id);
  const was = (table: string, kind: "seat" | "wait") =>
    Prisma.sql`SELECT id, ${JSON.stringify({ had: kind })}::jsonb AS was FROM ${Prisma.raw(table)}`;
  await tx.$queryRaw`
    WITH unseated AS MATERIALIZED (${namedOf(organizationId, idsOf(true))}),
    unlisted AS MATERIALIZED (${namedOf(organizationId, idsOf(false))}),
    freed AS (
      DELETE FROM seats t USING unseated WHERE t.organization_id = ${organizationId}::uuid
        AND t.service_id = ${service.id}::uuid AND t.user_id = unseated.id),
    gone AS (
      DELETE FROM seat_waits w USING unlisted WHERE w.organization_id = ${organizationId}::uuid
        AND w.service_id = ${service.id}::uuid AND w.user_id = unlisted.id),
    freed_events AS (${seatEvents(organizationId, actor, "user.seatTaken", service.name, Prisma.sql`unseated`)}),
    gone_events AS (${seatEvents(organizationId, actor, "user.seatNotAwaited", service.name, Prisma.sql`unlisted`)})
    ${keepingSql(actor, keep, change, Prisma.sql`${was("unseated", "seat")} UNION ALL ${was("unlisted", "wait")}`)}
    SELECT 1 AS done`;
}

const namedOf = (organizationId: string, ids: string[]) => Prisma.sql`
  SELECT id, username FROM users WHERE organization_id = ${organizationId}::uuid AND id = ANY(${ids}::uuid[])`;
