import "server-only";
import { storedName } from "@/lib/auth/stored-actor";
import { withOrganization } from "@/lib/db";
import { GOES_ON } from "@/lib/grants/follow";
import { isId } from "@/lib/ids";
import type { Actor } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import { demand } from "@/lib/permissions/demand";

type Person = { id: string; name: string };

/** Whom a person follows, since when and by whom; and how many follow them. */
export type Following = {
  source: Person | null;
  since: Date | null;
  by: string | null;
  /** False where nothing more comes by it: whoever set it up may not give it any more. */
  goesOn: boolean;
  followers: number;
};

/** Whom a person follows, and who follows them. */
export function followingOf(actor: Actor, userId: string): Promise<Following> {
  demand(actor, "users.read");
  const { id: organizationId } = actor.organization;
  return withOrganization(organizationId, async (tx) => {
    const nobody = { source: null, since: null, by: null, goesOn: false };
    if (!isId(userId)) return { ...nobody, followers: 0 };
    const follows = await tx.follow.findUnique({
      where: { organizationId_userId: { organizationId, userId } },
      select: {
        followedAt: true,
        followedBy: true,
        source: { select: { id: true, firstName: true, lastName: true } },
      },
    });
    const followers = await tx.follow.count({ where: { organizationId, sourceId: userId } });
    if (!follows) return { ...nobody, followers };
    const { source, followedAt: since, followedBy } = follows;
    const name = `${source.firstName} ${source.lastName}`;
    const [row] = await tx.$queryRaw<{ goesOn: boolean }[]>`
      SELECT ${GOES_ON} AS "goesOn" FROM follows f
      WHERE f.organization_id = ${organizationId}::uuid AND f.user_id = ${userId}::uuid`;
    const goesOn = row?.goesOn ?? false;
    return { source: { id: source.id, name }, since, by: storedName(followedBy), goesOn, followers };
  });
}

/** How many of those who follow, and to whom nothing more comes by it, are named. */
export const STANDING_STILL_NAMED = 20;

export type FollowingPolicy = {
  isAllowed: boolean;
  followers: number;
  /** Those to whom nothing more comes, because whoever set it up may not give it any more: how many, and the first. */
  standingStill: { count: number; people: (Person & { by: string | null })[] };
};

/** Whether an organization lets people follow others, how many do, and for whom that stands still. */
export function followingPolicy(actor: Actor): Promise<FollowingPolicy> {
  demand(actor, "settings.read");
  const { id } = actor.organization;
  return withOrganization(id, async (tx) => {
    const { followingAllowed } = await tx.organization.findUniqueOrThrow({
      where: { id },
      select: { followingAllowed: true },
    });
    const followers = await tx.follow.count({ where: { organizationId: id } });
    const still = await tx.$queryRaw<StandingStill[]>`
      WITH givers AS MATERIALIZED (
        SELECT f.followed_by, f.gave_as FROM (SELECT DISTINCT organization_id, followed_by, gave_as FROM follows
          WHERE organization_id = ${id}::uuid OFFSET 0) AS f WHERE NOT ${GOES_ON})
      SELECT u.id, u.first_name || ' ' || u.last_name AS name, f.followed_by AS by, (count(*) OVER ())::int AS count
      FROM follows f JOIN givers ON givers.followed_by = f.followed_by AND givers.gave_as = f.gave_as
      JOIN users u ON u.organization_id = f.organization_id AND u.id = f.user_id
      WHERE f.organization_id = ${id}::uuid AND u.removed_at IS NULL
      ORDER BY u.sort_name, u.id LIMIT ${STANDING_STILL_NAMED}`;
    const people = still.map(({ id: userId, name, by }) => ({ id: userId, name, by: storedName(by) }));
    return {
      isAllowed: followingAllowed,
      followers,
      standingStill: {
        count: still[0]?.count ?? 0,
        // Names are for those who may see people.
        people: can(actor, "users.read") ? people : [],
      },
    };
  });
}

type StandingStill = { id: string; name: string; by: unknown; count: number };
