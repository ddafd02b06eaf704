import type { SessionLength } from "@/lib/sessions/length";

/** Why a session is over, or cannot go on from here. */
export const SESSION_ENDS = {
  idle: "You were signed out, because nothing was done here for a while. Sign in again to go on where you were.",
  expired:
    "You were signed out, because you had been signed in for long. Sign in again to go on where you were.",
  ended: "You were signed out: elsewhere, by a new password, or by an administrator. Sign in again to go on.",
  hours: "Your organization lets people be signed in at certain hours only, and now is none of them.",
  network:
    "Your organization lets people in from its own networks only, and the one you are in now is none of them.",
} as const;

export type SessionEnd = keyof typeof SESSION_ENDS;

/** The words for the reason in the page's address, where anything may stand; null for no reason that there is. */
export const endInWords = (reason: string): string | null =>
  Object.hasOwn(SESSION_ENDS, reason) ? SESSION_ENDS[reason as SessionEnd] : null;

type SessionFacts = { createdAt: Date; lastSeenAt: Date; expiresAt: Date; endedAt: Date | null };

/** Why a session is over by its own row, as `session_actor` has it; null while it is not. */
export function endOf(
  { createdAt, lastSeenAt, expiresAt, endedAt }: SessionFacts,
  { idleMinutes, hours }: SessionLength,
  now: Date,
): "ended" | "expired" | "idle" | null {
  if (endedAt) return "ended";
  const [created, seen] = [createdAt.getTime(), lastSeenAt.getTime()];
  if (expiresAt <= now || created + hours * 3_600_000 <= now.getTime()) return "expired";
  return seen + idleMinutes * 60_000 <= now.getTime() ? "idle" : null;
}
