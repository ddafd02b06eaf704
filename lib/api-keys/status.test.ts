import { expect, test } from "vitest";
import { keyStatusOf } from "@/lib/api-keys/status";

const now = new Date("2026-11-22T12:00:00Z");
const before = new Date("2026-11-22T11:59:59Z");
const after = new Date("2026-11-22T12:00:01Z");

test.each([
  [{ expiresAt: after, revokedAt: null }, "active"],
  [{ expiresAt: now, revokedAt: null }, "expired"],
  [{ expiresAt: before, revokedAt: null }, "expired"],
  [{ expiresAt: after, revokedAt: before }, "revoked"],
  [{ expiresAt: before, revokedAt: before }, "revoked"],
])("%j is %s", (key, status) => {
  expect(keyStatusOf(key, now)).toBe(status);
});
