import "server-only";
import { Prisma } from "@/lib/generated/prisma/client";
import type { Actor } from "@/lib/permissions/actor";
import { lackedBy, profilesToGive, rolesToGive } from "@/lib/permissions/can";

/**
 * Whether a person holds no right that an actor lacks, as a condition on rows of `users`: what `can` asks of one, for
 * many at once.
 * @param people the name that `users` goes by in the statement
 */
export function reachSql(actor: Actor, people: string): Prisma.Sql {
  const of = Prisma.raw(people);
  return Prisma.sql`(${of}.role = ANY(${rolesToGive(actor)})
    AND (${of}.access_profile IS NULL OR ${of}.access_profile = ANY(${profilesToGive(actor)}))
    AND NOT EXISTS (SELECT FROM held_permissions h WHERE h.organization_id = ${of}.organization_id
      AND h.user_id = ${of}.id AND h.permissions && ${lackedBy(actor)}::text[]))`;
}

/**
 * Whether a row of `users` is the actor's own, as a condition. Ids are the organization's that gave them: where somebody
 * works inside another one, nobody there is them, whatever id that organization chose.
 */
export const oneselfSql = ({ organization, organizationId, userId }: Actor, people: string): Prisma.Sql =>
  organization.id === organizationId
    ? Prisma.sql`${Prisma.raw(people)}.id = ${userId}::uuid`
    : Prisma.sql`false`;
