import "server-only";
import { storeActor } from "@/lib/auth/stored-actor";
import { Prisma } from "@/lib/generated/prisma/client";
import type { Actor } from "@/lib/permissions/actor";
import type { Undoable } from "@/lib/users/undo/kinds";

/** Under which id a change of many is kept, so that it can be taken back; null when it is not. */
export type Keep = string | null;

/**
 * Common tables that keep a change and how everybody in it was, to stand behind others of one statement. A change that
 * is kept already has more people by it.
 * @param people a query of `id` and `was` (jsonb) of everybody whom the change makes a difference to
 */
export function keepingSql(actor: Actor, keep: Keep, change: Undoable, people: Prisma.Sql): Prisma.Sql {
  if (keep === null) return Prisma.empty;
  const { id: organizationId } = actor.organization;
  return Prisma.sql`,
    people_kept AS MATERIALIZED (${people}),
    change_kept AS (
      INSERT INTO bulk_changes (organization_id, id, kind, details, people, made_by)
      SELECT ${organizationId}::uuid, ${keep}::uuid, ${change.kind}, ${JSON.stringify(change)}::jsonb, count(*)::int,
        ${JSON.stringify(storeActor(actor))}::jsonb
      FROM people_kept HAVING count(*) > 0
      ON CONFLICT (organization_id, id) DO UPDATE
        SET people = bulk_changes.people + excluded.people, details = excluded.details),
    kept AS (
      INSERT INTO bulk_change_people (organization_id, change_id, user_id, was)
      SELECT ${organizationId}::uuid, ${keep}::uuid, id, was FROM people_kept)`;
}
