import "server-only";
import { Prisma } from "@/lib/generated/prisma/client";
import { isId } from "@/lib/ids";
import type { Actor } from "@/lib/permissions/actor";
import type { UserFilter } from "@/lib/users/filter";
import { usersWhere } from "@/lib/users/where";

/** Whom a change of many is for: people by id, or all that match a filter. */
export type Selection = { ids: string[] } | { filter: UserFilter };

/** Those people as a condition on `users`. */
export function chosenSql(actor: Actor, selection: Selection): Prisma.Sql {
  if ("filter" in selection) return usersWhere(actor, selection.filter);
  return Prisma.sql`organization_id = ${actor.organization.id}::uuid AND id = ANY(${selection.ids.filter(isId)}::uuid[])`;
}
