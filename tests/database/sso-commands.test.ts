import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readSession } from "@/lib/auth/session-row";
import { signIn } from "@/lib/auth/sign-in";
import { activate } from "@/lib/credentials/activation";
import { writeInvitation } from "@/lib/credentials/invitations";
import { withOrganization } from "@/lib/db";
import type { SignOnProvider } from "@/lib/generated/prisma/client";
import { newId } from "@/lib/ids";
import { finishByCode } from "@/lib/mfa/finish";
import { removeWay } from "@/lib/mfa/own-commands";
import { resetSecondStep } from "@/lib/mfa/reset";
import { resetAdmin } from "@/lib/setup/admins";
import {
  chooseState,
  keepPassword,
  removeProvider,
  saveProvider,
  tryProvider,
  unlink,
} from "@/lib/sso/commands";
import { offersFor } from "@/lib/sso/offer";
import { providerOfSession, signOutUrl } from "@/lib/sso/sign-out";
import { removeUsers, suspendUsers } from "@/lib/users/bulk-commands";
import { makeSelf, PASSWORD, setUpApp, tryPassword, waiting } from "@/tests/database/mfa-support";
import { begin, finish, makeProvider } from "@/tests/database/sso-support";
import { type FalseOpenId, startFalseOpenId } from "@/tests/support/false-openid";
import { freshNetwork } from "@/tests/support/networks";
import { adminQuery, ownerClient } from "@/tests/support/product-database";
import {
  actorOf,
  codeOf,
  eventsOf,
  givePassword,
  makeOrganization,
  makeUser,
  setUser,
  unwrap,
} from "@/tests/support/product-people";

let openId: FalseOpenId;
beforeAll(async () => {
  openId = await startFalseOpenId();
});
afterAll(() => openId.stop());

async function come(provider: SignOnProvider, claims: Record<string, unknown>, ip?: string) {
  const way = await begin(provider);
  return finish(way, openId.backFrom(way.url, { email_verified: true, ...claims }), ip ? { ip } : {});
}

/** An organization in which everybody has to come by the provider, but one admin. */
async function makeRequired() {
  const organization = await makeOrganization();
  const provider = await makeProvider(organization, openId);
  const { user: keeper, self } = await makeSelf(organization, { role: "admin" });
  const app = await setUpApp(self);
  const actor = actorOf(keeper, organization);
  unwrap(await keepPassword(actor, { userId: keeper.id, keeps: true }));
  const { id, version } = provider;
  const trial = { at: new Date().toISOString(), by: "x", version, isOk: true, said: [], words: "" };
  await adminQuery("UPDATE sign_on_providers SET trial = $2 WHERE id = $1", [id, JSON.stringify(trial)]);
  unwrap(await chooseState(actor, { id, version, state: "required" }));
  return { organization, provider, keeper, self, app, actor };
}

describe("who comes by a provider for the first time", () => {
  test("finds the account with that username, else the only one with that access email", async () => {
    const organization = await makeOrganization();
    const provider = await makeProvider(organization, openId);
    const email = `shared@${organization.domain}`;
    const one = await makeUser(organization, { accessEmail: email });
    expect(await come(provider, { sub: "one", email: email.toUpperCase() })).toMatchObject({ is: "in" });
    expect(await adminQuery("SELECT subject FROM sign_on_links WHERE user_id = $1", [one.id])).toEqual([
      { subject: "one" },
    ]);
    const twice = `twice@${organization.domain}`;
    await makeUser(organization, { accessEmail: twice });
    await makeUser(organization, { accessEmail: twice });
    expect(await come(provider, { sub: "two", email: twice })).toMatchObject({ is: "out" });
    const named = await makeUser(organization, { username: twice });
    expect(await come(provider, { sub: "two", email: twice })).toMatchObject({ is: "in" });
    expect(await adminQuery("SELECT subject FROM sign_on_links WHERE user_id = $1", [named.id])).toEqual([
      { subject: "two" },
    ]);
  });

  test("gets an account where that is said, once, with no right beyond the role", async () => {
    const organization = await makeOrganization();
    const provider = await makeProvider(organization, openId, { newPeople: "create" });
    const email = `nora@${organization.domain}`;
    const claims = { sub: "nora", email, given_name: "Nora", family_name: "Nobel", role: "admin" };
    const all = await Promise.all(Array.from({ length: 4 }, () => come(provider, claims)));
    expect(all.map(({ is }) => is)).toEqual(["in", "in", "in", "in"]);
    const made = await adminQuery(
      "SELECT first_name, last_name, role, activated_at IS NOT NULL AS active FROM users WHERE username = $1",
      [email],
    );
    expect(made).toEqual([{ first_name: "Nora", last_name: "Nobel", role: "user", active: true }]);
  });

  test("gets none where it is not said, nor where whoever set it up may add nobody any more", async () => {
    const organization = await makeOrganization();
    const claims = { sub: "new", email: `new@${organization.domain}` };
    for (const newPeople of ["existing", "linked"])
      expect(await come(await makeProvider(organization, openId, { newPeople }), claims)).toMatchObject({
        is: "out",
      });
    const provider = await makeProvider(organization, openId, { newPeople: "create" });
    await adminQuery("UPDATE users SET suspended_at = now() WHERE organization_id = $1 AND role = 'admin'", [
      organization.id,
    ]);
    expect(await come(provider, claims)).toMatchObject({ is: "out" });
    expect(await adminQuery("SELECT id FROM users WHERE username = $1", [claims.email])).toEqual([]);
    expect(JSON.stringify(await eventsOf(provider.id))).toContain("may add nobody any more");
  });

  test("with nobody new, only those get in who are linked", async () => {
    const organization = await makeOrganization();
    const provider = await makeProvider(organization, openId);
    const [old, other] = [await makeUser(organization), await makeUser(organization)];
    expect(await come(provider, { sub: "old", email: old.username })).toMatchObject({ is: "in" });
    await adminQuery("UPDATE sign_on_providers SET new_people = 'linked' WHERE id = $1", [provider.id]);
    expect(await come({ ...provider, newPeople: "linked" }, { sub: "old" })).toMatchObject({ is: "in" });
    expect(await come(provider, { sub: "other", email: other.username })).toMatchObject({ is: "out" });
  });
});

describe("who may not sign in by a password", () => {
  test.each([
    ["suspended", "UPDATE users SET suspended_at = now() WHERE id = $1"],
    ["removed", "UPDATE users SET removed_at = now() WHERE id = $1"],
    ["out of time", "UPDATE users SET access_ends_at = now() WHERE id = $1"],
    ["locked", "UPDATE users SET locked_until = now() + interval '1 hour' WHERE id = $1"],
    ["of a legacy status", "UPDATE users SET legacy_status = 'blocked' WHERE id = $1"],
    [
      "of a suspended organization",
      "UPDATE organizations SET suspended_at = now() WHERE id = (SELECT organization_id FROM users WHERE id = $1)",
    ],
    [
      "at the wrong hour",
      `UPDATE organizations SET policies = '{"signInHours": {"days": [1], "from": "03:00", "until": "03:01", "zone": "UTC"}}' WHERE id = (SELECT organization_id FROM users WHERE id = $1)`,
    ],
    [
      "in another network",
      "UPDATE organizations SET allowed_networks = '{192.0.2.0/24}' WHERE id = (SELECT organization_id FROM users WHERE id = $1)",
    ],
  ])("may not by a provider: %s", async (_, statement) => {
    const organization = await makeOrganization();
    const provider = await makeProvider(organization, openId);
    const user = await makeUser(organization);
    const claims = { sub: user.id, email: user.username };
    expect(await come(provider, claims)).toMatchObject({ is: "in" });
    const way = await begin(provider);
    await adminQuery(statement, [user.id]);
    expect(await finish(way, openId.backFrom(way.url, claims))).toMatchObject({ is: "out" });
  });

  test("whoever was invited activates the account by it, and the link is void", async () => {
    const organization = await makeOrganization();
    const provider = await makeProvider(organization, openId);
    const user = await makeUser(organization, { activatedAt: null });
    const by = { kind: "system" as const, name: "x" };
    const token = await withOrganization(organization.id, (tx) =>
      writeInvitation(tx, by, user, "invitation"),
    );
    expect(await come(provider, { sub: user.id, email: user.username })).toMatchObject({ is: "in" });
    expect((await eventsOf(user.id)).map(({ action }) => action)).toEqual(
      expect.arrayContaining(["user.activated", "credential.revoked", "signOn.linked"]),
    );
    expect(codeOf(await activate(token, PASSWORD, { ip: freshNetwork(), userAgent: null }))).toBe("notFound");
  });
});

describe("the second step", () => {
  test("is the provider's, unless the one here is asked for too", async () => {
    const organization = await makeOrganization();
    const provider = await makeProvider(organization, openId);
    const { user, self } = await makeSelf(organization);
    const app = await setUpApp(self);
    const claims = { sub: user.id, email: user.username };
    expect(await come(provider, claims)).toMatchObject({ is: "in", admitted: { pending: null } });
    await adminQuery("UPDATE sign_on_providers SET own_second_step = true WHERE id = $1", [provider.id]);
    const outcome = await come(provider, claims);
    const pending = outcome.is === "in" ? outcome.admitted.pending : null;
    const from = { ip: freshNetwork(), userAgent: null, remember: false };
    const done = unwrap(await finishByCode(pending, { way: "totp", code: app() }, from));
    expect(await providerOfSession(organization.id, done.sessionId)).toMatchObject({
      providerId: provider.id,
    });
  });

  test("has not to be set up here, nor a password changed, by whom a provider vouches for", async () => {
    const organization = await makeOrganization();
    await adminQuery(
      "UPDATE organizations SET mfa_policy = 'required', mfa_required_at = now() - interval '9 days', mfa_grace_days = 0 WHERE id = $1",
      [organization.id],
    );
    const provider = await makeProvider(organization, openId);
    const user = await makeUser(organization, { activatedAt: new Date(Date.now() - 9 * 86_400_000) });
    await givePassword(user, PASSWORD);
    await adminQuery("UPDATE passwords SET must_change = true WHERE user_id = $1", [user.id]);
    const read = async (own: boolean) => {
      await adminQuery("UPDATE sign_on_providers SET own_second_step = $2 WHERE id = $1", [provider.id, own]);
      const outcome = await come(provider, { sub: user.id, email: user.username });
      return outcome.is === "in" ? readSession(organization.id, outcome.admitted.sessionId, "") : null;
    };
    expect(await read(false)).toMatchObject({ secondStepDue: null, mustChangePassword: false });
    expect((await read(true))?.secondStepDue).not.toBeNull();
  });
});

describe("where a provider is required", () => {
  test("no password, link or sign-in that waits lets anybody in but who keeps theirs", async () => {
    const { organization, keeper, app } = await makeRequired();
    const { user } = await makeSelf(organization);
    expect(codeOf(await tryPassword(user))).toBe("provider");
    const guess = (username: string) =>
      signIn({ username, password: "wrong", ip: freshNetwork(), userAgent: null });
    // Whether there is somebody of that name, and who keeps a password, does not show.
    for (const name of [user.username, keeper.username, `nobody@${organization.domain}`])
      expect(codeOf(await guess(name))).toBe("provider");
    const invited = await makeUser(organization, { activatedAt: null });
    const by = { kind: "system" as const, name: "x" };
    const token = await withOrganization(organization.id, (tx) =>
      writeInvitation(tx, by, invited, "invitation"),
    );
    expect(codeOf(await activate(token, `${PASSWORD} again`, { ip: freshNetwork(), userAgent: null }))).toBe(
      "provider",
    );
    const pending = await waiting(keeper);
    const from = { ip: freshNetwork(), userAgent: null, remember: false };
    expect((await finishByCode(pending, { way: "totp", code: app() }, from)).ok).toBe(true);
  });

  test("a sign-in whose password was right before waits in vain", async () => {
    const { organization, provider } = await makeRequired();
    await adminQuery("UPDATE sign_on_providers SET state = 'offered' WHERE id = $1", [provider.id]);
    const { user, self } = await makeSelf(organization);
    const app = await setUpApp(self);
    const pending = await waiting(user);
    await adminQuery("UPDATE sign_on_providers SET state = 'required' WHERE id = $1", [provider.id]);
    const from = { ip: freshNetwork(), userAgent: null, remember: false };
    expect(codeOf(await finishByCode(pending, { way: "totp", code: app() }, from))).toBe("notFound");
  });

  test("guesses at a password lock nobody out of the provider's way", async () => {
    const { organization, provider } = await makeRequired();
    await adminQuery("UPDATE organizations SET lock_attempts = 5 WHERE id = $1", [organization.id]);
    const user = await makeUser(organization);
    for (let guess = 0; guess < 6; guess += 1)
      await signIn({ username: user.username, password: "wrong", ip: freshNetwork(), userAgent: null });
    expect(await come(provider, { sub: user.id, email: user.username })).toMatchObject({ is: "in" });
  });

  test("the last way back in stays: not unnamed, demoted, suspended, removed, nor without the second step", async () => {
    const { organization, keeper, self, actor } = await makeRequired();
    const other = actorOf(await makeUser(organization, { role: "admin" }), organization);
    expect(codeOf(await keepPassword(actor, { userId: keeper.id, keeps: false }))).toBe("conflict");
    for (const change of [suspendUsers, removeUsers]) {
      await change(other, { ids: [keeper.id] });
      expect(await tryPassword(keeper)).toMatchObject({ ok: true });
    }
    const [way] = await adminQuery<{ id: string }>("SELECT id FROM mfa_methods WHERE user_id = $1", [
      keeper.id,
    ]);
    expect(codeOf(await removeWay(self, way?.id ?? ""))).toBe("conflict");
    expect(codeOf(await resetSecondStep(other, keeper.id))).toBe("conflict");
    expect(await adminQuery("SELECT kind FROM mfa_methods WHERE user_id = $1", [keeper.id])).toHaveLength(1);
  });

  test("it takes a trial that worked with the provider as it is, and somebody who keeps a password", async () => {
    const organization = await makeOrganization();
    const provider = await makeProvider(organization, openId);
    const actor = actorOf(await makeUser(organization, { role: "admin" }), organization);
    const choose = (state: "required" | "offered", version: number) =>
      chooseState(actor, { id: provider.id, version, state });
    expect(codeOf(await choose("required", 1))).toBe("conflict");
    const begun = unwrap(await tryProvider(actor, provider.id));
    const way = { organizationId: organization.id, providerId: provider.id, ...begun };
    const tried = await finish(
      way,
      openId.backFrom(way.url, { sub: "x", email: `x@${organization.domain}` }),
    );
    expect(tried).toMatchObject({ is: "trial" });
    expect(
      await adminQuery("SELECT subject FROM sign_on_links WHERE provider_id = $1", [provider.id]),
    ).toEqual([]);
    expect(codeOf(await choose("required", 1))).toBe("conflict");
    expect(codeOf(await keepPassword(actor, { userId: actor.userId, keeps: true }))).toBe("conflict");
  });

  test("a change of what it is reached by makes it offered until it is tried again", async () => {
    const { organization, provider, actor } = await makeRequired();
    const input = {
      id: provider.id,
      version: 1,
      kind: "oidc" as const,
      name: "Login",
      issuer: openId.issuer,
      clientId: "another",
      secret: "",
      metadata: "",
      metadataUrl: "",
      addressClaim: "",
      newPeople: "existing" as const,
      ownSecondStep: false,
    };
    unwrap(await saveProvider(actor, input));
    const [row] = await adminQuery("SELECT state, trial, version FROM sign_on_providers WHERE id = $1", [
      provider.id,
    ]);
    expect(row).toEqual({ state: "offered", trial: null, version: 2 });
    expect(codeOf(await saveProvider(actor, input))).toBe("conflict");
    expect(
      (await offersFor(`x@${organization.domain}`, freshNetwork())).map(({ isRequired }) => isRequired),
    ).toEqual([false]);
  });

  test("the operator's way back in for an admin lets passwords in again", async () => {
    const { organization, provider, keeper } = await makeRequired();
    unwrap(
      await ownerClient().$transaction((tx) =>
        resetAdmin(tx, { organization: organization.slug, username: keeper.username }),
      ),
    );
    const [row] = await adminQuery("SELECT state FROM sign_on_providers WHERE id = $1", [provider.id]);
    expect(row).toEqual({ state: "offered" });
  });
});

describe("whoever sets a provider up", () => {
  test("holds all that an admin does: the permission alone would let them sign in as anybody", async () => {
    const organization = await makeOrganization();
    const provider = await makeProvider(organization, openId);
    const extraPermissions = ["connections.update", "connections.read"];
    const some = await makeUser(organization, { extraPermissions });
    const actor = actorOf(await setUser(some, { extraPermissions }), organization);
    const attempts = [
      () => chooseState(actor, { id: provider.id, version: 1, state: "draft" as const }),
      () => removeProvider(actor, provider.id),
      () => unlink(actor, { id: provider.id, username: "x" }),
      () => tryProvider(actor, provider.id),
      () => keepPassword(actor, { userId: some.id, keeps: true }),
    ];
    for (const attempt of attempts) expect(codeOf(await attempt())).toBe("forbidden");
    const viewer = actorOf(await makeUser(organization, { role: "viewer" }), organization);
    expect(codeOf(await removeProvider(viewer, provider.id))).toBe("forbidden");
  });

  test("finds another organization's provider nowhere", async () => {
    const provider = await makeProvider(await makeOrganization(), openId);
    const organization = await makeOrganization();
    const actor = actorOf(await makeUser(organization, { role: "admin" }), organization);
    expect(codeOf(await removeProvider(actor, provider.id))).toBe("notFound");
    expect(codeOf(await tryProvider(actor, provider.id))).toBe("notFound");
  });
});

test("the secret is nowhere in clear, and opens for this provider alone", async () => {
  const organization = await makeOrganization();
  const provider = await makeProvider(organization, openId);
  const [row] = await adminQuery<{ text: string }>(
    "SELECT p::text AS text FROM sign_on_providers p WHERE id = $1",
    [provider.id],
  );
  for (const form of [openId.clientSecret, Buffer.from(openId.clientSecret).toString("hex")])
    expect(row?.text).not.toContain(form);
});

test("a link that is taken away is made anew by the address, and its sessions end", async () => {
  const organization = await makeOrganization();
  const provider = await makeProvider(organization, openId);
  const actor = actorOf(await makeUser(organization, { role: "admin" }), organization);
  const user = await makeUser(organization);
  const first = await come(provider, { sub: "first", email: user.username });
  expect(await come(provider, { sub: "second", email: user.username })).toMatchObject({ is: "out" });
  unwrap(await unlink(actor, { id: provider.id, username: user.username.toUpperCase() }));
  if (first.is === "in") expect(await readSession(organization.id, first.admitted.sessionId, "")).toBeNull();
  expect(await come(provider, { sub: "second", email: user.username })).toMatchObject({ is: "in" });
});

test("signing out at the provider is for a session that is over, once", async () => {
  const organization = await makeOrganization();
  const provider = await makeProvider(organization, openId);
  const user = await makeUser(organization);
  openId.lies = { metadata: (usual) => ({ ...usual, end_session_endpoint: `${openId.issuer}/out` }) };
  const outcome = await come(provider, { sub: user.id, email: user.username });
  const sessionId = outcome.is === "in" ? outcome.admitted.sessionId : newId();
  const of = { organizationId: organization.id, providerId: provider.id, sessionId };
  expect(await signOutUrl(of)).toBeNull();
  await adminQuery("UPDATE sessions SET ended_at = now() WHERE id = $1", [sessionId]);
  expect(await signOutUrl(of)).toContain(`${openId.issuer}/out?id_token_hint=`);
  expect(await signOutUrl(of)).toBeNull();
  openId.lies = {};
});
