import "server-only";
import { readRows } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import type { Actor } from "@/lib/permissions/actor";
import { demand } from "@/lib/permissions/demand";

/** The names of the services that some people have a seat of, by the people's ids. Whoever has none is not in it. */
export async function servicesOfPeople(actor: Actor, ids: readonly string[]): Promise<Map<string, string[]>> {
  demand(actor, "services.read");
  const { id: organizationId } = actor.organization;
  const rows = await readRows<{ id: string; names: string[] }>(
    organizationId,
    Prisma.sql`
      SELECT t.user_id AS id, array_agg(s.name ORDER BY lower(s.name), s.id) AS names
      FROM seats t JOIN services s ON s.organization_id = t.organization_id AND s.id = t.service_id
      WHERE t.organization_id = ${organizationId}::uuid AND t.user_id = ANY(${[...ids]}::uuid[]) GROUP BY 1`,
  );
  return new Map(rows.map(({ id, names }) => [id, names]));
}

/** Every service's name, by name, for a list to choose from. */
export function serviceNames(actor: Actor): Promise<{ id: string; name: string }[]> {
  demand(actor, "services.read");
  const { id } = actor.organization;
  return readRows<{ id: string; name: string }>(
    id,
    Prisma.sql`SELECT id, name FROM services WHERE organization_id = ${id}::uuid ORDER BY lower(name), id`,
  );
}

/** One service's name; null when there is none. */
export async function serviceName(actor: Actor, serviceId: string): Promise<string | null> {
  demand(actor, "services.read");
  const { id } = actor.organization;
  const [service] = await readRows<{ name: string }>(
    id,
    Prisma.sql`SELECT name FROM services WHERE organization_id = ${id}::uuid AND id = ${serviceId}::uuid`,
  );
  return service?.name ?? null;
}
