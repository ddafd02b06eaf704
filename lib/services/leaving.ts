import "server-only";
import type { AuditActor } from "@/lib/audit/record";
import type { Transaction } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { freeSeats, handOver, lockServices, seatEvents } from "@/lib/services/seats";

/**
 * Frees the seats of people who have just been removed, and takes them off waiting lists: whoever waits gets the seats in
 * the same transaction. What they had is kept for a removal that is taken back. @returns how many seats were freed
 */
export async function freeSeatsOf(
  tx: Transaction,
  organizationId: string,
  actor: AuditActor,
  userIds: readonly string[],
): Promise<number> {
  const people = Prisma.sql`organization_id = ${organizationId}::uuid AND user_id = ANY(${[...userIds]}::uuid[])`;
  const touched = await tx.$queryRaw<{ id: string }[]>`
    SELECT service_id AS id FROM seats WHERE ${people} UNION SELECT service_id FROM seat_waits WHERE ${people}`;
  const services = await lockServices(
    tx,
    organizationId,
    touched.map(({ id }) => id),
  );
  let freed = 0;
  for (const { id, name } of services) {
    const mine = Prisma.sql`${people} AND service_id = ${id}::uuid`;
    const [row] = await tx.$queryRaw<{ count: number }[]>`
      WITH unlisted AS (DELETE FROM seat_waits WHERE ${mine}),
      freed AS (DELETE FROM seats WHERE ${mine} RETURNING user_id, assigned_at, assigned_by, import_id),
      kept AS (
        INSERT INTO seat_returns (organization_id, service_id, user_id, assigned_at, assigned_by, import_id)
        SELECT ${organizationId}::uuid, ${id}::uuid, user_id, assigned_at, assigned_by, import_id FROM freed
        ON CONFLICT (organization_id, service_id, user_id) DO UPDATE SET assigned_at = excluded.assigned_at,
          assigned_by = excluded.assigned_by, import_id = excluded.import_id, freed_at = now()),
      moved AS (SELECT u.id, u.username FROM freed JOIN users u
        ON u.organization_id = ${organizationId}::uuid AND u.id = freed.user_id),
      events AS (${seatEvents(organizationId, actor, "user.seatTaken", name)})
      SELECT count(*)::int AS count FROM freed`;
    freed += row?.count ?? 0;
  }
  await handOver(
    tx,
    organizationId,
    services.map(({ id }) => id),
  );
  return freed;
}

/** Takes the seats, and places on waiting lists, that an import gave, from whoever still has them by it. */
export async function takeSeatsOfImport(
  tx: Transaction,
  organizationId: string,
  actor: AuditActor,
  importId: string,
): Promise<void> {
  const mine = Prisma.sql`organization_id = ${organizationId}::uuid AND import_id = ${importId}::uuid`;
  const touched = await tx.$queryRaw<{ id: string }[]>`
    SELECT service_id AS id FROM seats WHERE ${mine} UNION SELECT service_id FROM seat_waits WHERE ${mine}`;
  const ids = touched.map(({ id }) => id);
  const named = (table: string) => Prisma.sql`
    SELECT u.id, u.username FROM ${Prisma.raw(table)} g JOIN users u
      ON u.organization_id = ${organizationId}::uuid AND u.id = g.user_id`;
  for (const { id, name } of await lockServices(tx, organizationId, ids))
    await tx.$queryRaw`
      WITH freed AS (DELETE FROM seats WHERE ${mine} AND service_id = ${id}::uuid RETURNING user_id),
      unlisted AS (DELETE FROM seat_waits WHERE ${mine} AND service_id = ${id}::uuid RETURNING user_id),
      unseated AS (${named("freed")}), gone AS (${named("unlisted")}),
      freed_events AS (${seatEvents(organizationId, actor, "user.seatTaken", name, Prisma.sql`unseated`)}),
      gone_events AS (${seatEvents(organizationId, actor, "user.seatNotAwaited", name, Prisma.sql`gone`)})
      SELECT 1 AS done`;
  await handOver(tx, organizationId, ids);
}

/**
 * Gives people whose removal has just been taken back the seats that they had, where one is free.
 * @returns for how many of their seats there is none any more
 */
export async function giveSeatsBack(
  tx: Transaction,
  organizationId: string,
  actor: AuditActor,
  userIds: readonly string[],
): Promise<number> {
  const people = Prisma.sql`organization_id = ${organizationId}::uuid AND user_id = ANY(${[...userIds]}::uuid[])`;
  const had = await tx.$queryRaw<{ id: string }[]>`
    SELECT DISTINCT service_id AS id FROM seat_returns WHERE ${people}`;
  const services = await lockServices(
    tx,
    organizationId,
    had.map(({ id }) => id),
  );
  let missing = 0;
  for (const service of services) {
    const { id, name, waiting, retiredAt } = service;
    const free = waiting > 0 || retiredAt ? 0 : freeSeats(service);
    const [row] = await tx.$queryRaw<{ back: number; missing: number }[]>`
      WITH came_back AS (
        DELETE FROM seat_returns WHERE ${people} AND service_id = ${id}::uuid
        RETURNING user_id, assigned_by, import_id, freed_at),
      back AS (SELECT * FROM came_back ORDER BY freed_at, user_id
        LIMIT ${Number.isFinite(free) ? free : null}::bigint),
      given AS (
        INSERT INTO seats (organization_id, service_id, user_id, assigned_by, import_id)
        SELECT ${organizationId}::uuid, ${id}::uuid, user_id, assigned_by, import_id FROM back),
      moved AS (SELECT u.id, u.username FROM back JOIN users u
        ON u.organization_id = ${organizationId}::uuid AND u.id = back.user_id),
      events AS (${seatEvents(organizationId, actor, "user.seatGiven", name)})
      SELECT (SELECT count(*) FROM back)::int AS back,
        ((SELECT count(*) FROM came_back) - (SELECT count(*) FROM back))::int AS missing`;
    missing += row?.missing ?? 0;
  }
  return missing;
}
