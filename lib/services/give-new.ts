import "server-only";
import { storeActor } from "@/lib/auth/stored-actor";
import type { Transaction } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import type { Actor } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import { absence, type Failure } from "@/lib/result";
import { shortInWords } from "@/lib/services/assigning";
import type { GivenSeats } from "@/lib/services/given";
import { freeSeats, lockServices, readServices, seatEvents } from "@/lib/services/seats";

/**
 * Why new people cannot be given these seats, as things stand; null when they can. Nothing is locked: whoever gives the
 * seats counts once more.
 * @param people how many new people there are
 */
export async function seatsProblem(
  tx: Transaction,
  actor: Actor,
  { services, whenShort }: GivenSeats,
  people: number,
): Promise<Failure | null> {
  if (services.length === 0 || people === 0) return null;
  if (!can(actor, "services.assign"))
    return { code: "forbidden", message: "You may not give people seats of services." };
  const wanted = [...new Set(services)];
  const found = await readServices(tx, actor.organization.id, wanted);
  if (found.length < wanted.length) return absence("service");
  for (const service of found) {
    if (service.retiredAt)
      return {
        code: "conflict",
        message: `“${service.name}” is retired: nobody gets a seat of it any more.`,
      };
    const free = freeSeats(service);
    if (whenShort === "refuse" && free < people)
      return { code: "conflict", message: shortInWords(service.name, people, free) };
  }
  return null;
}

/** Seats that were free when they were first counted are not any more: nothing of the transaction may stand. */
export class SeatsTaken extends Error {
  constructor(readonly problem: Failure) {
    super("Seats were taken by somebody else meanwhile.");
  }
}

/**
 * Gives new people their seats, and puts those for whom there is none on the waiting list where that was chosen, with an
 * event each. Whether they may is asked before, by `seatsProblem`. It stands at the end of a transaction: others wait for
 * the lock of a service.
 * @param people a query of `id` and `place`, the order in which they get seats
 * @param count how many they are
 * @throws SeatsTaken where there are not enough any more and that was to refuse everything
 */
export async function giveNewSeats(
  tx: Transaction,
  actor: Actor,
  { services, whenShort }: GivenSeats,
  people: Prisma.Sql,
  count: number,
  importId: string | null = null,
): Promise<void> {
  const { id: organizationId } = actor.organization;
  const by = JSON.stringify(storeActor(actor));
  for (const service of await lockServices(tx, organizationId, [...new Set(services)])) {
    const free = freeSeats(service);
    if (whenShort === "refuse" && free < count)
      throw new SeatsTaken({ code: "conflict", message: shortInWords(service.name, count, free) });
    const seats = Number.isFinite(free) ? free : null;
    await tx.$queryRaw`
      WITH people AS MATERIALIZED (
        SELECT u.id, u.username, row_number() OVER (ORDER BY asked.place, u.id) AS turn
        FROM (${people}) AS asked JOIN users u ON u.organization_id = ${organizationId}::uuid AND u.id = asked.id),
      seated AS (SELECT id, username FROM people WHERE ${seats}::bigint IS NULL OR turn <= ${seats}::bigint),
      listed AS (SELECT id, username, turn FROM people WHERE ${whenShort === "wait"} AND turn > ${seats}::bigint),
      given AS (
        INSERT INTO seats (organization_id, service_id, user_id, assigned_by, import_id)
        SELECT ${organizationId}::uuid, ${service.id}::uuid, id, ${by}::jsonb, ${importId}::uuid FROM seated),
      awaited AS (
        INSERT INTO seat_waits (organization_id, service_id, user_id, position, asked_by, import_id)
        SELECT ${organizationId}::uuid, ${service.id}::uuid, id,
          coalesce((SELECT max(position) FROM seat_waits WHERE organization_id = ${organizationId}::uuid
            AND service_id = ${service.id}::uuid), 0) + row_number() OVER (ORDER BY turn), ${by}::jsonb,
          ${importId}::uuid
        FROM listed),
      given_events AS (${seatEvents(organizationId, actor, "user.seatGiven", service.name, Prisma.sql`seated`)}),
      awaited_events AS (${seatEvents(organizationId, actor, "user.seatAwaited", service.name, Prisma.sql`listed`)})
      SELECT 1 AS done`;
  }
}

/** Gives a transaction's new people their seats if there are enough. @returns why not; null when they have them */
export async function giveSeatsIfFree(
  tx: Transaction,
  actor: Actor,
  seats: GivenSeats,
  people: Prisma.Sql,
  count: number,
): Promise<Failure | null> {
  const problem = await seatsProblem(tx, actor, seats, count);
  if (problem) return problem;
  try {
    await giveNewSeats(tx, actor, seats, people, count);
    return null;
  } catch (error) {
    if (error instanceof SeatsTaken) return error.problem;
    throw error;
  }
}
