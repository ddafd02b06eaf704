import "server-only";
import { command } from "@/lib/command";
import type { Transaction } from "@/lib/db";
import type { Actor } from "@/lib/permissions/actor";
import { reachSql } from "@/lib/permissions/reach";
import { fail, notFound, ok, type Result } from "@/lib/result";
import { type SeatPlan, type SeatsChange, shareSeats, shortInWords } from "@/lib/services/assigning";
import { assign, type Wanting, withdraw } from "@/lib/services/seat-writes";
import { freeSeats, handOver, type LockedService, lockService } from "@/lib/services/seats";
import {
  BULK_OPTIONS,
  type BulkResult,
  changedMeanwhile,
  keptChange,
  type Terms,
} from "@/lib/users/bulk-result";
import { chosenSql, type Selection } from "@/lib/users/chosen";

/** What a change comes to: `seats` tells of a giving who gets one, who waits, and for how many there is none. */
export type SeatResult = BulkResult & { seats?: SeatPlan };

/** What it would come to, told by the same conditions that carry it out; what is short is told, and nothing refused. */
export function planSeats(
  actor: Actor,
  selection: Selection,
  change: SeatsChange,
): Promise<Result<SeatResult>> {
  return command(
    actor,
    "services.assign",
    async (tx) => {
      const found = await countChosen(tx, actor, selection, change);
      const service = await lockService(tx, actor.organization.id, change.serviceId);
      const refusal = refusalOf(service, change);
      if (refusal) return refusal;
      return ok(service ? outcomeOf(change, found, shareOf(change, found, service)) : NOTHING);
    },
    BULK_OPTIONS,
  );
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
  return keptChange(actor, "services.assign", (tx, keep) =>
    moveSeats(tx, actor, selection, change, { expected, keep }),
  );
}

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
  if (change.kind === "assignService" && share.short > 0 && change.whenShort === "refuse")
    return fail("conflict", shortInWords(service.name, wanting.length, freeSeats(service)));
  if (expected !== undefined && result.changed !== expected) return changedMeanwhile(result.changed);
  if (change.kind === "withdrawService") {
    await withdraw(tx, actor, service, wanting, change, keep);
    await handOver(tx, organizationId, [service.id]);
    return ok(result);
  }
  await assign(tx, actor, service, wanting, share, change, keep);
  return ok(result);
}

type Found = { chosen: number; moved: Wanting[] };
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
  moved: Wanting[],
): Promise<Wanting[]> {
  const ids = moved.map(({ id }) => id);
  const people = await standingOf(tx, organizationId, serviceId, ids);
  return people.filter(({ seated, waits }) => (kind === "assignService" ? !seated : seated || waits));
}

const standingOf = (tx: Transaction, organizationId: string, serviceId: string, ids: string[]) =>
  tx.$queryRaw<Wanting[]>`
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
