import { afterEach, expect, test, vi } from "vitest";

const SECRETS = { first: "a".repeat(40), second: "b".repeat(40) };
const OF = { organizationId: "o", kind: "test", id: "1" };

/** A process that started with these settings. */
async function started(current: string, earlier = "") {
  vi.resetModules();
  vi.stubEnv("ROLLCALL_CONNECTIONS_SECRET", current);
  vi.stubEnv("ROLLCALL_CONNECTIONS_SECRETS_EARLIER", earlier);
  return import("@/lib/connections/secrets");
}

afterEach(() => vi.unstubAllEnvs());

test("what was sealed before the secret was replaced opens with the earlier one, and alone with it", async () => {
  const before = await started(SECRETS.first);
  const sealed = before.sealSecret(OF, "client secret");
  expect(Buffer.from(sealed).toString("latin1")).not.toContain("client secret");
  expect(before.openSecret(OF, sealed)).toBe("client secret");
  expect(before.isSealedWithEarlier(OF, sealed)).toBe(false);

  const after = await started(SECRETS.second, SECRETS.first);
  expect(after.openSecret(OF, sealed)).toBe("client secret");
  expect(after.isSealedWithEarlier(OF, sealed)).toBe(true);

  const without = await started(SECRETS.second);
  expect(() => without.openSecret(OF, sealed)).toThrow("cannot be opened");
});

test("it opens for what it is about and for nothing else", async () => {
  const { sealSecret, openSecret } = await started(SECRETS.first);
  const sealed = sealSecret(OF, "client secret");
  for (const other of [{ organizationId: "p" }, { kind: "other" }, { id: "2" }])
    expect(() => openSecret({ ...OF, ...other }, sealed)).toThrow("cannot be opened");
});
