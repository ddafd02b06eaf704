import { type StatusFacts, statusOf } from "@/lib/users/status";

/**
 * Whether an account's own person may choose a new password by a link: it is active, or shut by wrong tries, which a
 * link to the access email is the way back from. Nobody else's is opened by one.
 */
export function mayReset(user: StatusFacts & { removedAt: Date | null }, now: Date): boolean {
  return (
    user.removedAt === null && user.activatedAt !== null && ["active", "locked"].includes(statusOf(user, now))
  );
}

/** Whether somebody waits to activate an account, with or without a link that is good. */
export function mayInvite(user: StatusFacts & { removedAt: Date | null }, now: Date): boolean {
  const { activatedAt, removedAt, suspendedAt, legacyStatus, accessEndsAt } = user;
  const isShut = removedAt !== null || suspendedAt !== null || legacyStatus !== null;
  return activatedAt === null && !isShut && (accessEndsAt === null || accessEndsAt > now);
}
