import "server-only";
import { type AuditActor, recordingSql } from "@/lib/audit/record";
import type { Transaction } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { isId } from "@/lib/ids";

/** A service as it stands, with its row locked: nobody else gives or takes a seat of it until the transaction ends. */
export type LockedService = {
  id: string;
  name: string;
  kind: string;
  retiredAt: Date | null;
  version: number;
  /** The running subscription; null where there is none, and so no seat. */
  subscriptionId: string | null;
  /** Seats that there are; null where they are unlimited. */
  bought: number | null;
  used: number;
  waiting: number;
};

/**
 * Locks services and counts their seats. Seats are counted behind the lock alone, so that of any number of people who
 * want the last seat one gets it. Whoever locks people as well does so before.
 */
export async function lockServices(
  tx: Transaction,
  organizationId: string,
  ids: readonly string[],
): Promise<LockedService[]> {
  const wanted = ids.filter(isId);
  if (wanted.length === 0) return [];
  await tx.$queryRaw`
    SELECT id FROM services WHERE organization_id = ${organizationId}::uuid AND id = ANY(${wanted}::uuid[])
    ORDER BY id FOR NO KEY UPDATE`;
  return readServices(tx, organizationId, wanted);
}

/** The same without a lock: what it says may be otherwise a moment later. */
export async function readServices(
  tx: Transaction,
  organizationId: string,
  ids: readonly string[],
): Promise<LockedService[]> {
  const wanted = ids.filter(isId);
  if (wanted.length === 0) return [];
  return tx.$queryRaw<LockedService[]>`
    SELECT s.id, s.name, s.kind, s.retired_at AS "retiredAt", s.version, ${STANDING}
    FROM services s ${RUNNING}
    WHERE s.organization_id = ${organizationId}::uuid AND s.id = ANY(${wanted}::uuid[]) ORDER BY s.id`;
}

/** One of them; null where there is no such service. */
export const lockService = async (tx: Transaction, organizationId: string, id: string) =>
  (await lockServices(tx, organizationId, [id]))[0] ?? null;

/** The running subscription of services `s`, as a join. */
export const RUNNING = Prisma.sql`
  LEFT JOIN subscriptions running ON running.organization_id = s.organization_id AND running.service_id = s.id
    AND running.ended_on IS NULL`;

/** What stands of services `s` today, behind `RUNNING`, as columns. */
export const STANDING = Prisma.sql`
  running.id AS "subscriptionId",
  CASE WHEN running.unlimited THEN NULL ELSE coalesce((
    SELECT c.seats FROM seat_counts c
    WHERE c.organization_id = running.organization_id AND c.subscription_id = running.id
      AND c.from_day <= current_date
    ORDER BY c.from_day DESC LIMIT 1), 0) END AS bought,
  (SELECT count(*) FROM seats t WHERE t.organization_id = s.organization_id AND t.service_id = s.id)::int AS used,
  (SELECT count(*) FROM seat_waits w WHERE w.organization_id = s.organization_id AND w.service_id = s.id)::int AS waiting`;

/** How many seats nobody has; of unlimited ones there are always enough. */
export const freeSeats = ({ bought, used }: Pick<LockedService, "bought" | "used">): number =>
  bought === null ? Number.POSITIVE_INFINITY : Math.max(0, bought - used);

/** Whoever has waited gets a seat by their turn and by nobody's doing. */
const WAITING_LIST: AuditActor = { kind: "system", name: "Waiting list" };

/**
 * Gives the free seats of services to those who wait for them, first come, first served, with an event for each. Their
 * rows are locked already. @returns how many got one
 */
export async function handOver(
  tx: Transaction,
  organizationId: string,
  serviceIds: readonly string[],
): Promise<number> {
  let given = 0;
  for (const service of await lockServices(tx, organizationId, serviceIds)) {
    const free = Math.min(freeSeats(service), service.waiting);
    if (free === 0 || service.retiredAt) continue;
    const moved = Prisma.sql`
      taken AS (
        DELETE FROM seat_waits w USING (
          SELECT user_id FROM seat_waits WHERE organization_id = ${organizationId}::uuid
            AND service_id = ${service.id}::uuid ORDER BY position LIMIT ${free}) AS first
        WHERE w.organization_id = ${organizationId}::uuid AND w.service_id = ${service.id}::uuid
          AND w.user_id = first.user_id
        RETURNING w.user_id, w.asked_at, w.asked_by, w.import_id),
      given AS (
        INSERT INTO seats (organization_id, service_id, user_id, asked_at, assigned_by, import_id)
        SELECT ${organizationId}::uuid, ${service.id}::uuid, user_id, asked_at, asked_by, import_id FROM taken),
      moved AS (
        SELECT u.id, u.username FROM taken JOIN users u ON u.organization_id = ${organizationId}::uuid
          AND u.id = taken.user_id)`;
    const rows = await tx.$queryRaw<{ count: number }[]>`
      WITH ${moved}, events AS (${seatEvents(organizationId, WAITING_LIST, "user.seatGiven", service.name)})
      SELECT count(*)::int AS count FROM moved`;
    given += rows[0]?.count ?? 0;
  }
  return given;
}

export type SeatAction = "user.seatGiven" | "user.seatTaken" | "user.seatAwaited" | "user.seatNotAwaited";

/** An event for each person of a common table, each with the service's name. */
export function seatEvents(
  organizationId: string,
  actor: AuditActor,
  action: SeatAction,
  service: string,
  from: Prisma.Sql = Prisma.sql`moved`,
): Prisma.Sql {
  const side = action === "user.seatGiven" || action === "user.seatAwaited" ? "after" : "before";
  const changes = JSON.stringify({ [side]: { service } });
  return recordingSql(
    organizationId,
    actor,
    action,
    Prisma.sql`SELECT id, username, ${changes}::jsonb AS changes FROM ${from}`,
  );
}
