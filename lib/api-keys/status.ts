export type ApiKeyStatus = "active" | "expired" | "revoked";

/** Whether a key is good, by its own row; whether its maker still is, only a request finds out. */
export function keyStatusOf(key: { expiresAt: Date; revokedAt: Date | null }, now: Date): ApiKeyStatus {
  if (key.revokedAt) return "revoked";
  return key.expiresAt <= now ? "expired" : "active";
}

/** So long before a key ends its maker is told, or the organization's admins; `organizations_with_keys_ending` says the same. */
export const WARNED_DAYS = 14;

const DAY_MS = 86_400_000;

/** How many days a good key holds still, where they are few enough to be told of; null where they are more. */
export function daysLeft(expiresAt: Date, now: Date): number | null {
  const days = Math.ceil((expiresAt.getTime() - now.getTime()) / DAY_MS);
  return days > 0 && days <= WARNED_DAYS ? days : null;
}
