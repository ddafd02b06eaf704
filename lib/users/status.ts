/** What a person's account is, told from facts, so that it is true to the second [S1]. */
export const STATUSES = [
  "pending",
  "active",
  "expired",
  "locked",
  "suspended",
  "blocked",
  "disabled",
] as const;
export type Status = (typeof STATUSES)[number];

/** Statuses that history has and nobody can be given [S1]. */
export const LEGACY_STATUSES = ["blocked", "disabled"] as const satisfies Status[];

export const STATUS_MEANINGS: Record<Status, { label: string; meaning: string }> = {
  pending: { label: "Pending", meaning: "Invited and not activated yet." },
  active: { label: "Active", meaning: "Activated; can sign in." },
  expired: {
    label: "Expired",
    meaning: "The invitation lapsed before activation, or the time the access was given for has ended.",
  },
  locked: { label: "Locked", meaning: "Too many wrong tries; opens again by itself after a while." },
  suspended: { label: "Suspended", meaning: "An admin has suspended the account; it cannot sign in." },
  blocked: { label: "Blocked", meaning: "Legacy: kept from earlier records and never given to anyone now." },
  disabled: {
    label: "Disabled",
    meaning: "Legacy: kept from earlier records and never given to anyone now.",
  },
};

/** For how long a removal can be taken back. */
export const RESTORE_DAYS = 30;

export type StatusFacts = {
  legacyStatus: string | null;
  suspendedAt: Date | null;
  lockedUntil: Date | null;
  accessEndsAt: Date | null;
  activatedAt: Date | null;
  credentialExpiresAt: Date | null;
};

/** The status at a moment. The first fact that holds decides. */
export function statusOf(facts: StatusFacts, now: Date): Status {
  if (facts.legacyStatus === "blocked" || facts.legacyStatus === "disabled") return facts.legacyStatus;
  if (facts.suspendedAt) return "suspended";
  if (facts.accessEndsAt && facts.accessEndsAt <= now) return "expired";
  if (facts.lockedUntil && facts.lockedUntil > now) return "locked";
  if (facts.activatedAt) return "active";
  return facts.credentialExpiresAt && facts.credentialExpiresAt <= now ? "expired" : "pending";
}
