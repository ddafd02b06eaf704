import { describe, expect, test } from "vitest";
import { LEGACY_STATUSES, STATUS_MEANINGS, STATUSES, type StatusFacts, statusOf } from "@/lib/users/status";

const now = new Date("2026-11-21T12:00:00Z");
const past = new Date(now.getTime() - 1);
const future = new Date(now.getTime() + 1);
const whenever = [null, past, now, future];

const combinations: StatusFacts[] = [null, "blocked", "disabled", "unknown"].flatMap((legacyStatus) =>
  [null, past, future].flatMap((suspendedAt) =>
    whenever.flatMap((lockedUntil) =>
      whenever.flatMap((accessEndsAt) =>
        [null, past, future].flatMap((activatedAt) =>
          whenever.map((credentialExpiresAt) => ({
            legacyStatus,
            suspendedAt,
            lockedUntil,
            accessEndsAt,
            activatedAt,
            credentialExpiresAt,
          })),
        ),
      ),
    ),
  ),
);

const isOver = (moment: Date | null) => moment === past || moment === now;

/** The table of [S1], from the strongest fact down. */
const RULES: [string, (facts: StatusFacts) => boolean][] = [
  ["blocked", ({ legacyStatus }) => legacyStatus === "blocked"],
  ["disabled", ({ legacyStatus }) => legacyStatus === "disabled"],
  ["suspended", ({ suspendedAt }) => suspendedAt !== null],
  ["expired", ({ accessEndsAt }) => isOver(accessEndsAt)],
  ["locked", ({ lockedUntil }) => lockedUntil === future],
  ["active", ({ activatedAt }) => activatedAt !== null],
  ["expired", ({ credentialExpiresAt }) => isOver(credentialExpiresAt)],
  ["pending", () => true],
];

test(`each of ${combinations.length} combinations of facts has the status of the first that holds`, () => {
  for (const facts of combinations) {
    expect(statusOf(facts, now)).toBe(RULES.find(([, holds]) => holds(facts))?.[0]);
  }
});

describe("time alone changes a status", () => {
  const nothing: StatusFacts = {
    legacyStatus: null,
    suspendedAt: null,
    lockedUntil: null,
    accessEndsAt: null,
    activatedAt: null,
    credentialExpiresAt: null,
  };

  test.each([
    ["an invitation lapses", { credentialExpiresAt: now }, "pending", "expired"],
    ["access ends", { activatedAt: past, accessEndsAt: now }, "active", "expired"],
    ["a lock opens", { activatedAt: past, lockedUntil: now }, "locked", "active"],
  ] as const)("when %s", (_, facts, before, after) => {
    expect(statusOf({ ...nothing, ...facts }, past)).toBe(before);
    expect(statusOf({ ...nothing, ...facts }, now)).toBe(after);
  });
});

test("every status has a label and a meaning of its own, and two are legacy", () => {
  const labels = STATUSES.map((status) => STATUS_MEANINGS[status].label);
  expect(new Set(labels).size).toBe(STATUSES.length);
  for (const status of STATUSES) expect(STATUS_MEANINGS[status].meaning).toMatch(/\.$/);
  for (const status of LEGACY_STATUSES) expect(STATUS_MEANINGS[status].meaning).toMatch(/^Legacy: /);
});
