import { beforeEach, describe, expect, test } from "vitest";
import { readSession } from "@/lib/auth/session-row";
import { signIn } from "@/lib/auth/sign-in";
import { LINK_LIMITS } from "@/lib/auth/throttle";
import { activate, readActivation } from "@/lib/credentials/activation";
import { RESET_MINUTES } from "@/lib/credentials/invitations";
import { LINKS_MAX } from "@/lib/credentials/queue-link";
import { requestReset, resetPassword } from "@/lib/credentials/resets";
import type { User } from "@/lib/generated/prisma/client";
import { updateUser } from "@/lib/users/commands";
import { mailSink, tokenIn } from "@/tests/support/mail-sink";
import { freshNetwork } from "@/tests/support/networks";
import { adminQuery, snapshot } from "@/tests/support/product-database";
import {
  codeOf,
  eventsOf,
  givePassword,
  inputOf,
  makeActor,
  makeOrganization,
  makeUser,
  setUser,
  type TestOrganization,
  unwrap,
} from "@/tests/support/product-people";

const OLD = "correct horse battery staple";
const NEW = "seven purple lanterns at noon";

let organization: TestOrganization;
let sink: ReturnType<typeof mailSink>;
beforeEach(async () => {
  organization = await makeOrganization();
  sink = mailSink();
});

/** Everybody comes from another network, as far as nothing else is said. */
const here = () => ({ ip: freshNetwork(), userAgent: null });
const ask = (name: string) => requestReset({ name, ip: here().ip });
const tryIn = (user: User, password: string) => signIn({ username: user.username, password, ...here() });

async function person(fields: Parameters<typeof makeUser>[1] = {}, inside = organization): Promise<User> {
  const user = await makeUser(inside, {
    accessEmail: `${Math.random().toString(36).slice(2)}@mail.example`,
    ...fields,
  });
  await givePassword(user, OLD);
  return user;
}

async function tokenFor(user: User): Promise<string> {
  unwrap(await ask(user.username));
  await sink.deliver(user.organizationId);
  return tokenIn(sink.to(user.accessEmail).at(-1));
}

describe("whoever has forgotten the password", () => {
  test("gets a link to their access email and chooses another one", async () => {
    const user = await person({ lockedUntil: new Date(Date.now() + 3_600_000), failedSignIns: 70 });
    const token = await tokenFor(user);
    const [mail] = sink.to(user.accessEmail);
    expect(mail?.text).toContain(`http://rollcall.example/reset/${token}`);
    expect(mail?.text).toContain(user.username);
    expect(unwrap(await readActivation(token))).toMatchObject({ kind: "reset", username: user.username });
    expect(unwrap(await resetPassword(token, NEW, here()))).toEqual({ username: user.username });
    expect((await tryIn(user, OLD)).ok).toBe(false);
    expect((await tryIn(user, NEW)).ok).toBe(true);
    expect((await eventsOf(user.id)).map(({ action }) => action)).toEqual([
      "user.resetRequested",
      "credential.issued",
      "user.passwordChanged",
    ]);
  });

  test("gets it by the access email, whomever another tenant makes up with it", async () => {
    const user = await person();
    const stranger = await makeOrganization();
    for (let index = 0; index < 10; index += 1) {
      const id = `00bc84a3-8c00-7000-8000-00000000000${index}`;
      await makeUser(stranger, { accessEmail: user.accessEmail, activatedAt: null, id });
    }
    for (let index = 0; index < 10; index += 1)
      await makeUser(stranger, { accessEmail: user.accessEmail, activatedAt: new Date(0) });
    unwrap(await ask(user.accessEmail));
    await sink.deliver(organization.id);
    expect(sink.to(user.accessEmail)).toHaveLength(1);
  });

  test("is signed out everywhere, signed in nowhere, and told", async () => {
    const user = await person();
    const sessions = [unwrap(await tryIn(user, OLD)), unwrap(await tryIn(user, OLD))];
    const token = await tokenFor(user);
    unwrap(await resetPassword(token, NEW, here()));
    for (const { sessionId } of sessions)
      expect(await readSession(organization.id, sessionId, "")).toBeNull();
    const live = await adminQuery("SELECT FROM sessions WHERE user_id = $1 AND ended_at IS NULL", [user.id]);
    expect(live).toEqual([]);
    await sink.deliver(organization.id);
    expect(sink.to(user.accessEmail).at(-1)?.mail?.subject).toMatch(/password .* was changed/);
  });

  test.each([
    ["the username", (user: User) => user.username],
    ["the username in capitals", (user: User) => ` ${user.username.toUpperCase()} `],
    ["the access email", (user: User) => user.accessEmail],
    ["the access email in capitals", (user: User) => user.accessEmail.toUpperCase()],
  ])("may type %s", async (_, typed) => {
    const user = await person();
    unwrap(await ask(typed(user)));
    await sink.deliver(organization.id);
    expect(sink.mails.map(({ to }) => to)).toEqual([user.accessEmail]);
  });

  test("uses nothing up by opening the link, however often", async () => {
    const token = await tokenFor(await person());
    const before = await snapshot();
    for (let index = 0; index < 5; index += 1) expect((await readActivation(token)).ok).toBe(true);
    expect(await snapshot()).toEqual(before);
    expect((await resetPassword(token, NEW, here())).ok).toBe(true);
  });

  test(`has ${RESET_MINUTES} minutes, is told when they are over, and the last link counts`, async () => {
    const user = await person();
    const first = await tokenFor(user);
    const [row] = await adminQuery<{ minutes: number }>(
      "SELECT extract(epoch FROM expires_at - now())::float8 / 60 AS minutes FROM credentials WHERE user_id = $1",
      [user.id],
    );
    expect(row?.minutes).toBeGreaterThan(RESET_MINUTES - 1);
    expect(row?.minutes).toBeLessThanOrEqual(RESET_MINUTES);
    const second = await tokenFor(user);
    expect(second).not.toBe(first);
    expect(codeOf(await resetPassword(first, NEW, here()))).toBe("notFound");
    await adminQuery("UPDATE credentials SET expires_at = now() WHERE user_id = $1", [user.id]);
    expect(await readActivation(second)).toMatchObject({ error: { message: "This link has expired." } });
    expect(await resetPassword(second, NEW, here())).toMatchObject({
      error: { code: "notFound", message: "This link has expired." },
    });
    expect((await tryIn(user, OLD)).ok).toBe(true);
  });

  test("sends a password that will not do again, with the same link", async () => {
    const user = await person({ firstName: "Maximiliane", lastName: "Featherstonehaugh" });
    const token = await tokenFor(user);
    for (const weak of ["", "short", "passwordpassword", "maximiliane.featherstonehaugh", user.accessEmail])
      expect(await resetPassword(token, weak, here())).toMatchObject({
        error: { code: "invalid", issues: [{ path: "password" }] },
      });
    expect((await resetPassword(token, NEW, here())).ok).toBe(true);
  });
});

describe("the same answer, and no message, for", () => {
  const past = new Date(Date.now() - 1000);
  test.each<[string, Parameters<typeof makeUser>[1]]>([
    ["a pending person", { activatedAt: null }],
    ["one whose invitation lapsed", { activatedAt: null, credentialExpiresAt: past }],
    ["a suspended one", { suspendedAt: past }],
    ["one whose access has ended", { accessEndsAt: past }],
    ["a removed one", { removedAt: past }],
    ["a blocked one", { legacyStatus: "blocked" }],
  ])("%s", async (_, fields) => {
    const user = await person(fields);
    const before = await adminQuery("SELECT FROM audit_events");
    for (const name of [user.username, user.accessEmail])
      expect(await ask(name)).toEqual({ ok: true, value: null });
    await sink.deliver(organization.id);
    expect(sink.mails).toEqual([]);
    expect(await adminQuery("SELECT FROM audit_events")).toHaveLength(before.length);
  });

  test("somebody of a suspended organization, and whatever nobody is called", async () => {
    const user = await person();
    await adminQuery("UPDATE organizations SET suspended_at = now() WHERE id = $1", [organization.id]);
    for (const name of [
      user.username,
      user.accessEmail,
      "nobody@nowhere.example",
      "",
      "@",
      "\0",
      "x".repeat(10_000),
      "' OR 1=1 --",
      "%",
    ])
      expect(await ask(name)).toEqual({ ok: true, value: null });
    expect(await adminQuery("SELECT FROM messages WHERE organization_id = $1", [organization.id])).toEqual(
      [],
    );
  });
});

test("an e-mail of accounts in several organizations brings each its own message, and neither tells of the other", async () => {
  const other = await makeOrganization();
  const accessEmail = `both-${Date.now()}@mail.example`;
  const mine = await person({ accessEmail });
  const theirs = await person({ accessEmail }, other);
  unwrap(await ask(accessEmail));
  for (const { id } of [organization, other]) await sink.deliver(id);
  const mails = sink.to(accessEmail);
  expect(mails).toHaveLength(2);
  const [first, second] = [mine, theirs].map(({ username }) =>
    mails.find(({ text }) => text.includes(username)),
  );
  expect(first?.text).not.toContain(theirs.username);
  expect(first?.text).not.toContain(other.name);
  expect(second?.text).not.toContain(mine.username);
  unwrap(await resetPassword(tokenIn(first), NEW, here()));
  expect((await tryIn(mine, NEW)).ok).toBe(true);
  expect((await tryIn(theirs, NEW)).ok).toBe(false);
  expect((await tryIn(theirs, OLD)).ok).toBe(true);
});

describe("attacks:", () => {
  test("of fifty tries with one link at once, one sets the password", async () => {
    const user = await person();
    const token = await tokenFor(user);
    const tries = Array.from({ length: 50 }, (_, index) => resetPassword(token, `${NEW} ${index}`, here()));
    const results = await Promise.all(tries);
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    expect(results.filter((result) => codeOf(result) === "notFound")).toHaveLength(49);
    const winner = results.findIndex(({ ok }) => ok);
    expect((await tryIn(user, `${NEW} ${winner}`)).ok).toBe(true);
    const changes = (await eventsOf(user.id)).filter(({ action }) => action === "user.passwordChanged");
    expect(changes).toHaveLength(1);
  });

  test("a token with one letter changed, cut or added to is worth nothing", async () => {
    const user = await person();
    const token = await tokenFor(user);
    const changed = Array.from(
      token,
      (letter, at) => token.slice(0, at) + (letter === "A" ? "B" : "A") + token.slice(at + 1),
    );
    for (const wrong of [
      ...changed,
      token.slice(1),
      token.slice(0, -1),
      `${token}=`,
      `${token}A`,
      token.toLowerCase(),
      ` ${token}`,
    ])
      expect(codeOf(await resetPassword(wrong, NEW, here())), wrong).toBe("notFound");
    expect((await resetPassword(token, NEW, here())).ok).toBe(true);
  });

  test("a link to choose a new password opens no session, and an invitation is none to choose one", async () => {
    const user = await person();
    const token = await tokenFor(user);
    expect(codeOf(await activate(token, NEW, here()))).toBe("notFound");
    expect((await resetPassword(token, NEW, here())).ok).toBe(true);
  });

  test("a link that lies in the mailbox of the address before is void with the address", async () => {
    const admin = await makeActor(organization, "admin");
    const user = await person();
    const token = await tokenFor(user);
    const input = inputOf(user, { accessEmail: "new.owner@mail.example" });
    unwrap(await updateUser(admin, user.id, user.version, input));
    expect(codeOf(await resetPassword(token, NEW, here()))).toBe("notFound");
    await ask(user.username);
    await sink.deliver(organization.id);
    expect(sink.mails.at(-1)?.to).toBe("new.owner@mail.example");
  });

  test("a link of somebody who was suspended meanwhile is worth nothing", async () => {
    const user = await person();
    const token = await tokenFor(user);
    await setUser(user, { suspendedAt: new Date() });
    expect(codeOf(await resetPassword(token, NEW, here()))).toBe("notFound");
  });

  test("a message that waits for somebody who is suspended meanwhile does not go out", async () => {
    const user = await person();
    unwrap(await ask(user.username));
    await setUser(user, { suspendedAt: new Date() });
    await sink.deliver(organization.id);
    expect(sink.mails).toEqual([]);
  });

  test("nobody's mailbox is filled: by one name, by one network, and in all", async () => {
    const user = await person();
    for (const name of [user.username, "nobody.at.all@nowhere.example"]) {
      const results = [];
      for (let index = 0; index <= LINK_LIMITS.perName; index += 1) results.push(codeOf(await ask(name)));
      expect(results).toEqual([...Array.from({ length: LINK_LIMITS.perName }, () => "ok"), "throttled"]);
    }
    unwrap(await ask(user.accessEmail));
    const messages = await adminQuery("SELECT FROM messages WHERE user_id = $1", [user.id]);
    expect(messages).toHaveLength(LINKS_MAX);
    const codes = new Set<string>();
    for (let index = 0; index <= LINK_LIMITS.perNetwork; index += 1)
      codes.add(codeOf(await requestReset({ name: `nobody${index}@nowhere.example`, ip: "198.51.100.7" })));
    expect([...codes]).toEqual(["ok", "throttled"]);
  });

  test("a sign-in with the password before, under way while it is changed, leaves no session behind", async () => {
    for (let round = 0; round < 5; round += 1) {
      const user = await person();
      const token = await tokenFor(user);
      await Promise.all([
        resetPassword(token, NEW, here()),
        ...Array.from({ length: 8 }, () => tryIn(user, OLD)),
      ]);
      const live = await adminQuery("SELECT FROM sessions WHERE user_id = $1 AND ended_at IS NULL", [
        user.id,
      ]);
      expect(live).toEqual([]);
    }
  });
});
