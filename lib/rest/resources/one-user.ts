import "server-only";
import type { Actor } from "@/lib/permissions/actor";
import { can, type Subject } from "@/lib/permissions/can";
import { rightsOf } from "@/lib/permissions/roles";
import { isThere } from "@/lib/rest/etag";
import type { Versions } from "@/lib/rest/operation";
import { apiUserOf } from "@/lib/rest/resources/user-mapping";
import type { ApiUser } from "@/lib/rest/resources/user-shape";
import { fail, forbidden, notFound, ok, type Result } from "@/lib/result";
import { partsOf } from "@/lib/users/bulk-changes";
import { changeUsers } from "@/lib/users/bulk-commands";
import { findUser, type UserDetails } from "@/lib/users/queries";
import { RESTORE_DAYS } from "@/lib/users/status";

const DAY_MS = 86_400_000;

/** The person of an id, and with `removed` one whose removal can be taken back too. */
export async function findThere(
  actor: Actor,
  userId: string,
  { removed = false } = {},
): Promise<Result<UserDetails>> {
  const user = await findUser(actor, userId);
  const isGone =
    user?.removedAt && (!removed || user.removedAt.getTime() <= Date.now() - RESTORE_DAYS * DAY_MS);
  return user && !isGone ? ok(user) : notFound("person");
}

/** Refuses to change what has changed since it was read. */
export const changedSince = () =>
  fail("preconditionFailed", "This is no longer the version that If-Match names. Read it again.");

type Kind = "suspend" | "reactivate" | "remove" | "restore";

/** What each change makes of somebody; whom it finds so already stays as they are. */
const IS_SO: Record<Kind, (user: UserDetails) => boolean> = {
  suspend: ({ suspendedAt }) => suspendedAt !== null,
  reactivate: ({ suspendedAt, lockedUntil }) => !suspendedAt && !(lockedUntil && lockedUntil > new Date()),
  remove: () => false,
  restore: () => false,
};

/** One person's change of the kind that is made of many. Done again, it answers the same. */
export async function changeOne(
  actor: Actor,
  userId: string,
  kind: Kind,
  versions: Versions | null,
): Promise<Result<{ body: ApiUser; version: number }>> {
  const found = await findThere(actor, userId, { removed: kind === "restore" });
  if (!found.ok) return found;
  const user = found.value;
  if (kind === "restore" && !user.removedAt) return notFound("removal");
  if (!isThere(versions, user.version)) return changedSince();
  if (!can(actor, partsOf({ kind }).permission, subjectOf(user))) return forbidden();
  if (!IS_SO[kind](user)) {
    const changed = await changeUsers(actor, { ids: [userId] }, { kind });
    if (!changed.ok) return changed;
    if (changed.value.changed === 0) return fail("conflict", "This cannot be done to this person.");
  }
  const now = await findUser(actor, userId);
  return now ? ok({ body: apiUserOf(now), version: now.version }) : notFound("person");
}

const subjectOf = (user: UserDetails): Subject => ({
  organizationId: user.organizationId,
  ...rightsOf(user),
});
