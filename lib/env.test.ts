import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { readSettings } from "@/lib/env";

const REFUSAL = /NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: is 32 bytes in base64\n/;

describe("the key of server actions", () => {
  const read = (value: string) => readSettings({ NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: value });

  test("is 32 bytes in base64", () => {
    const key = randomBytes(32).toString("base64");
    expect(read(key).NEXT_SERVER_ACTIONS_ENCRYPTION_KEY).toBe(key);
    expect(read("").NEXT_SERVER_ACTIONS_ENCRYPTION_KEY).toBeUndefined();
  });

  test.each([1, 16, 24, 31, 33, 64])("is refused with %i bytes", (length) => {
    expect(() => read(randomBytes(length).toString("base64"))).toThrow(REFUSAL);
  });

  test.each(["a-key-of-just-thirty-two-letters", `${"-_".repeat(21)}A=`, "====", "ÄÖÜ"])(
    "is refused when it is not base64: %s",
    (value) => {
      expect(() => read(value)).toThrow(REFUSAL);
    },
  );
});

describe("the DNS servers", () => {
  const read = (value: string) => readSettings({ ROLLCALL_DNS_SERVERS: value }).ROLLCALL_DNS_SERVERS;

  test("are addresses with or without ports, or none", () => {
    expect(read("")).toEqual([]);
    expect(read("192.0.2.53, 127.0.0.1:5353,[2001:db8::53]:53,2001:db8::1")).toEqual([
      "192.0.2.53",
      "127.0.0.1:5353",
      "[2001:db8::53]:53",
      "2001:db8::1",
    ]);
  });

  test.each(["dns.example", "192.0.2", "192.0.2.53:x"])("are refused when they are none: %s", (value) => {
    expect(() => read(value)).toThrow(/ROLLCALL_DNS_SERVERS: is a list of IP addresses/);
  });
});
