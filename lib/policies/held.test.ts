import { expect, test } from "vitest";
import { POLICIES, POLICY_KEYS, type PolicyValues } from "@/lib/policies/catalogue";
import { ownPolicies, policiesHeld, policiesOfOrganization } from "@/lib/policies/held";

const usual = Object.fromEntries(POLICY_KEYS.map((key) => [key, POLICIES[key].usual])) as PolicyValues;
const own = (key: string, value: unknown) => ({
  [key]: { value, at: "2026-03-03T10:00:00.000Z", by: "Ada Adams" },
});

test("a row without a word of policies is as usual", () => {
  const columns = Object.fromEntries(
    POLICY_KEYS.filter((key) => POLICIES[key].isColumn).map((key) => [key, POLICIES[key].usual]),
  );
  expect(policiesOfOrganization({ ...columns, policies: {} })).toEqual(usual);
  expect(policiesOfOrganization({ ...columns, policies: { pinUses: 3, later: 1, pinHours: "x" } })).toEqual({
    ...usual,
    pinUses: 3,
  });
});

test("a person's own value stands before the organization's, whichever is stricter", () => {
  const kept = ownPolicies({ ...own("sessionHours", 1), ...own("exportAllowed", false) });
  expect(kept.sessionHours).toEqual({ value: 1, at: new Date("2026-03-03T10:00:00Z"), by: "Ada Adams" });
  expect(policiesHeld(usual, kept)).toEqual({ ...usual, sessionHours: 1, exportAllowed: false });
  expect(policiesHeld({ ...usual, sessionHours: 2 }, ownPolicies(own("sessionHours", 24))).sessionHours).toBe(
    24,
  );
});

test("what may not differ, is out of bounds, or nobody knows counts as absent", () => {
  expect(ownPolicies({ ...own("mfaGraceDays", 1), ...own("lockAttempts", 1), ...own("later", 1) })).toEqual(
    {},
  );
  for (const kept of [null, undefined, [], "x", own("__proto__", 1)]) expect(ownPolicies(kept)).toEqual({});
});

test("a short password needs a second step that is required of its person", () => {
  const lax = { ...usual, mfaPolicy: "required" as const, passwordLengthMin: 8 };
  expect(policiesHeld(lax, {}).passwordLengthMin).toBe(8);
  expect(policiesHeld(lax, ownPolicies(own("mfaPolicy", "optional"))).passwordLengthMin).toBe(15);
  expect(policiesHeld(usual, ownPolicies(own("passwordLengthMin", 8))).passwordLengthMin).toBe(15);
  const both = { ...own("passwordLengthMin", 8), ...own("mfaPolicy", "required") };
  expect(policiesHeld(usual, ownPolicies(both)).passwordLengthMin).toBe(8);
});
