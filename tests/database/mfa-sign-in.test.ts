import { beforeAll, describe, expect, test } from "vitest";
import { readSession } from "@/lib/auth/session-row";
import { changePassword } from "@/lib/credentials/change-password";
import { writeInvitation } from "@/lib/credentials/invitations";
import { resetPassword } from "@/lib/credentials/resets";
import { withOrganization } from "@/lib/db";
import { newId } from "@/lib/ids";
import { finishByCode } from "@/lib/mfa/finish";
import { makeRecoveryCodes } from "@/lib/mfa/own-commands";
import { pendingChoices } from "@/lib/mfa/queries";
import { SECOND_STEP_TRIES } from "@/lib/mfa/throttle";
import { SECOND_STEP_WORDS } from "@/lib/mfa/words";
import { makeSelf, PASSWORD, selfOf, setUpApp, tryPassword, waiting } from "@/tests/database/mfa-support";
import { freshNetwork } from "@/tests/support/networks";
import { adminQuery } from "@/tests/support/product-database";
import {
  eventsOf,
  makeOrganization,
  codeOf as resultCode,
  type TestOrganization,
  unwrap,
} from "@/tests/support/product-people";

let organization: TestOrganization;
beforeAll(async () => {
  organization = await makeOrganization();
});

const finish = (cookie: string, code: string, way: "totp" | "recovery" | "sms" = "totp", remember = false) =>
  finishByCode(cookie, { way, code }, { ip: freshNetwork(), userAgent: "Firefox", remember });

const sessionsOf = async (userId: string) =>
  (await adminQuery("SELECT id FROM sessions WHERE user_id = $1 AND ended_at IS NULL", [userId])).length;

describe("after a right password", () => {
  test("no session starts until the second step is right, and then one does", async () => {
    const { user, self } = await makeSelf(organization);
    const codeOf = await setUpApp(self);
    const before = await sessionsOf(user.id);
    const cookie = unwrap(await tryPassword(user, { target: "/x/users?q=1" })).pending ?? "";
    expect(await sessionsOf(user.id)).toBe(before);
    expect(await pendingChoices(cookie)).toMatchObject({ hasApp: true, hasPasskey: false, sms: null });
    expect(resultCode(await finish(cookie, "000000"))).toBe("invalid");
    expect(await sessionsOf(user.id)).toBe(before);
    const finished = unwrap(await finish(cookie, codeOf()));
    expect(finished).toMatchObject({ target: "/x/users?q=1", userId: user.id, device: null });
    expect(await readSession(organization.id, finished.sessionId, "")).toMatchObject({ userId: user.id });
    expect((await eventsOf(finished.sessionId)).map(({ action }) => action)).toEqual(["session.started"]);
  });

  test("the cookie's token is nowhere in clear, and nothing else signs in", async () => {
    const { user, self } = await makeSelf(organization);
    const codeOf = await setUpApp(self);
    const cookie = await waiting(user);
    const [id = "", token = ""] = cookie.split(".");
    const [dump] = await adminQuery<{ text: string }>(
      "SELECT string_agg(p::text, '') AS text FROM pending_sign_ins p",
    );
    expect(dump?.text).not.toContain(token);
    expect(dump?.text).not.toContain(Buffer.from(token).toString("hex"));
    const other = await makeOrganization();
    for (const wrong of [
      "",
      ".",
      token,
      `${other.id}.${token}`,
      `${id}.${token}x`,
      `${id}.`,
      `${newId()}.${token}`,
    ]) {
      expect(resultCode(await finish(wrong, codeOf()))).toBe("notFound");
    }
    expect(
      resultCode(
        await finishByCode(
          null,
          { way: "totp", code: codeOf() },
          { ip: "x", userAgent: null, remember: false },
        ),
      ),
    ).toBe("notFound");
    expect((await finish(cookie, codeOf())).ok).toBe(true);
  });

  test("somebody without a second step, and everybody where it is off, is signed in", async () => {
    const other = await makeOrganization();
    const { user, self } = await makeSelf(other);
    expect(unwrap(await tryPassword(user)).pending).toBeNull();
    await setUpApp(self);
    expect(unwrap(await tryPassword(user)).pending).not.toBeNull();
    await adminQuery("UPDATE organizations SET mfa_policy = 'off' WHERE id = $1", [other.id]);
    expect(unwrap(await tryPassword(user)).pending).toBeNull();
  });
});

describe("a sign-in that waits", () => {
  test("is good once at 50 parallel tries with the right code", async () => {
    const { user, self } = await makeSelf(organization);
    const codeOf = await setUpApp(self);
    const codes = unwrap(await makeRecoveryCodes(self)).codes;
    const cookie = await waiting(user);
    const before = await sessionsOf(user.id);
    const code = codeOf();
    const tries = Array.from({ length: 50 }, (_, index) =>
      index % 2 ? finish(cookie, code) : finish(cookie, codes[0] ?? "", "recovery"),
    );
    const results = await Promise.all(tries);
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await sessionsOf(user.id)).toBe(before + 1);
  });

  test.each([
    ["the time is over", "UPDATE pending_sign_ins SET expires_at = now() WHERE user_id = $1"],
    ["the person is suspended", "UPDATE users SET suspended_at = now() WHERE id = $1"],
    ["the person is removed", "UPDATE users SET removed_at = now() WHERE id = $1"],
    ["the account is locked", "UPDATE users SET locked_until = now() + interval '1 hour' WHERE id = $1"],
  ])("is worth nothing when %s", async (_, statement) => {
    const { user, self } = await makeSelf(organization);
    const codeOf = await setUpApp(self);
    const cookie = await waiting(user);
    await adminQuery(statement, [user.id]);
    expect(resultCode(await finish(cookie, codeOf()))).toBe("notFound");
  });

  test("is worth nothing after another password, and the second step is asked for still", async () => {
    const { user, self } = await makeSelf(organization);
    const codeOf = await setUpApp(self);
    const cookie = await waiting(user);
    const next = "another horse, another staple";
    unwrap(await changePassword(self.person, self.home, { current: PASSWORD, next }));
    expect(resultCode(await finish(cookie, codeOf()))).toBe("notFound");
  });
});

describe("wrong codes", () => {
  test("1,000 at once get no further than the limit, and all get the same answer", async () => {
    const { user, self } = await makeSelf(organization);
    const codeOf = await setUpApp(self);
    const cookies = await Promise.all(Array.from({ length: 5 }, () => waiting(user)));
    const right = codeOf();
    const wrong = Array.from({ length: 1000 }, (_, index) => String(index).padStart(6, "0")).filter(
      (code) => ![codeOf(-1), right, codeOf(1)].includes(code),
    );
    const results = await Promise.all(wrong.map((code, index) => finish(cookies[index % 5] ?? "", code)));
    const words = results.map((result) => (result.ok ? "in" : result.error.message));
    expect(words.filter((word) => word === SECOND_STEP_WORDS.wrong)).toHaveLength(
      SECOND_STEP_TRIES.person.points,
    );
    expect(new Set(words)).toEqual(new Set([SECOND_STEP_WORDS.wrong, SECOND_STEP_WORDS.throttled]));
    expect(resultCode(await finish(cookies[0] ?? "", right))).toBe("throttled");
    const other = await makeSelf(organization);
    const codeOfOther = await setUpApp(other.self);
    expect((await finish(await waiting(other.user), codeOfOther())).ok).toBe(true);
  }, 60_000);

  test("have the same words whatever is wrong with them", async () => {
    const { user, self } = await makeSelf(organization);
    const codeOf = await setUpApp(self);
    const used = unwrap(await makeRecoveryCodes(self)).codes[0] ?? "";
    unwrap(await finish(await waiting(user), used, "recovery"));
    const cookie = await waiting(user);
    const answers = [
      await finish(cookie, used, "recovery"),
      await finish(cookie, "aaaaa-aaaaa", "recovery"),
      // Refused on either side of a step's end, at which another one would be the one before.
      await finish(cookie, codeOf(-2)),
      await finish(cookie, codeOf(-9)),
      await finish(cookie, "abc"),
      await finish(cookie, "123456", "sms"),
    ];
    for (const answer of answers)
      expect(answer).toEqual({ ok: false, error: { code: "invalid", message: SECOND_STEP_WORDS.wrong } });
  });
});

describe("a code works once:", () => {
  test("an app's, and those before it", async () => {
    const { user, self } = await makeSelf(organization);
    const codeOf = await setUpApp(self);
    const code = codeOf();
    unwrap(await finish(await waiting(user), code));
    expect(resultCode(await finish(await waiting(user), code))).toBe("invalid");
    expect((await finish(await waiting(user), codeOf(1))).ok).toBe(true);
    expect(resultCode(await finish(await waiting(user), code))).toBe("invalid");
  });

  test("a recovery code, at many sign-ins at once too, however it is typed", async () => {
    const { user, self } = await makeSelf(organization);
    await setUpApp(self);
    const { codes } = unwrap(await makeRecoveryCodes(self));
    expect(new Set(codes).size).toBe(10);
    const cookies = await Promise.all(Array.from({ length: 8 }, () => waiting(user)));
    const results = await Promise.all(cookies.map((cookie) => finish(cookie, codes[1] ?? "", "recovery")));
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    const typed = (codes[2] ?? "").toUpperCase().replace("-", " ").replaceAll("0", "O").replaceAll("1", "l");
    expect((await finish(await waiting(user), typed, "recovery")).ok).toBe(true);
    expect((await eventsOf(user.id)).map(({ action }) => action)).toContain("secondStep.codeUsed");
    const [dump] = await adminQuery<{ text: string }>(
      "SELECT string_agg(c::text, '') AS text FROM mfa_recovery_codes c",
    );
    for (const code of codes) expect(dump?.text).not.toContain(code.replace("-", ""));
  });

  test("one made before others is worth nothing", async () => {
    const { user, self } = await makeSelf(organization);
    await setUpApp(self);
    const earlier = unwrap(await makeRecoveryCodes(self)).codes;
    await adminQuery("UPDATE sessions SET confirmed_at = now() WHERE id = $1", [self.person.sessionId]);
    const later = unwrap(await makeRecoveryCodes(self)).codes;
    expect(resultCode(await finish(await waiting(user), earlier[0] ?? "", "recovery"))).toBe("invalid");
    expect((await finish(await waiting(user), later[0] ?? "", "recovery")).ok).toBe(true);
  });
});

describe("a remembered device", () => {
  const remembered = async () => {
    const { user, self } = await makeSelf(organization);
    const codeOf = await setUpApp(self);
    const { device } = unwrap(await finish(await waiting(user), codeOf(), "totp", true));
    if (!device) throw new Error("The device was not remembered.");
    return { user, self, device };
  };
  const isAsked = async (user: Parameters<typeof tryPassword>[0], device: string) =>
    unwrap(await tryPassword(user, { deviceOf: () => device })).pending !== null;

  test("is asked for no second step, and no other device and person is spared it", async () => {
    const { user, device } = await remembered();
    expect(await isAsked(user, device)).toBe(false);
    expect(await isAsked(user, `${device}x`)).toBe(true);
    const other = await makeSelf(organization);
    await setUpApp(other.self);
    expect(await isAsked(other.user, device)).toBe(true);
    const [row] = await adminQuery<{ text: string }>(
      "SELECT string_agg(d::text, '') AS text FROM remembered_devices d",
    );
    expect(row?.text).not.toContain(device);
  });

  test("is so for 30 days", async () => {
    const { user, device } = await remembered();
    const [row] = await adminQuery<{ days: number }>(
      "SELECT round(extract(epoch FROM expires_at - created_at) / 86400)::int AS days FROM remembered_devices WHERE user_id = $1",
      [user.id],
    );
    expect(row?.days).toBe(30);
    await adminQuery("UPDATE remembered_devices SET expires_at = now() WHERE user_id = $1", [user.id]);
    expect(await isAsked(user, device)).toBe(true);
  });

  test("is so no more after a reset of the password, which leaves the second step as it is", async () => {
    const { user, device } = await remembered();
    const by = { kind: "anonymous" as const, name: "Test" };
    const token = await withOrganization(organization.id, (tx) => writeInvitation(tx, by, user, "reset"));
    unwrap(await resetPassword(token, PASSWORD, { ip: freshNetwork() }));
    expect(await isAsked(user, device)).toBe(true);
    expect(await sessionsOf(user.id)).toBe(0);
    await selfOf(user, organization);
  });
});
