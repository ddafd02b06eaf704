import { decode, encode } from "next-auth/jwt";
import { beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { setSessionCookie } from "@/lib/auth/cookie";
import { authOptions } from "@/lib/auth/options";
import { readSession } from "@/lib/auth/session-row";
import type { User } from "@/lib/generated/prisma/client";
import { log } from "@/lib/log";
import {
  eventsOf,
  givePassword,
  makeOrganization,
  makeUser,
  type TestOrganization,
} from "@/tests/support/product-people";

const PASSWORD = "correct horse battery staple";
const SECRET = "known to the tests and to nobody else";

const jar = vi.hoisted(() => new Map<string, string>());
vi.mock("next/headers", () => ({
  cookies: async () => ({
    get: (name: string) => (jar.has(name) ? { name, value: jar.get(name) } : undefined),
    set: (name: string, value: string) => void jar.set(name, value),
    delete: (name: string) => void jar.delete(name),
  }),
}));

type Started = { id: string; organizationId: string };
type Provider = { options: { authorize: (given: unknown, request: unknown) => Promise<Started> } };

let organization: TestOrganization;
let user: User;
let networks = 0;
beforeAll(async () => {
  organization = await makeOrganization();
  user = await makeUser(organization);
  await givePassword(user, PASSWORD);
});
beforeEach(() => jar.clear());

function authorize(given: unknown): Promise<Started> {
  networks += 1;
  const [provider] = authOptions().providers as unknown as Provider[];
  const headers = { "x-rollcall-network": `192.0.2.${networks}` };
  if (!provider) throw new Error("There is no way to sign in.");
  return provider.options.authorize(given, { headers });
}

const signIn = (password = PASSWORD) => authorize({ username: user.username, password });

/** What next-auth does with what a sign-in answers. */
async function keep({ id, organizationId }: Started): Promise<void> {
  jar.set(
    "next-auth.session-token",
    await encode({ token: { sid: id, oid: organizationId }, secret: SECRET }),
  );
}

const isLive = async ({ id }: Started) => (await readSession(organization.id, id, "")) !== null;

describe("signing in again with the same browser", () => {
  test("ends the session that it had, and no other", async () => {
    const elsewhere = await signIn();
    const first = await signIn();
    await keep(first);
    await expect(signIn("wrong")).rejects.toThrow("unauthenticated");
    expect(await isLive(first)).toBe(true);
    const second = await signIn();
    expect([await isLive(first), await isLive(second), await isLive(elsewhere)]).toEqual([false, true, true]);
    expect((await eventsOf(first.id)).map(({ action }) => action)).toEqual([
      "session.started",
      "session.ended",
    ]);
  });

  test("by a link does so too", async () => {
    const first = await signIn();
    await keep(first);
    const { id } = await signIn();
    await setSessionCookie({ organizationId: organization.id, sessionId: id });
    expect(await isLive(first)).toBe(false);
    const token = await decode({ token: jar.get("next-auth.session-token"), secret: SECRET });
    expect(token?.sid).toBe(id);
  });

  test("with a cookie that is none of ours is signing in", async () => {
    jar.set("next-auth.session-token", "made up");
    expect(await isLive(await signIn())).toBe(true);
  });
});

test.each([
  [{ username: { a: 1 }, password: ["x"] }],
  [{ username: 1, password: null }],
  [{ username: ["a", "b"] }],
  [undefined],
])("credentials that are no texts are wrong ones, and no failure of ours: %j", async (given) => {
  const error = vi.spyOn(log, "error");
  await expect(authorize(given)).rejects.toThrow("unauthenticated");
  expect(error).not.toHaveBeenCalled();
});
