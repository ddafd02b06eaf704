/** What became of a PIN. */
export const PIN_STATES = ["open", "usedUp", "expired", "void"] as const;
export type PinState = (typeof PIN_STATES)[number];

export const PIN_STATE_WORDS: Record<PinState, string> = {
  open: "Open",
  usedUp: "Used up",
  expired: "Expired",
  void: "Void",
};

export const REVOKED_BECAUSE = ["replaced", "withdrawn", "guessed", "activated", "changed"] as const;
export type RevokedBecause = (typeof REVOKED_BECAUSE)[number];

export const REVOKED_WORDS: Record<RevokedBecause, string> = {
  replaced: "A newer PIN took its place",
  withdrawn: "Withdrawn by an admin",
  guessed: "Too many wrong guesses",
  activated: "The account is active",
  changed: "Rights or access email changed",
};

export type PinFacts = { usesLeft: number; expiresAt: Date; revokedAt: Date | null };

/** The state at a moment. What was used up or had expired before it was made void stays so. */
export function pinStateOf({ usesLeft, expiresAt, revokedAt }: PinFacts, now: Date): PinState {
  if (usesLeft === 0) return "usedUp";
  if (revokedAt && revokedAt < expiresAt) return "void";
  return expiresAt <= now ? "expired" : "open";
}
