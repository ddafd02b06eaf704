import { expect, test } from "vitest";
import { mayInvite, mayReset } from "@/lib/credentials/may-reset";

const now = new Date("2026-11-22T08:00:00Z");
const past = new Date("2026-11-21T08:00:00Z");
const future = new Date("2026-11-23T08:00:00Z");
const active = {
  activatedAt: past,
  removedAt: null,
  suspendedAt: null,
  lockedUntil: null,
  legacyStatus: null,
  accessEndsAt: null,
  credentialExpiresAt: null,
};

test.each([
  ["is active", {}],
  ["is locked", { lockedUntil: future }],
  ["was locked", { lockedUntil: past }],
  ["has access that ends later", { accessEndsAt: future }],
])("somebody who %s may", (_, facts) => {
  expect(mayReset({ ...active, ...facts }, now)).toBe(true);
});

test.each([
  ["is pending", { activatedAt: null }],
  ["let the invitation lapse", { activatedAt: null, credentialExpiresAt: past }],
  ["is locked and never activated", { activatedAt: null, lockedUntil: future }],
  ["is suspended", { suspendedAt: past }],
  ["is suspended and locked", { suspendedAt: past, lockedUntil: future }],
  ["has access that has ended", { accessEndsAt: past }],
  ["is removed", { removedAt: past }],
  ["is blocked", { legacyStatus: "blocked" }],
])("somebody who %s may not", (_, facts) => {
  expect(mayReset({ ...active, ...facts }, now)).toBe(false);
});

test("whoever waits to activate an account may have another link, and nobody else", () => {
  const pending = { ...active, activatedAt: null };
  for (const facts of [{}, { credentialExpiresAt: past }, { accessEndsAt: future }, { lockedUntil: future }])
    expect(mayInvite({ ...pending, ...facts }, now)).toBe(true);
  for (const facts of [
    { activatedAt: past },
    { suspendedAt: past },
    { removedAt: past },
    { legacyStatus: "disabled" },
    { accessEndsAt: past },
  ])
    expect(mayInvite({ ...pending, ...facts }, now)).toBe(false);
});
