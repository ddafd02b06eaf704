export type ScimConnectionStatus = "active" | "expiring" | "expired" | "revoked";

type Row = { revokedAt: Date | null; tokens: readonly { expiresAt: Date }[] };

const WARNED_DAYS = 30;
const DAY_MS = 86_400_000;

/** Whether a connection is good, by its own rows; whether its maker still is, only a request finds out. */
export function scimStatusOf({ revokedAt, tokens }: Row, now: Date): ScimConnectionStatus {
  if (revokedAt) return "revoked";
  const last = Math.max(0, ...tokens.map(({ expiresAt }) => expiresAt.getTime()));
  if (last <= now.getTime()) return "expired";
  return last <= now.getTime() + WARNED_DAYS * DAY_MS ? "expiring" : "active";
}
