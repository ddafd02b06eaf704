import { beforeAll, expect, test, vi } from "vitest";
import { findActor, findHomeActor, findSelf, requireActor, requireSignedIn } from "@/lib/auth/guard";
import { signIn } from "@/lib/auth/sign-in";
import { changePassword } from "@/lib/credentials/change-password";
import { adminQuery } from "@/tests/support/product-database";
import {
  givePassword,
  makeOrganization,
  makeUser,
  type TestOrganization,
  unwrap,
} from "@/tests/support/product-people";

const PASSWORD = "correct horse battery staple";
const request = vi.hoisted(() => ({ path: "/", session: null as { oid: string; sid: string } | null }));

vi.mock("@/lib/auth/cookie", () => ({ sessionInCookie: async () => request.session }));
vi.mock("next/headers", () => ({
  headers: async () => new Headers({ "x-rollcall-path": request.path }),
  cookies: async () => new Map(),
}));
vi.mock("next/navigation", () => {
  const leave = (where: string) => () => {
    throw new Error(where);
  };
  return {
    redirect: (to: string) => leave(`to ${to}`)(),
    forbidden: leave("forbidden"),
    notFound: leave("not found"),
  };
});

let organization: TestOrganization;
beforeAll(async () => {
  organization = await makeOrganization();
  const user = await makeUser(organization, { role: "admin" });
  await givePassword(user, PASSWORD);
  const { username } = user;
  const { organizationId, sessionId } = unwrap(
    await signIn({ username, password: PASSWORD, ip: "192.0.2.1", userAgent: null }),
  );
  request.session = { oid: organizationId, sid: sessionId };
});

const mustChange = (value: boolean) => adminQuery("UPDATE passwords SET must_change = $1", [value]);

test("whoever has a password to change is let in nowhere else", async () => {
  expect(await findActor(organization.slug)).not.toBeNull();
  await mustChange(true);
  expect(await findActor(organization.slug)).toBeNull();
  expect(await findHomeActor()).toBeNull();
  expect(await findSelf()).toBeNull();
  for (const path of ["/", "/account", `/${organization.slug}/users`]) {
    request.path = path;
    await expect(requireSignedIn()).rejects.toThrow("to /account/password");
    await expect(requireActor(organization.slug, "users.read")).rejects.toThrow("to /account/password");
  }
  request.path = "/account/password";
  expect((await requireSignedIn()).mustChangePassword).toBe(true);
});

test("another password opens everything again", async () => {
  await mustChange(true);
  request.path = "/account/password";
  const person = await requireSignedIn();
  unwrap(
    await changePassword(person, person.home, { current: PASSWORD, next: "another horse, another staple" }),
  );
  request.path = "/account";
  expect((await requireSignedIn()).mustChangePassword).toBe(false);
  expect(await findActor(organization.slug)).not.toBeNull();
  expect(await findSelf()).not.toBeNull();
});
