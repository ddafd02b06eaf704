import "server-only";
import { Prisma } from "@/lib/generated/prisma/client";
import type { Actor } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import type { UserFilter } from "@/lib/users/filter";
import { type IdArray, patternOf, searchWords, wordsLeft } from "@/lib/users/search";
import { RESTORE_DAYS, type Status } from "@/lib/users/status";

/**
 * The filter as a condition on `users`, in terms that the partial indexes can serve. Who is in a group is nothing to
 * whoever may not see groups: by one they find nobody. The same of seats of services.
 * @param among ids that hold everybody whom the search finds, or the name of what has them in a column `id`
 */
export function usersWhere(
  actor: Actor,
  filter: UserFilter,
  among?: IdArray | Prisma.Sql | null,
): Prisma.Sql {
  const { id: organizationId } = actor.organization;
  const conditions = [Prisma.sql`organization_id = ${organizationId}::uuid`];
  if (typeof among === "string") conditions.push(Prisma.sql`id = ANY(${among}::uuid[])`);
  else if (among) conditions.push(Prisma.sql`id = ANY(ARRAY(SELECT id FROM ${among}))`);
  if (filter.status === "removed") conditions.push(RESTORABLE);
  else conditions.push(among ? NOT_REMOVED_BY_KEY : Prisma.sql`removed_at IS NULL`);
  if (filter.status && filter.status !== "removed") conditions.push(STATUS_CONDITIONS[filter.status]);
  if (filter.role) {
    conditions.push(Prisma.sql`role = ${filter.role}`);
    // Says again what the partial index on roles has for its condition, which the planner cannot tell of a parameter.
    if (filter.role !== "user") conditions.push(Prisma.sql`role <> 'user'`);
  }
  if (filter.importId) conditions.push(Prisma.sql`import_id = ${filter.importId}::uuid`);
  if (filter.groupId) {
    conditions.push(
      can(actor, "groups.read") ? isInGroup(organizationId, filter.groupId) : Prisma.sql`false`,
    );
  }
  if (filter.serviceId) {
    conditions.push(
      can(actor, "services.read") ? hasSeatOf(organizationId, filter.serviceId) : Prisma.sql`false`,
    );
  }
  if (hasValues(filter)) {
    // Said twice, as the index is of those who have any.
    conditions.push(
      Prisma.sql`properties @> ${JSON.stringify(filter.properties)}::jsonb AND properties <> '{}'`,
    );
  }
  for (const word of among ? wordsLeft(filter.search) : searchWords(filter.search)) {
    conditions.push(Prisma.sql`search_text LIKE ${patternOf(word)}`);
  }
  return Prisma.join(conditions, " AND ");
}

const hasValues = ({ properties = {} }: UserFilter) => Object.keys(properties).length > 0;

const isInGroup = (organizationId: string, groupId: string) => Prisma.sql`id IN (
  SELECT user_id FROM group_members WHERE organization_id = ${organizationId}::uuid AND group_id = ${groupId}::uuid)`;

const hasSeatOf = (organizationId: string, serviceId: string) => Prisma.sql`id IN (
  SELECT user_id FROM seats WHERE organization_id = ${organizationId}::uuid AND service_id = ${serviceId}::uuid)`;

// Written so that no partial index has it: beside ids, the planner takes one of them for as good as the primary key, and
// compares everybody's id with each of hundreds.
const NOT_REMOVED_BY_KEY = Prisma.sql`coalesce(removed_at, 'infinity') = 'infinity'`;

// Mirrors statusOf, with the same order of precedence; a test compares the two on every combination of facts.
const NOT_LEGACY = Prisma.sql`legacy_status IS NULL`;
const NOT_SUSPENDED = Prisma.sql`${NOT_LEGACY} AND suspended_at IS NULL`;
/** Whoever is neither suspended nor out of time, whether or not they have activated the account yet. */
export const NOT_ENDED = Prisma.sql`${NOT_SUSPENDED} AND (access_ends_at IS NULL OR access_ends_at > now())`;
const NOT_LOCKED = Prisma.sql`${NOT_ENDED} AND (locked_until IS NULL OR locked_until <= now())`;

const STATUS_CONDITIONS: Record<Status, Prisma.Sql> = {
  blocked: Prisma.sql`legacy_status IS NOT NULL AND legacy_status = 'blocked'`,
  disabled: Prisma.sql`legacy_status IS NOT NULL AND legacy_status = 'disabled'`,
  suspended: Prisma.sql`${NOT_LEGACY} AND suspended_at IS NOT NULL`,
  expired: Prisma.sql`${NOT_SUSPENDED} AND (access_ends_at <= now() OR (activated_at IS NULL
    AND credential_expires_at <= now() AND (locked_until IS NULL OR locked_until <= now())))`,
  locked: Prisma.sql`${NOT_ENDED} AND locked_until IS NOT NULL AND locked_until > now()`,
  active: Prisma.sql`${NOT_LOCKED} AND activated_at IS NOT NULL`,
  pending: Prisma.sql`${NOT_LOCKED} AND activated_at IS NULL
    AND (credential_expires_at IS NULL OR credential_expires_at > now())`,
};

const RESTORABLE = Prisma.sql`removed_at IS NOT NULL AND removed_at > now() - make_interval(days => ${RESTORE_DAYS})`;
