import { describe, expect, test } from "vitest";
import {
  alertsSchema,
  lockSchema,
  networksSchema,
  ownFieldsSchema,
  sessionLengthSchema,
} from "@/lib/organizations/policy-input";

describe("the length of sessions", () => {
  test.each([
    ["60", "12", true],
    ["5", "1", true],
    ["1440", "720", true],
    ["60", "1", true],
    ["61", "1", false],
    ["4", "12", false],
    ["1441", "720", false],
    ["60", "0", false],
    ["60", "721", false],
    ["60.5", "12", false],
    ["", "12", false],
    ["an hour", "12", false],
  ])("%s minutes and %s hours: %s", (sessionIdleMinutes, sessionHours, success) => {
    expect(sessionLengthSchema.safeParse({ sessionIdleMinutes, sessionHours }).success).toBe(success);
  });
});

test.each([
  ["5", "1", true],
  ["100", "1440", true],
  ["4", "15", false],
  ["101", "15", false],
  ["50", "0", false],
  ["50", "1441", false],
])("a lock after %s for %s minutes: %s", (lockAttempts, lockMinutes, success) => {
  expect(lockSchema.safeParse({ lockAttempts, lockMinutes }).success).toBe(success);
});

test("a box that is not ticked is sent as nothing", () => {
  expect(alertsSchema.parse({ signInAlerts: "on" })).toEqual({ signInAlerts: true });
  expect(alertsSchema.parse({})).toEqual({ signInAlerts: false });
});

describe("what people may change themselves", () => {
  test("comes in its order, one or many or none", () => {
    expect(ownFieldsSchema.parse({ ownFields: ["company", "firstName"] })).toEqual({
      ownFields: ["firstName", "company"],
    });
    expect(ownFieldsSchema.parse({ ownFields: "company" })).toEqual({ ownFields: ["company"] });
    expect(ownFieldsSchema.parse({})).toEqual({ ownFields: [] });
  });

  test.each(["username", "role", "accessEmail", "customerCode", "accessEndsAt", "__proto__"])(
    "is never %s",
    (field) => {
      expect(ownFieldsSchema.safeParse({ ownFields: [field] }).success).toBe(false);
    },
  );
});

describe("networks", () => {
  const read = (allowedNetworks: string) => networksSchema.safeParse({ allowedNetworks });

  test("are canonical and each there once", () => {
    expect(read(" 203.0.113.9/24\r\n2001:DB8::1/32, 203.0.113.0/24;10.0.0.1").data).toEqual({
      allowedNetworks: ["203.0.113.0/24", "2001:db8::/32", "10.0.0.1/32"],
    });
    expect(read(" \n ").data).toEqual({ allowedNetworks: [] });
  });

  test("that are none are named", () => {
    expect(read("203.0.113.0/24 acme.example 1.2.3").error?.issues[0]?.message).toMatch(
      /^acme\.example, 1\.2\.3: write/,
    );
  });

  test("are a hundred at most", () => {
    const many = (count: number) =>
      Array.from({ length: count }, (_, index) => `10.0.${index}.0/24`).join(" ");
    expect(read(many(100)).success).toBe(true);
    expect(read(many(101)).success).toBe(false);
  });
});
