export type ApiKeyStatus = "active" | "expired" | "revoked";

/** Whether a key is good, by its own row; whether its maker still is, only a request finds out. */
export function keyStatusOf(key: { expiresAt: Date; revokedAt: Date | null }, now: Date): ApiKeyStatus {
  if (key.revokedAt) return "revoked";
  return key.expiresAt <= now ? "expired" : "active";
}
