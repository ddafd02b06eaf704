import "server-only";
import { Prisma } from "@/lib/generated/prisma/client";
import { GOES_ON } from "@/lib/grants/follow";
import type { Actor } from "@/lib/permissions/actor";
import { assignmentOf } from "@/lib/permissions/grants";
import type { Grants } from "@/lib/permissions/grants-schema";
import { reachSql } from "@/lib/permissions/reach";
import { chosenSql, type Selection } from "@/lib/users/chosen";

const HELD_GROUPS = Prisma.sql`array(SELECT m.group_id FROM group_members m
  WHERE m.organization_id = u.organization_id AND m.user_id = u.id AND NOT m.by_rule ORDER BY 1)`;
const HELD_PERMISSIONS = Prisma.sql`array(SELECT p.permission FROM user_permissions p
  WHERE p.organization_id = u.organization_id AND p.user_id = u.id ORDER BY 1)`;

// One that stands still is none: whoever gives the same again takes it over.
const FOLLOWS = Prisma.sql`(SELECT f.source_id FROM follows f
  WHERE f.organization_id = u.organization_id AND f.user_id = u.id AND ${GOES_ON})`;

/** Whether a person of `users u` has exactly what grants give. */
export function hasExactly(grants: Grants): Prisma.Sql {
  const { role, accessProfile, groups, permissions } = assignmentOf(grants);
  return Prisma.sql`(u.role, u.access_profile, ${HELD_GROUPS}, ${HELD_PERMISSIONS}, ${FOLLOWS}) IS NOT DISTINCT FROM
    (${role}, ${accessProfile}::text, array(SELECT unnest(${[...groups]}::uuid[]) ORDER BY 1),
      array(SELECT unnest(${[...permissions]}::text[]) ORDER BY 1), ${followedBy(grants)}::uuid)`;
}

/** The chosen whom it makes a difference to, with what they have now; they stay locked until the end. */
export function chosenAndOld(actor: Actor, selection: Selection, grants: Grants): Prisma.Sql {
  const { id: organizationId } = actor.organization;
  const given = assignmentOf(grants);
  const followed = followedBy(grants);
  const mirrored = grants.by === "mirror" ? grants.userId : null;
  return Prisma.sql`
    chosen AS MATERIALIZED (SELECT id FROM users WHERE ${chosenSql(actor, selection)}),
    given AS MATERIALIZED (SELECT
      array(SELECT unnest(${[...given.groups]}::uuid[]) ORDER BY 1) AS groups,
      array(SELECT unnest(${[...given.permissions]}::text[]) ORDER BY 1) AS permissions,
      (SELECT first_name || ' ' || last_name FROM users
        WHERE organization_id = ${organizationId}::uuid AND id = ${followed}::uuid) AS follows,
      (SELECT first_name || ' ' || last_name FROM users
        WHERE organization_id = ${organizationId}::uuid AND id = ${mirrored}::uuid) AS mirror_of),
    old AS MATERIALIZED (
      SELECT u.id, u.username, u.role, u.access_profile, ${HELD_GROUPS} AS groups, ${HELD_PERMISSIONS} AS permissions,
        ${FOLLOWS} AS follows_id,
        (SELECT s.first_name || ' ' || s.last_name FROM users s
          WHERE s.organization_id = u.organization_id AND s.id = ${FOLLOWS}) AS follows
      FROM users u CROSS JOIN given
      WHERE u.organization_id = ${organizationId}::uuid AND u.id IN (SELECT id FROM chosen) AND u.removed_at IS NULL
        AND ${reachSql(actor, "u")}
        AND NOT ${hasExactly(grants)}
        AND ${mayFollow(followed)}
      ORDER BY u.id FOR UPDATE OF u)`;
}

/** Whom grants have people follow. */
export const followedBy = (grants: Grants): string | null =>
  grants.by === "mirror" && grants.follow ? grants.userId : null;

/** Nobody follows themselves, or anybody while others follow them: so there are no chains, and no circles. */
const mayFollow = (followed: string | null) =>
  followed === null
    ? Prisma.sql`true`
    : Prisma.sql`u.id <> ${followed}::uuid AND NOT EXISTS (SELECT FROM follows f
        WHERE f.organization_id = u.organization_id AND f.source_id = u.id)`;
