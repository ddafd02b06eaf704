import "server-only";
import { storedName } from "@/lib/auth/stored-actor";
import { readRows, withOrganization } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { isId } from "@/lib/ids";
import type { Actor } from "@/lib/permissions/actor";
import { demand } from "@/lib/permissions/demand";

/** Somebody with a seat, or who waits for one: since when, and who gave it or asked for it. */
export type SeatHolder = { userId: string; name: string; username: string; since: Date; by: string | null };

export type SeatPage = { people: SeatHolder[]; next: string | null };

const PAGE_SIZE = 50;

type Row = Omit<SeatHolder, "by"> & { by: unknown };

/**
 * Who has a seat of a service, by name, a page of them; nobody where there is no such service.
 * @param after the last person of the page before; one whom there is not counts as absent
 */
export async function listSeats(actor: Actor, serviceId: string, after: string | null): Promise<SeatPage> {
  demand(actor, "users.read");
  demand(actor, "services.read");
  if (!isId(serviceId)) return { people: [], next: null };
  const { id } = actor.organization;
  const behind =
    after !== null && isId(after)
      ? Prisma.sql`AND (u.sort_name, u.id) > (SELECT o.sort_name, o.id FROM users o
          WHERE o.organization_id = ${id}::uuid AND o.id = ${after}::uuid)`
      : Prisma.empty;
  const rows = await readRows<Row>(
    id,
    Prisma.sql`
      SELECT u.id AS "userId", u.first_name || ' ' || u.last_name AS name, u.username, t.assigned_at AS since,
        t.assigned_by AS by
      FROM seats t JOIN users u ON u.organization_id = t.organization_id AND u.id = t.user_id
      WHERE t.organization_id = ${id}::uuid AND t.service_id = ${serviceId}::uuid ${behind}
      ORDER BY u.sort_name, u.id LIMIT ${PAGE_SIZE + 1}`,
  );
  const people = rows.slice(0, PAGE_SIZE).map(holderOf);
  return { people, next: rows.length > PAGE_SIZE ? (people.at(-1)?.userId ?? null) : null };
}

const WAITS_SHOWN_MAX = 200;

/** Who waits for a seat of a service, whose turn comes first above; the first two hundred. */
export async function listWaits(actor: Actor, serviceId: string): Promise<SeatHolder[]> {
  demand(actor, "users.read");
  demand(actor, "services.read");
  if (!isId(serviceId)) return [];
  const { id } = actor.organization;
  const rows = await readRows<Row>(
    id,
    Prisma.sql`
      SELECT u.id AS "userId", u.first_name || ' ' || u.last_name AS name, u.username, w.asked_at AS since,
        w.asked_by AS by
      FROM seat_waits w JOIN users u ON u.organization_id = w.organization_id AND u.id = w.user_id
      WHERE w.organization_id = ${id}::uuid AND w.service_id = ${serviceId}::uuid
      ORDER BY w.position LIMIT ${WAITS_SHOWN_MAX}`,
  );
  return rows.map(holderOf);
}

const holderOf = ({ by, ...row }: Row): SeatHolder => ({ ...row, by: storedName(by) });

/** A service that somebody has a seat of, or waits for one of as the `place`th. */
export type OwnService = { id: string; name: string; since: Date; by: string | null; place: number | null };

/** The services of one person by name, and those for which they wait. */
export async function servicesOf(actor: Actor, userId: string): Promise<OwnService[]> {
  demand(actor, "users.read");
  demand(actor, "services.read");
  if (!isId(userId)) return [];
  const { id } = actor.organization;
  return withOrganization(id, async (tx) => {
    const rows = await tx.$queryRaw<(Omit<OwnService, "by"> & { by: unknown })[]>`
      SELECT s.id, s.name, held.since, held.by, held.place FROM (
        SELECT service_id, assigned_at AS since, assigned_by AS by, NULL::int AS place FROM seats
        WHERE organization_id = ${id}::uuid AND user_id = ${userId}::uuid
        UNION ALL
        SELECT w.service_id, w.asked_at, w.asked_by, (SELECT count(*) FROM seat_waits o
          WHERE o.organization_id = w.organization_id AND o.service_id = w.service_id
            AND o.position <= w.position)::int
        FROM seat_waits w WHERE w.organization_id = ${id}::uuid AND w.user_id = ${userId}::uuid) AS held
      JOIN services s ON s.organization_id = ${id}::uuid AND s.id = held.service_id
      ORDER BY lower(s.name), s.id`;
    return rows.map(({ by, ...row }) => ({ ...row, by: storedName(by) }));
  });
}
