import "server-only";
import { storeActor } from "@/lib/auth/stored-actor";
import { command } from "@/lib/command";
import type { Transaction } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { newId } from "@/lib/ids";
import type { Actor } from "@/lib/permissions/actor";
import { reachSql } from "@/lib/permissions/reach";
import { fail, notFound, ok, type Result } from "@/lib/result";
import { type SeatPlan, type SeatsChange, shareSeats, shortInWords } from "@/lib/services/assigning";
import { freeSeats, handOver, type LockedService, lockService, seatEvents } from "@/lib/services/seats";
import { type BulkResult, changedMeanwhile, type Terms, undoable } from "@/lib/users/bulk-commands";
import { chosenSql, type Selection } from "@/lib/users/chosen";
import { keepingSql } from "@/lib/users/undo/keep";

const OPTIONS = { timeoutMs: 120_000 };

/** What a change comes to: `seats` tells of a giving who gets one, who waits, and for how many there is none. */
export type SeatResult = BulkResult & { seats?: SeatPlan };

/** What it would come to, told by the same conditions that carry it out; what is short is told, and nothing refused. */
export function planSeats(
  actor: Actor,
  selection: Selection,
  change: SeatsChange,
): Promise<Result<SeatResult>> {
  return command(actor, "services.assign", async (tx) => {
    const found = await countChosen(tx, actor, selection, change);
    const service = await lockService(tx, actor.organization.id, change.serviceId);
    const refusal = refusalOf(service, change);
    if (refusal) return refusal;
    return ok(service ? outcomeOf(change, found, shareOf(change, found, service)) : NOTHING);
  });
}

/**
 * Gives the chosen a seat of a service, or takes it, with an event for each. Those whom the actor may not change stay as
 * they are. Nobody is changed when `expected` is given and another number would be.
 */
export function changeSeats(
  actor: Actor,
  selection: Selection,
  change: SeatsChange,
  expected?: number,
): Promise<Result<SeatResult>> {
  const keep = newId();
  const run = async (tx: Transaction): Promise<Result<SeatResult>> => {
    const result = await moveSeats(tx, actor, selection, change, { expected, keep });
    return result.ok && undoable(result, keep).ok
      ? ok({ ...result.value, ...kept(result.value, keep) })
      : result;
  };
  return command(actor, "services.assign", run, OPTIONS);
}

const kept = ({ changed }: BulkResult, undo: string) => (changed > 0 ? { undo } : {});

/** The same within a transaction of somebody who has asked for the permission. */
export async function moveSeats(
  tx: Transaction,
  actor: Actor,
  selection: Selection,
  change: SeatsChange,
  { expected, keep }: Terms,
): Promise<Result<SeatResult>> {
  const { id: organizationId } = actor.organization;
  const found = await countChosen(tx, actor, selection, change);
  const service = await lockService(tx, organizationId, change.serviceId);
  const refusal = refusalOf(service, change);
  if (refusal) return refusal;
  if (!service) return notFound("service");
  // Counted behind the lock: whoever waited may have got a seat until then.
  const wanting = await stillWanting(tx, organizationId, change, found.moved);
  const now = { ...found, moved: wanting };
  const share = shareOf(change, now, service);
  const result = outcomeOf(change, now, share);
  if (expected !== undefined && result.changed !== expected) return changedMeanwhile(result.changed);
  if (change.kind === "withdrawService") {
    await withdraw(tx, actor, service, wanting, change, keep);
    await handOver(tx, organizationId, [service.id]);
    return ok(result);
  }
  if (share.short > 0 && change.whenShort === "refuse")
    return fail("conflict", shortInWords(service.name, wanting.length, freeSeats(service)));
  await assign(tx, actor, service, wanting, share, change, keep);
  return ok(result);
}

type Found = { chosen: number; moved: Moved[] };
type Moved = { id: string; seated: boolean; waits: boolean };

const NOTHING: SeatResult = { changed: 0, left: 0 };

function refusalOf(service: LockedService | null, { kind }: SeatsChange): Result<never> | null {
  if (!service) return notFound("service");
  return kind === "assignService" && service.retiredAt
    ? fail("conflict", `“${service.name}” is retired: nobody gets a seat of it any more.`)
    : null;
}

/**
 * The chosen whom it makes a difference to, in the order in which they get seats. They stay locked until the end, before
 * any service is: nobody removes them or gives them other rights meanwhile.
 */
async function countChosen(
  tx: Transaction,
  actor: Actor,
  selection: Selection,
  { kind, serviceId }: SeatsChange,
): Promise<Found> {
  const { id: organizationId } = actor.organization;
  const [row] = await tx.$queryRaw<{ chosen: number; within: string[] }[]>`
    WITH chosen AS MATERIALIZED (SELECT id FROM users WHERE ${chosenSql(actor, selection)}),
    within AS MATERIALIZED (
      SELECT u.id FROM users u
      WHERE u.organization_id = ${organizationId}::uuid AND u.id IN (SELECT id FROM chosen) AND u.removed_at IS NULL
        AND ${reachSql(actor, "u")}
      ORDER BY u.id FOR NO KEY UPDATE)
    SELECT (SELECT count(*) FROM chosen)::int AS chosen, array(SELECT id FROM within ORDER BY id) AS within`;
  const people = await standingOf(tx, organizationId, serviceId, row?.within ?? []);
  const moved = people.filter(({ seated, waits }) => (kind === "assignService" ? !seated : seated || waits));
  return { chosen: row?.chosen ?? 0, moved };
}

async function stillWanting(
  tx: Transaction,
  organizationId: string,
  { kind, serviceId }: SeatsChange,
  moved: Moved[],
): Promise<Moved[]> {
  const ids = moved.map(({ id }) => id);
  const people = await standingOf(tx, organizationId, serviceId, ids);
  return people.filter(({ seated, waits }) => (kind === "assignService" ? !seated : seated || waits));
}

const standingOf = (tx: Transaction, organizationId: string, serviceId: string, ids: string[]) =>
  tx.$queryRaw<Moved[]>`
    SELECT asked.id, t.user_id IS NOT NULL AS seated, w.user_id IS NOT NULL AS waits
    FROM unnest(${ids}::uuid[]) WITH ORDINALITY AS asked(id, place)
    LEFT JOIN seats t ON t.organization_id = ${organizationId}::uuid AND t.service_id = ${serviceId}::uuid
      AND t.user_id = asked.id
    LEFT JOIN seat_waits w ON w.organization_id = ${organizationId}::uuid AND w.service_id = ${serviceId}::uuid
      AND w.user_id = asked.id
    ORDER BY asked.place`;

function shareOf(change: SeatsChange, { moved }: Found, service: LockedService): SeatPlan {
  if (change.kind === "withdrawService") return { seated: 0, waiting: 0, short: 0 };
  const alreadyWaiting = moved.filter(({ waits }) => waits).length;
  return shareSeats(moved.length, alreadyWaiting, freeSeats(service), change.whenShort);
}

function outcomeOf(change: SeatsChange, { chosen, moved }: Found, share: SeatPlan): SeatResult {
  if (change.kind === "withdrawService") return { changed: moved.length, left: chosen - moved.length };
  const isRefused = change.whenShort === "refuse" && share.short > 0;
  const changed = isRefused ? 0 : share.seated + share.waiting;
  return { changed, left: chosen - changed, seats: share };
}

async function assign(
  tx: Transaction,
  actor: Actor,
  service: LockedService,
  wanting: Moved[],
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

async function withdraw(
  tx: Transaction,
  actor: Actor,
  service: LockedService,
  moved: Moved[],
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
