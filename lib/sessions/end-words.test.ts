import { describe, expect, test } from "vitest";
import { endInWords, endOf, SESSION_ENDS } from "@/lib/sessions/end-words";

const now = new Date("2026-11-22T12:00:00.000Z");
const ago = (ms: number) => new Date(now.getTime() - ms);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const session = {
  createdAt: ago(2 * HOUR),
  lastSeenAt: ago(MINUTE),
  expiresAt: ago(-10 * HOUR),
  endedAt: null,
};
const length = { idleMinutes: 60, hours: 12 };

describe("a session", () => {
  test.each([
    [{}, length, null],
    [{ endedAt: ago(1) }, length, "ended"],
    [{ lastSeenAt: ago(HOUR) }, length, "idle"],
    [{ lastSeenAt: ago(HOUR - 1) }, length, null],
    [{ lastSeenAt: ago(5 * MINUTE) }, { idleMinutes: 5, hours: 12 }, "idle"],
    [{ expiresAt: now }, length, "expired"],
    [{ createdAt: ago(12 * HOUR) }, length, "expired"],
    [{ createdAt: ago(12 * HOUR - 1) }, length, null],
    [{}, { idleMinutes: 60, hours: 1 }, "expired"],
    [{ lastSeenAt: ago(2 * HOUR), endedAt: ago(1) }, length, "ended"],
  ])("%j within %j: %s", (facts, policy, end) => {
    expect(endOf({ ...session, ...facts }, policy, now)).toBe(end);
  });
});

test("every end has its words, and nothing else has any", () => {
  for (const [reason, words] of Object.entries(SESSION_ENDS)) expect(endInWords(reason)).toBe(words);
  for (const made of ["", "constructor", "<b>"]) expect(endInWords(made)).toBeNull();
});
