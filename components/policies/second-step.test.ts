import { expect, test } from "vitest";
import { secondStepQuestion } from "@/components/policies/second-step";
import type { PolicyKey } from "@/lib/policies/catalogue";

const NOW = new Date("2026-11-24T12:00:00Z");
const STEPS = { active: 7, withSecondStep: 2, requiredAt: null };
const asks = (key: PolicyKey, value: unknown, mfaPolicy: string, mfaGraceDays: number, steps = {}) =>
  secondStepQuestion(key, value, { mfaPolicy, mfaGraceDays }, { ...STEPS, ...steps }, NOW) !== null;

test("only what has somebody set a second step up at once is asked for twice", () => {
  expect(asks("mfaPolicy", "required", "optional", 0)).toBe(true);
  expect(asks("mfaPolicy", "required", "optional", 7)).toBe(false);
  expect(asks("mfaPolicy", "off", "optional", 0)).toBe(false);
  expect(asks("mfaGraceDays", "0", "required", 7)).toBe(true);
  expect(asks("mfaGraceDays", "0", "optional", 7)).toBe(false);
  expect(asks("mfaGraceDays", "", "required", 7)).toBe(false);
  expect(asks("mfaGraceDays", 3, "required", 0)).toBe(false);
  expect(asks("pinUses", 2, "required", 0)).toBe(false);
  expect(asks("mfaPolicy", "required", "optional", 0, { withSecondStep: 7 })).toBe(false);
});

test("days that are over by now are none", () => {
  const requiredAt = "2026-11-20T12:00:00Z";
  expect(asks("mfaGraceDays", "4", "required", 30, { requiredAt })).toBe(true);
  expect(asks("mfaGraceDays", "5", "required", 30, { requiredAt })).toBe(false);
});

test("it says how many it is about", () => {
  const held = { mfaPolicy: "optional", mfaGraceDays: 0 };
  expect(secondStepQuestion("mfaPolicy", "required", held, STEPS, NOW)).toMatch(/^5 of 7 people have no/);
});
