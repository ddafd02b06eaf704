import "server-only";
import { storedName } from "@/lib/auth/stored-actor";
import { withOrganization } from "@/lib/db";
import { isId } from "@/lib/ids";
import type { Actor } from "@/lib/permissions/actor";
import { demand } from "@/lib/permissions/demand";

type Person = { id: string; name: string };

/** Whom a person follows, since when and by whom; and how many follow them. */
export type Following = {
  source: Person | null;
  since: Date | null;
  by: string | null;
  followers: number;
};

/** Whom a person follows, and who follows them. */
export function followingOf(actor: Actor, userId: string): Promise<Following> {
  demand(actor, "users.read");
  const { id: organizationId } = actor.organization;
  return withOrganization(organizationId, async (tx) => {
    if (!isId(userId)) return { source: null, since: null, by: null, followers: 0 };
    const follows = await tx.follow.findUnique({
      where: { organizationId_userId: { organizationId, userId } },
      select: {
        followedAt: true,
        followedBy: true,
        source: { select: { id: true, firstName: true, lastName: true } },
      },
    });
    const followers = await tx.follow.count({ where: { organizationId, sourceId: userId } });
    if (!follows) return { source: null, since: null, by: null, followers };
    const { source, followedAt: since, followedBy } = follows;
    const name = `${source.firstName} ${source.lastName}`;
    return { source: { id: source.id, name }, since, by: storedName(followedBy), followers };
  });
}

/** Whether an organization lets people follow others, and how many do. */
export function followingPolicy(actor: Actor): Promise<{ isAllowed: boolean; followers: number }> {
  demand(actor, "settings.read");
  const { id } = actor.organization;
  return withOrganization(id, async (tx) => {
    const { followingAllowed } = await tx.organization.findUniqueOrThrow({
      where: { id },
      select: { followingAllowed: true },
    });
    return {
      isAllowed: followingAllowed,
      followers: await tx.follow.count({ where: { organizationId: id } }),
    };
  });
}
