import { beforeAll, describe, expect, test } from "vitest";
import { readSession } from "@/lib/auth/session-row";
import type { User } from "@/lib/generated/prisma/client";
import { addPasskey, newPasskeyRequest } from "@/lib/mfa/new-passkey";
import type { Self } from "@/lib/mfa/own";
import { userHandle } from "@/lib/mfa/passkey-shape";
import {
  finishByPasskey,
  onlyStepRequest,
  secondStepRequest,
  signInByPasskey,
} from "@/lib/mfa/passkey-sign-in";
import { PASSKEY_TRIES } from "@/lib/mfa/throttle";
import { makeSelf, selfOf, waiting } from "@/tests/database/mfa-support";
import { makeAuthenticator } from "@/tests/support/authenticator";
import { freshNetwork } from "@/tests/support/networks";
import { adminQuery } from "@/tests/support/product-database";
import { codeOf, makeOrganization, type TestOrganization, unwrap } from "@/tests/support/product-people";

let organization: TestOrganization;
beforeAll(async () => {
  organization = await makeOrganization();
});

const from = () => ({ ip: freshNetwork(), userAgent: "Firefox", remember: false });

async function withPasskey(at = organization) {
  const { user, self } = await makeSelf(at);
  const authenticator = makeAuthenticator();
  const { options, cookie } = unwrap(await newPasskeyRequest(self));
  unwrap(await addPasskey(self, cookie, authenticator.create(options), "Laptop"));
  return { user, self, authenticator };
}

const handleOf = (user: User) =>
  Buffer.from(userHandle({ organizationId: user.organizationId, userId: user.id })).toString("base64url");

describe("a passkey is made", () => {
  const tryToAdd = async (
    self: Self,
    change: Parameters<ReturnType<typeof makeAuthenticator>["create"]>[0] | object,
  ) => {
    const { options, cookie } = unwrap(await newPasskeyRequest(self));
    return addPasskey(self, cookie, makeAuthenticator().create({ ...options, ...change }), "Laptop");
  };

  test("for this place, this challenge and this session alone", async () => {
    const { user, self } = await makeSelf(organization);
    expect(codeOf(await tryToAdd(self, { origin: "http://evil.example" }))).toBe("invalid");
    expect(codeOf(await tryToAdd(self, { rpId: "evil.example" }))).toBe("invalid");
    expect(codeOf(await tryToAdd(self, { challenge: "AAAA" }))).toBe("invalid");
    const { options, cookie } = unwrap(await newPasskeyRequest(self));
    const made = makeAuthenticator().create(options);
    const elsewhere = await selfOf(user, organization);
    expect(codeOf(await addPasskey(elsewhere, cookie, made, "Laptop"))).toBe("invalid");
    expect(codeOf(await addPasskey(self, null, made, "Laptop"))).toBe("invalid");
    unwrap(await addPasskey(self, cookie, made, "Laptop"));
    expect(codeOf(await addPasskey(self, cookie, made, "Laptop"))).toBe("invalid");
  });

  test("once: nobody else adds it", async () => {
    const { self } = await makeSelf(organization);
    const other = await makeSelf(organization);
    const authenticator = makeAuthenticator();
    for (const [who, expected] of [
      [self, "ok"],
      [other.self, "conflict"],
    ] as const) {
      const { options, cookie } = unwrap(await newPasskeyRequest(who));
      expect(codeOf(await addPasskey(who, cookie, authenticator.create(options), "Key"))).toBe(expected);
    }
  });

  test("by nobody whose session is old", async () => {
    const { self } = await makeSelf(organization);
    const { options, cookie } = unwrap(await newPasskeyRequest(self));
    await adminQuery("UPDATE sessions SET created_at = now() - interval '1 hour' WHERE id = $1", [
      self.person.sessionId,
    ]);
    expect(codeOf(await newPasskeyRequest(self))).toBe("conflict");
    expect(codeOf(await addPasskey(self, cookie, makeAuthenticator().create(options), "Key"))).toBe(
      "conflict",
    );
  });
});

describe("as the second step", () => {
  test("it signs in, once a challenge", async () => {
    const { user, authenticator } = await withPasskey();
    const pending = await waiting(user);
    const { options, cookie } = unwrap(await secondStepRequest(pending));
    expect(options.allowCredentials).toHaveLength(1);
    const answer = authenticator.get(options);
    const started = unwrap(await finishByPasskey(pending, cookie, answer, from()));
    expect(await readSession(organization.id, started.sessionId, "")).toMatchObject({ userId: user.id });
    const again = await waiting(user);
    expect(codeOf(await finishByPasskey(again, cookie, answer, from()))).toBe("invalid");
  });

  test("of 20 parallel answers to one challenge one signs in", async () => {
    const { user, authenticator } = await withPasskey();
    const pending = await waiting(user);
    const { options, cookie } = unwrap(await secondStepRequest(pending));
    const answers = Array.from({ length: 20 }, () =>
      finishByPasskey(pending, cookie, authenticator.get(options), from()),
    );
    expect((await Promise.all(answers)).filter(({ ok }) => ok)).toHaveLength(1);
  });

  test.each([
    ["another place's", { origin: "http://evil.example" }],
    ["another relying party's", { rpId: "evil.example" }],
    ["another challenge's", { challenge: "AAAA" }],
    ["a copy's, whose counter goes back", { counter: 0 }],
  ])("%s answer is refused", async (_, change) => {
    const { user, authenticator } = await withPasskey();
    const first = await waiting(user);
    const asked = unwrap(await secondStepRequest(first));
    unwrap(await finishByPasskey(first, asked.cookie, authenticator.get(asked.options), from()));
    const pending = await waiting(user);
    const { options, cookie } = unwrap(await secondStepRequest(pending));
    const answer = authenticator.get({ ...options, ...change });
    expect(codeOf(await finishByPasskey(pending, cookie, answer, from()))).toBe("invalid");
  });

  test("a challenge of another sign-in, none, and somebody else's passkey are refused", async () => {
    const { user, authenticator } = await withPasskey();
    const [pending, other] = [await waiting(user), await waiting(user)];
    const { options, cookie } = unwrap(await secondStepRequest(other));
    expect(codeOf(await finishByPasskey(pending, cookie, authenticator.get(options), from()))).toBe(
      "invalid",
    );
    expect(codeOf(await finishByPasskey(pending, null, authenticator.get(options), from()))).toBe("invalid");
    const stranger = await withPasskey();
    const asked = unwrap(await secondStepRequest(pending));
    const answer = stranger.authenticator.get(asked.options);
    expect(codeOf(await finishByPasskey(pending, asked.cookie, answer, from()))).toBe("invalid");
  });
});

describe("as the only step", () => {
  const attempt = async (
    authenticator: ReturnType<typeof makeAuthenticator>,
    user: User,
    change: object = {},
  ) => {
    const { options, cookie } = unwrap(await onlyStepRequest(freshNetwork()));
    const answer = authenticator.get({ ...options, userHandle: handleOf(user), ...change });
    return signInByPasskey(cookie, answer, from());
  };

  test("it signs in whoever the authenticator has verified", async () => {
    const { user, authenticator } = await withPasskey();
    expect(codeOf(await attempt(authenticator, user, { isVerified: false }))).toBe("unauthenticated");
    const started = unwrap(await attempt(authenticator, user));
    expect(await readSession(organization.id, started.sessionId, "")).toMatchObject({ userId: user.id });
  });

  test.each([
    ["a suspended account", "UPDATE users SET suspended_at = now() WHERE id = $1"],
    ["a removed account", "UPDATE users SET removed_at = now() WHERE id = $1"],
    ["a locked account", "UPDATE users SET locked_until = now() + interval '1 hour' WHERE id = $1"],
    ["an account that has ended", "UPDATE users SET access_ends_at = now() WHERE id = $1"],
  ])("not into %s", async (_, statement) => {
    const { user, authenticator } = await withPasskey();
    await adminQuery(statement, [user.id]);
    expect(codeOf(await attempt(authenticator, user))).toBe("unauthenticated");
  });

  test("not where the organization is suspended or has turned it off", async () => {
    const other = await makeOrganization();
    const { user, authenticator } = await withPasskey(other);
    await adminQuery("UPDATE organizations SET mfa_policy = 'off' WHERE id = $1", [other.id]);
    expect(codeOf(await attempt(authenticator, user))).toBe("unauthenticated");
    await adminQuery("UPDATE organizations SET mfa_policy = 'optional', suspended_at = now() WHERE id = $1", [
      other.id,
    ]);
    expect(codeOf(await attempt(authenticator, user))).toBe("unauthenticated");
  });

  test("not as somebody else, whatever the user handle says, nor by another place's answer", async () => {
    const { user, authenticator } = await withPasskey();
    const victim = await withPasskey();
    expect(codeOf(await attempt(authenticator, victim.user))).toBe("unauthenticated");
    const stranger = await withPasskey(await makeOrganization());
    expect(codeOf(await attempt(authenticator, stranger.user))).toBe("unauthenticated");
    for (const change of [
      { origin: "http://evil.example" },
      { rpId: "evil.example" },
      { challenge: "AAAA" },
      { userHandle: "x" },
      { userHandle: undefined },
    ])
      expect(codeOf(await attempt(authenticator, user, change))).toBe("unauthenticated");
  });

  test("whoever sends junk in somebody's name does not shut them out of their second step", async () => {
    const { user, authenticator } = await withPasskey();
    for (let tries = 0; tries < 15; tries += 1) {
      const { options, cookie } = unwrap(await onlyStepRequest(freshNetwork()));
      const answer = { ...authenticator.get({ ...options, userHandle: handleOf(user) }) };
      answer.response = { ...answer.response, signature: Buffer.from("junk").toString("base64url") };
      expect(codeOf(await signInByPasskey(cookie, answer, from()))).toBe("unauthenticated");
    }
    expect((await attempt(authenticator, user)).ok).toBe(true);
  });

  test("a challenge of a second step is no challenge of this, and none works twice", async () => {
    const { user, authenticator } = await withPasskey();
    const pending = await waiting(user);
    const asked = unwrap(await secondStepRequest(pending));
    const signed = authenticator.get({ ...asked.options, userHandle: handleOf(user) });
    expect(codeOf(await signInByPasskey(asked.cookie, signed, from()))).toBe("unauthenticated");
    const { options, cookie } = unwrap(await onlyStepRequest(freshNetwork()));
    const answers = Array.from({ length: 8 }, () =>
      signInByPasskey(cookie, authenticator.get({ ...options, userHandle: handleOf(user) }), from()),
    );
    expect((await Promise.all(answers)).filter(({ ok }) => ok)).toHaveLength(1);
  });

  test("one network asks and tries only so often", async () => {
    const ip = freshNetwork();
    const asked = await Promise.all(
      Array.from({ length: PASSKEY_TRIES.points + 20 }, () => onlyStepRequest(ip)),
    );
    expect(asked.filter(({ ok }) => ok)).toHaveLength(PASSKEY_TRIES.points);
  });
});
