import { expect, test } from "vitest";
import { scimStatusOf } from "@/lib/scim/connection-status";

const now = new Date("2026-11-24T00:00:00Z");
const token = (day: string) => ({ expiresAt: new Date(`${day}T00:00:00Z`) });

test("a connection is what its newest token is, unless it is revoked", () => {
  const revokedAt = null;
  expect(scimStatusOf({ revokedAt, tokens: [token("2027-11-24"), token("2026-01-01")] }, now)).toBe("active");
  expect(scimStatusOf({ revokedAt, tokens: [token("2026-12-24")] }, now)).toBe("expiring");
  expect(scimStatusOf({ revokedAt, tokens: [token("2026-11-24")] }, now)).toBe("expired");
  expect(scimStatusOf({ revokedAt, tokens: [] }, now)).toBe("expired");
  expect(scimStatusOf({ revokedAt: now, tokens: [token("2027-11-24")] }, now)).toBe("revoked");
});
