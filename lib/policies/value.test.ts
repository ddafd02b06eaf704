import { describe, expect, test } from "vitest";
import { POLICIES, POLICY_KEYS, type PolicyKey } from "@/lib/policies/catalogue";
import { policyInWords, policyRecorded, readPolicy } from "@/lib/policies/value";

describe("every policy", () => {
  test.each(POLICY_KEYS)("has a usual value within its bounds, and words for it: %s", (key) => {
    const { usual, label, does } = POLICIES[key];
    expect(readPolicy(key, usual)).toEqual({ ok: true, value: usual });
    expect(policyInWords(key, usual)).not.toBe("");
    expect(label.length).toBeGreaterThan(0);
    expect(does).toMatch(/\.$/);
  });

  test.each(POLICY_KEYS.filter((key) => POLICIES[key].shape.kind === "number"))(
    "of a number has bounds that hold: %s",
    (key) => {
      const { shape } = POLICIES[key];
      if (shape.kind !== "number") throw new Error();
      const { min, max } = shape;
      const taken = [min, max, String(min), ` ${max} `];
      for (const value of taken) expect(readPolicy(key, value).ok).toBe(true);
      const others = [min - 1, max + 1, min + 0.5, Number.NaN, "", "many", "1e1", null, true, [min]];
      for (const value of others)
        expect(readPolicy(key, value)).toEqual({
          ok: false,
          message: expect.stringMatching(/^Write a whole number from/),
        });
    },
  );
});

test.each<[PolicyKey, unknown, unknown]>([
  ["allowedNetworks", " 203.0.113.9/24\n2001:DB8::1/32,203.0.113.0/24 ", ["203.0.113.0/24", "2001:db8::/32"]],
  ["allowedNetworks", [], []],
  ["ownFields", ["company", "firstName", "company"], ["firstName", "company"]],
  ["deviceAppVersionMin", " 4.2 ", "4.2"],
  ["deviceAppVersionMin", "", ""],
  ["mfaPolicy", "required", "required"],
  ["exportAllowed", false, false],
])("%s is read in canonical form: %j", (key, given, value) => {
  expect(readPolicy(key, given)).toEqual({ ok: true, value });
});

test.each<[PolicyKey, unknown]>([
  ["allowedNetworks", "acme.example"],
  ["allowedNetworks", 7],
  ["allowedNetworks", Array.from({ length: 101 }, (_, index) => `10.0.${index}.0/24`)],
  ...["username", "role", "accessEmail", "customerCode", "accessEndsAt", "__proto__"].map(
    (field): [PolicyKey, unknown] => ["ownFields", [field]],
  ),
  ["ownFields", "company"],
  ["deviceAppVersionMin", "4.x"],
  ["mfaPolicy", "sometimes"],
  ["exportAllowed", "on"],
  ["signInHours", {}],
])("%s refuses %j", (key, given) => {
  expect(readPolicy(key, given).ok).toBe(false);
});

test("values are said in words, and recorded as texts", () => {
  expect(policyInWords("passwordDays", 0)).toBe("Never");
  expect(policyInWords("pinHours", 1)).toBe("1 hour");
  expect(policyInWords("lockAttempts", 50)).toBe("50 tries");
  expect(policyInWords("allowedNetworks", [])).toBe("From anywhere");
  expect(policyInWords("ownFields", [])).toBe("Nothing");
  expect(policyInWords("mfaPolicy", "required")).toBe("Required");
  expect(policyRecorded("allowedNetworks", ["10.0.0.0/8", "192.0.2.0/24"])).toBe("10.0.0.0/8, 192.0.2.0/24");
  expect(policyRecorded("signInHours", null)).toBe("At any time");
  expect(policyRecorded("exportAllowed", false)).toBe(false);
});
