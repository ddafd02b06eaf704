import { expect, test } from "vitest";
import { ATTEMPTS_MAX } from "@/lib/messages/backoff";
import { outcomeOf } from "@/lib/messages/outcome";

const NOW = new Date("2026-11-22T10:00:00Z");
const of = (delivery: Parameters<typeof outcomeOf.delivery>[0], attempts = 1) =>
  outcomeOf.delivery(delivery, attempts, NOW);
const AGAIN = { ok: false, again: true, error: "Busy." } as const;

test("what was taken is sent, and what was not is tried again later", () => {
  expect(of({ ok: true, providerId: "r1" })).toMatchObject({ state: "sent", error: null, providerId: "r1" });
  expect(of(AGAIN)).toMatchObject({
    state: "queued",
    error: "Busy.",
    nextAttemptAt: new Date("2026-11-22T10:00:30Z"),
    keepsSealed: true,
  });
});

test("it is given up after many tries, at once where another would not help, and bounces where it was the address", () => {
  expect(of(AGAIN, ATTEMPTS_MAX)).toMatchObject({
    state: "failed",
    error: "Given up after 52 tries. Busy.",
    keepsSealed: false,
  });
  expect(of({ ...AGAIN, again: false })).toMatchObject({ state: "failed", error: "Busy." });
  expect(of({ ...AGAIN, again: false, isBounce: true })).toMatchObject({ state: "bounced" });
  expect(of(undefined)).toMatchObject({ state: "failed" });
});

test("a try that the service put off does not count, however often", () => {
  expect(of({ ...AGAIN, afterMs: 2000 }, 100)).toMatchObject({
    state: "queued",
    isUncounted: true,
    nextAttemptAt: new Date("2026-11-22T10:00:02Z"),
  });
});
