import "server-only";
import { readRows } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import type { Actor } from "@/lib/permissions/actor";
import { demand } from "@/lib/permissions/demand";
import { NO_FILTER } from "@/lib/users/filter";
import { findPeople } from "@/lib/users/search";
import { usersWhere } from "@/lib/users/where";

export type PersonFound = { id: string; name: string; username: string };

const FOUND_MAX = 8;

/** The first people whom a search finds, by name. */
export async function searchPeople(actor: Actor, search: string): Promise<PersonFound[]> {
  demand(actor, "users.read");
  const { id: organizationId } = actor.organization;
  const among = await findPeople(organizationId, search);
  const where = usersWhere(actor, { ...NO_FILTER, search }, among);
  return readRows<PersonFound>(
    organizationId,
    Prisma.sql`SELECT id, first_name || ' ' || last_name AS name, username
      FROM users WHERE ${where} ORDER BY sort_name, id LIMIT ${FOUND_MAX}`,
  );
}
