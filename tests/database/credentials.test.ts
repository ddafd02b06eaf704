import { beforeAll, describe, expect, test } from "vitest";
import { readSession } from "@/lib/auth/session-row";
import { signIn } from "@/lib/auth/sign-in";
import { activate, readActivation } from "@/lib/credentials/activation";
import { changePassword } from "@/lib/credentials/change-password";
import { issueInvitation, writeInvitation } from "@/lib/credentials/invitations";
import { resetPassword } from "@/lib/credentials/resets";
import { hashToken, newToken } from "@/lib/credentials/token";
import { withOrganization } from "@/lib/db";
import type { User } from "@/lib/generated/prisma/client";
import type { Actor } from "@/lib/permissions/actor";
import { fail } from "@/lib/result";
import { findUser } from "@/lib/users/queries";
import { adminQuery, dump, snapshot } from "@/tests/support/product-database";
import {
  codeOf,
  eventsOf,
  givePassword,
  makeActor,
  makeOrganization,
  makeUser,
  personOf,
  setUser,
  type TestOrganization,
  unwrap,
} from "@/tests/support/product-people";

const PASSWORD = "correct horse battery staple";
const HERE = { ip: "192.0.2.1", userAgent: "Firefox" };
const LAPSED = {
  ok: false,
  error: {
    code: "notFound",
    message: "This link has been used, replaced or has lapsed.",
  },
};
const EXPIRED = fail("notFound", "This link has expired.");
const INVITATION_DAYS = 7;

let organization: TestOrganization;
let admin: Actor;
beforeAll(async () => {
  organization = await makeOrganization();
  admin = await makeActor(organization, "admin");
});

async function invite(fields: Parameters<typeof makeUser>[1] = {}): Promise<{ user: User; token: string }> {
  const user = await makeUser(organization, { activatedAt: null, ...fields });
  return { user, token: unwrap(await issueInvitation(admin, user.id)).token };
}

const tryIn = (user: User, password: string) =>
  signIn({ username: user.username, password, ip: user.username, userAgent: null });

describe("an invitation", () => {
  test("becomes a password, an active account and a session", async () => {
    const { user, token } = await invite({ firstName: "Maria", lastName: "Miller" });
    expect(await readActivation(token)).toEqual({
      ok: true,
      value: {
        name: "Maria Miller",
        username: user.username,
        organization: organization.name,
        kind: "invitation",
        lengthMin: 15,
        brand: { color: null, logo: null },
      },
    });
    expect((await findUser(admin, user.id))?.status).toBe("pending");
    const { sessionId } = unwrap(await activate(token, PASSWORD, HERE));
    expect(await readSession(organization.id, sessionId, "")).toMatchObject({ userId: user.id });
    expect((await findUser(admin, user.id))?.status).toBe("active");
    expect((await tryIn(user, PASSWORD)).ok).toBe(true);
    expect((await eventsOf(user.id)).map(({ action, actor_kind }) => [action, actor_kind])).toEqual([
      ["credential.issued", "user"],
      ["user.activated", "anonymous"],
    ]);
  });

  test("is read as often as mail scanners like", async () => {
    const { token } = await invite();
    const before = await snapshot();
    for (let index = 0; index < 3; index += 1) expect((await readActivation(token)).ok).toBe(true);
    expect(await snapshot()).toEqual(before);
    expect((await activate(token, PASSWORD, HERE)).ok).toBe(true);
  });

  test("is one, however many ask for one at once, and none once the account is active", async () => {
    const user = await makeUser(organization, { activatedAt: null });
    const issued = await Promise.all(Array.from({ length: 10 }, () => issueInvitation(admin, user.id)));
    const tokens = issued.map((result) => unwrap(result).token);
    const offers = await Promise.all(tokens.map((token) => readActivation(token)));
    expect(offers.filter(({ ok }) => ok)).toHaveLength(1);
    const good = tokens.filter((_, index) => offers[index]?.ok);
    await adminQuery("UPDATE users SET activated_at = now() WHERE id = $1", [user.id]);
    for (const token of good) {
      expect(await readActivation(token)).toEqual(LAPSED);
      expect(await activate(token, PASSWORD, HERE)).toEqual(LAPSED);
    }
  });

  test("is used once, however many try at once", async () => {
    const { user, token } = await invite();
    const tries = Array.from({ length: 50 }, (_, index) => activate(token, `${PASSWORD} ${index}`, HERE));
    const results = await Promise.all(tries);
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    for (const result of results.filter(({ ok }) => !ok)) expect(result).toEqual(LAPSED);
    const winner = results.findIndex(({ ok }) => ok);
    expect((await tryIn(user, `${PASSWORD} ${winner}`)).ok).toBe(true);
    expect((await eventsOf(user.id)).filter(({ action }) => action === "user.activated")).toHaveLength(1);
    const sessions = await adminQuery("SELECT FROM sessions WHERE user_id = $1 AND ended_at IS NULL", [
      user.id,
    ]);
    expect(sessions).toHaveLength(2);
  });

  test(`lapses after ${INVITATION_DAYS} days, and the person is expired`, async () => {
    const { user, token } = await invite();
    const [row] = await adminQuery<{ days: number }>(
      "SELECT extract(epoch FROM expires_at - now())::float8 / 86400 AS days FROM credentials WHERE user_id = $1",
      [user.id],
    );
    expect(row?.days).toBeCloseTo(INVITATION_DAYS, 2);
    const past = new Date(Date.now() - 1000);
    await adminQuery("UPDATE credentials SET expires_at = $2 WHERE user_id = $1", [user.id, past]);
    await setUser(user, { credentialExpiresAt: past });
    expect(await readActivation(token)).toEqual(EXPIRED);
    expect(await activate(token, PASSWORD, HERE)).toEqual(EXPIRED);
    expect((await findUser(admin, user.id))?.status).toBe("expired");
  });

  test("is replaced by the next one", async () => {
    const { user, token } = await invite();
    const next = unwrap(await issueInvitation(admin, user.id)).token;
    expect(await activate(token, PASSWORD, HERE)).toEqual(LAPSED);
    expect((await activate(next, PASSWORD, HERE)).ok).toBe(true);
    expect(await activate(next, PASSWORD, HERE)).toEqual(LAPSED);
    expect(await readActivation(next)).toEqual(LAPSED);
  });

  test.each([
    ["is revoked", "UPDATE credentials SET revoked_at = now() WHERE user_id = $1"],
    ["belongs to a suspended person", "UPDATE users SET suspended_at = now() WHERE id = $1"],
    ["belongs to a removed person", "UPDATE users SET removed_at = now() WHERE id = $1"],
    [
      "belongs to somebody whose access has ended",
      "UPDATE users SET access_ends_at = now() - interval '1 second' WHERE id = $1",
    ],
    ["belongs to a blocked person", "UPDATE users SET legacy_status = 'blocked' WHERE id = $1"],
  ])("is worth nothing when it %s", async (_, statement) => {
    const { user, token } = await invite();
    await adminQuery(statement, [user.id]);
    const before = await snapshot();
    expect(await readActivation(token)).toEqual(LAPSED);
    expect(await activate(token, PASSWORD, HERE)).toEqual(LAPSED);
    expect(await snapshot()).toEqual(before);
  });

  test("is worth nothing while the organization is suspended", async () => {
    const { user, token } = await invite();
    const suspend = (moment: string) =>
      adminQuery(`UPDATE organizations SET suspended_at = ${moment} WHERE id = $1`, [user.organizationId]);
    await suspend("now()");
    expect(await readActivation(token)).toEqual(LAPSED);
    expect(await activate(token, PASSWORD, HERE)).toEqual(LAPSED);
    await suspend("NULL");
    expect((await activate(token, PASSWORD, HERE)).ok).toBe(true);
  });

  test("that nobody issued is worth nothing", async () => {
    const before = await snapshot();
    for (const token of [newToken(), "", "x", "\0", "'; --", "\ud800", "a".repeat(100_000)]) {
      expect(await readActivation(token)).toEqual(LAPSED);
      expect(await activate(token, PASSWORD, HERE)).toEqual(LAPSED);
    }
    expect(await snapshot()).toEqual(before);
  });

  test("is not used up by a weak password", async () => {
    const { user, token } = await invite({ firstName: "Maximiliane", lastName: "Featherstonehaugh" });
    const before = await snapshot();
    for (const weak of [
      "",
      "short",
      "aaaaaaaaaaaaaaaaaaaa",
      "x".repeat(257),
      "maximiliane.featherstonehaugh",
      user.username,
    ]) {
      expect(await activate(token, weak, HERE)).toMatchObject({
        ok: false,
        error: { code: "invalid", issues: [{ path: "password" }] },
      });
    }
    expect(await snapshot()).toEqual(before);
    expect((await activate(token, PASSWORD, HERE)).ok).toBe(true);
  });

  test("is not issued to whoever could not use it", async () => {
    const past = new Date(Date.now() - 1000);
    for (const fields of [
      { suspendedAt: past },
      { legacyStatus: "disabled" },
      { activatedAt: past },
      { accessEndsAt: past },
    ]) {
      const user = await makeUser(organization, { activatedAt: null, ...fields });
      expect(codeOf(await issueInvitation(admin, user.id))).toBe("conflict");
    }
    const removed = await makeUser(organization, { removedAt: past });
    expect(codeOf(await issueInvitation(admin, removed.id))).toBe("notFound");
  });
});

test("a reset ends every session and replaces the password", async () => {
  const user = await makeUser(organization);
  await givePassword(user, PASSWORD);
  const { sessionId } = unwrap(await tryIn(user, PASSWORD));
  const token = await withOrganization(organization.id, (tx) => writeInvitation(tx, admin, user, "reset"));
  expect(unwrap(await readActivation(token)).kind).toBe("reset");
  const next = "another battery horse staple";
  expect(await activate(token, next, HERE)).toEqual(LAPSED);
  expect(unwrap(await resetPassword(token, next, HERE))).toEqual({ username: user.username });
  expect(await readSession(organization.id, sessionId, "")).toBeNull();
  expect((await tryIn(user, PASSWORD)).ok).toBe(false);
  expect((await tryIn(user, next)).ok).toBe(true);
  expect((await eventsOf(user.id)).map(({ action }) => action)).toEqual([
    "credential.issued",
    "user.passwordChanged",
  ]);
});

describe("changing one's own password", () => {
  const next = "a whole new set of words";
  async function start() {
    const user = await makeUser(organization, { firstName: "Maximiliane", lastName: "Featherstonehaugh" });
    await givePassword(user, PASSWORD);
    const [mine, elsewhere] = [unwrap(await tryIn(user, PASSWORD)), unwrap(await tryIn(user, PASSWORD))];
    const change = (current: string, wanted: string) =>
      changePassword(personOf(user, mine.sessionId), organization, { current, next: wanted });
    const isLive = async ({ sessionId }: typeof mine) =>
      (await readSession(organization.id, sessionId, "")) !== null;
    return { user, mine, elsewhere, change, isLive };
  }

  test("ends one's other sessions and is in the audit log", async () => {
    const { user, mine, elsewhere, change, isLive } = await start();
    expect(await change(PASSWORD, next)).toEqual({ ok: true, value: null });
    expect([await isLive(mine), await isLive(elsewhere)]).toEqual([true, false]);
    expect((await tryIn(user, PASSWORD)).ok).toBe(false);
    expect((await tryIn(user, next)).ok).toBe(true);
    expect((await eventsOf(user.id)).map(({ action }) => action)).toEqual(["user.passwordChanged"]);
  });

  test("needs the present one, and ten wrong ones are enough", async () => {
    const { user, elsewhere, change, isLive } = await start();
    for (let index = 0; index < 10; index += 1) {
      expect(await change(`wrong ${index}`, next)).toMatchObject({
        error: { code: "invalid", issues: [{ path: "current" }] },
      });
    }
    expect(codeOf(await change(PASSWORD, next))).toBe("throttled");
    expect(await isLive(elsewhere)).toBe(true);
    expect(await eventsOf(user.id)).toEqual([]);
  });

  test("refuses the same one and weak ones", async () => {
    const { user, change } = await start();
    for (const weak of [PASSWORD, "short", "maximiliane featherstonehaugh", user.username]) {
      expect(await change(PASSWORD, weak)).toMatchObject({
        error: { code: "invalid", issues: [{ path: "next" }] },
      });
    }
    expect((await tryIn(user, PASSWORD)).ok).toBe(true);
  });

  test("is no way to a first password", async () => {
    const user = await makeUser(organization);
    const changed = await changePassword(personOf(user), organization, { current: "", next });
    expect(codeOf(changed)).toBe("invalid");
    expect(await adminQuery("SELECT FROM passwords WHERE user_id = $1", [user.id])).toEqual([]);
  });
});

test("neither a token nor a password is kept in clear, anywhere", async () => {
  const secret = "lavender submarine clockwork";
  const { user, token } = await invite();
  unwrap(await activate(token, secret, HERE));
  await tryIn(user, `${secret} but wrong`);
  const all = await dump();
  expect(all).toContain(user.username);
  expect(all).toContain(Buffer.from(hashToken(token)).toString("hex"));
  for (const form of [
    token,
    secret,
    Buffer.from(secret).toString("hex"),
    Buffer.from(secret).toString("base64"),
    Buffer.from(token).toString("hex"),
  ]) {
    expect(all.includes(form)).toBe(false);
  }
  const [stored] = await adminQuery<{ hash: string }>("SELECT hash FROM passwords WHERE user_id = $1", [
    user.id,
  ]);
  expect(stored?.hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
});
