import { expect, test } from "vitest";
import { CHALLENGE_MINUTES, openChallenge, sealChallenge } from "@/lib/mfa/challenge";

const KEY = new Uint8Array(32).fill(7);
const NOW = new Date("2026-12-01T10:00:00Z");
const after = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);
const made = sealChallenge(KEY, new Uint8Array(32).fill(1), "session a", NOW);

test("a challenge comes out of its cookie as long as it is good", () => {
  expect(openChallenge(KEY, made.cookie, "session a", after(CHALLENGE_MINUTES - 1))).toBe(made.challenge);
  expect(openChallenge(KEY, made.cookie, "session a", after(CHALLENGE_MINUTES))).toBeNull();
});

test("it is good for nothing else, under no other key, and nobody lengthens or makes one", () => {
  const [challenge, until, signature] = made.cookie.split(".");
  expect(openChallenge(KEY, made.cookie, "session b", NOW)).toBeNull();
  expect(openChallenge(new Uint8Array(32), made.cookie, "session a", NOW)).toBeNull();
  for (const forged of [
    "",
    "..",
    `${challenge}.${until}`,
    `${challenge}.${Number(until) + 1}.${signature}`,
    `x${challenge}.${until}.${signature}`,
    `${made.cookie}x`,
  ])
    expect(openChallenge(KEY, forged, "session a", NOW)).toBeNull();
});
