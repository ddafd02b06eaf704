import { expect, test } from "vitest";
import { setUpOwed } from "@/lib/mfa/due";

const NOW = new Date("2026-12-01T10:00:00Z");

test("it may be put off until its time, and must be then", () => {
  expect(setUpOwed(null, NOW)).toBeNull();
  const later = new Date(NOW.getTime() + 1);
  expect(setUpOwed({ at: later, postponed: false }, NOW)).toBe("may");
  expect(setUpOwed({ at: later, postponed: true }, NOW)).toBeNull();
  expect(setUpOwed({ at: NOW, postponed: false }, NOW)).toBe("must");
  expect(setUpOwed({ at: NOW, postponed: true }, NOW)).toBe("must");
});
