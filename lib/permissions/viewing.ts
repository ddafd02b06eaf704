import { type Actor, actorIn } from "@/lib/permissions/actor";
import type { Permission } from "@/lib/permissions/permissions";
import type { Rights } from "@/lib/permissions/roles";
import { fail, forbidden, type Result } from "@/lib/result";

/** Somebody through whose eyes an actor looks on. */
export type Viewed = Rights & { userId: string; name: string; exportAllowed: boolean };

/**
 * What an actor sees as somebody else: what both may. Nobody sees more by it than they may see themselves. Whether a
 * policy lets lists be taken away is that of whom they look on as: it says what is shown, and nothing is taken away.
 */
export function viewAs(actor: Actor, viewed: Viewed): Actor {
  const { userId, name, role, accessProfile, extra, exportAllowed } = viewed;
  const { organization } = actor;
  const theirs = actorIn(
    { ...actor, userId, organizationId: organization.id, role, accessProfile, extra },
    organization,
  );
  return {
    ...actor,
    permissions: both(actor.permissions, theirs?.permissions ?? new Set()),
    exportAllowed,
    viewing: { userId, name },
  };
}

/** What is left to an actor for anything but drawing pages: whoever looks on as somebody else changes nothing. */
export const onlyReading = (actor: Actor): Actor =>
  actor.viewing
    ? {
        ...actor,
        permissions: new Set([...actor.permissions].filter((permission) => permission.endsWith(".read"))),
      }
    : actor;

/** The refusal of somebody who may not do something, with the reason where it is that they only look on. */
export const notAllowed = ({ viewing }: Actor): Result<never> =>
  viewing
    ? fail(
        "forbidden",
        `You look on as ${viewing.name}, and change nothing. Stop that first, at the top of the page.`,
      )
    : forbidden();

const both = (one: ReadonlySet<Permission>, other: ReadonlySet<Permission>) =>
  new Set([...one].filter((permission) => other.has(permission)));
