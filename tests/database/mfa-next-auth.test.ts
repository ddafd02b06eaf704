import { beforeEach, expect, test, vi } from "vitest";
import { authOptions } from "@/lib/auth/options";
import { readSession } from "@/lib/auth/session-row";
import { finishByCode } from "@/lib/mfa/finish";
import { makeSelf, PASSWORD, setUpApp } from "@/tests/database/mfa-support";
import { freshNetwork } from "@/tests/support/networks";
import { makeOrganization, unwrap } from "@/tests/support/product-people";

const jar = vi.hoisted(() => new Map<string, string>());
vi.mock("next/headers", () => ({
  cookies: async () => ({
    get: (name: string) => (jar.has(name) ? { name, value: jar.get(name) } : undefined),
    set: (name: string, value: string) => void jar.set(name, value),
    delete: (name: string) => void jar.delete(name),
  }),
}));
beforeEach(() => jar.clear());

type Started = { id: string; organizationId: string };
type Provider = { options: { authorize: (given: unknown, request: unknown) => Promise<Started> } };

function authorize(username: string, callbackUrl: string): Promise<Started> {
  const [provider] = authOptions().providers as unknown as Provider[];
  if (!provider) throw new Error("There is no way to sign in.");
  const request = { headers: { "x-rollcall-network": freshNetwork() }, body: { callbackUrl } };
  return provider.options.authorize({ username, password: PASSWORD }, request);
}

test("next-auth writes no cookie of a session before the second step, and leads to it", async () => {
  const organization = await makeOrganization();
  const { user, self } = await makeSelf(organization);
  const signIn = authOptions().callbacks?.signIn as unknown as (given: { user: Started }) => true | string;
  const before = await authorize(user.username, "/account");
  expect(signIn({ user: before })).toBe(true);
  expect([...jar.keys()]).toEqual([]);

  const codeOf = await setUpApp(self);
  const waiting = await authorize(user.username, `/${organization.slug}/users?q=a`);
  expect(waiting.id).toBe("");
  expect(signIn({ user: waiting })).toBe("/sign-in/verify");
  expect(await readSession(organization.id, waiting.id, "")).toBeNull();
  const cookie = jar.get("rollcall.sign-in") ?? "";
  expect([...jar.keys()]).toEqual(["rollcall.sign-in"]);
  const from = { ip: freshNetwork(), userAgent: null, remember: false };
  const finished = unwrap(await finishByCode(cookie, { way: "totp", code: codeOf() }, from));
  expect(finished.target).toBe(`/${organization.slug}/users?q=a`);
});

test("an address that leads elsewhere is not kept", async () => {
  const { user, self } = await makeSelf(await makeOrganization());
  const codeOf = await setUpApp(self);
  await authorize(user.username, "https://evil.example/x");
  const cookie = jar.get("rollcall.sign-in") ?? "";
  const from = { ip: freshNetwork(), userAgent: null, remember: false };
  const { target } = unwrap(await finishByCode(cookie, { way: "totp", code: codeOf() }, from));
  expect(target).toBe("/x");
});
