import { beforeAll, describe, expect, test } from "vitest";
import { withOrganization } from "@/lib/db";
import { newId } from "@/lib/ids";
import { readLedgerFilter } from "@/lib/messages/ledger-filter";
import { listMessages } from "@/lib/messages/ledger-queries";
import { revealMessage } from "@/lib/messages/message-commands";
import { readContent } from "@/lib/messages/preview-queries";
import { finishByCode, sendSignInCode } from "@/lib/mfa/finish";
import type { Self } from "@/lib/mfa/own";
import {
  confirmIdentity,
  forgetOwnDevices,
  makeRecoveryCodes,
  removeWay,
  renamePasskey,
} from "@/lib/mfa/own-commands";
import { ownSecondStep, pendingChoices } from "@/lib/mfa/queries";
import { beginApp, beginSms, confirmWay, readApp } from "@/lib/mfa/set-up";
import { CODES_SENT } from "@/lib/mfa/throttle";
import { SECOND_STEP_WORDS } from "@/lib/mfa/words";
import {
  age,
  codeIn,
  makeSelf,
  PASSWORD,
  selfOf,
  sentOf,
  setUpApp,
  waiting,
} from "@/tests/database/mfa-support";
import { freshNetwork } from "@/tests/support/networks";
import { adminQuery } from "@/tests/support/product-database";
import {
  eventsOf,
  makeActor,
  makeOrganization,
  codeOf as resultCode,
  setUser,
  type TestOrganization,
  unwrap,
} from "@/tests/support/product-people";

let organization: TestOrganization;
beforeAll(async () => {
  organization = await makeOrganization();
});

const ownerOf = ({ person: { organizationId, userId } }: Self) => ({ organizationId, userId });
const from = () => ({ ip: freshNetwork(), userAgent: "Firefox", remember: false });

const sent = () => sentOf(organization);

describe("an authenticator app", () => {
  test("is asked for only after a code has shown that it works, and its secret lies sealed", async () => {
    const { user, self } = await makeSelf(organization);
    unwrap(await beginApp(self));
    const shown = await readApp(self);
    expect(shown?.address).toContain(`secret=${shown?.secret}`);
    expect((await ownSecondStep(ownerOf(self))).ways).toEqual([]);
    expect(resultCode(await confirmWay(self, "totp", "000000"))).toBe("invalid");
    const [row] = await adminQuery<{ text: string; secret: Buffer }>(
      "SELECT m::text AS text, secret FROM mfa_methods m WHERE user_id = $1",
      [user.id],
    );
    expect(row?.secret).toHaveLength(12 + 16 + 20);
    expect(row?.text).not.toContain(shown?.secret);
    await setUpApp(self);
    expect((await ownSecondStep(ownerOf(self))).ways).toMatchObject([{ kind: "totp" }]);
    expect(resultCode(await beginApp(self))).toBe("conflict");
    expect(await readApp(self)).toBeNull();
    expect((await eventsOf(user.id)).map(({ action }) => action)).toContain("secondStep.added");
    expect(JSON.stringify(await eventsOf(user.id))).not.toContain(shown?.secret);
  });

  test("is set up by nobody whose session is old, nor its secret shown to them", async () => {
    const { self } = await makeSelf(organization);
    unwrap(await beginApp(self));
    await age(self);
    expect(await readApp(self)).toBeNull();
    expect(await beginApp(self)).toMatchObject({ ok: false, error: { message: SECOND_STEP_WORDS.stale } });
    expect(resultCode(await confirmIdentity(self, { password: "wrong" }))).toBe("invalid");
    unwrap(await confirmIdentity(self, { password: PASSWORD }));
    expect((await beginApp(self)).ok).toBe(true);
  });

  test("whose secret was moved to somebody else's row opens nothing", async () => {
    const { self } = await makeSelf(organization);
    const codeOf = await setUpApp(self);
    const other = await makeSelf(organization);
    await setUpApp(other.self);
    await adminQuery(
      "UPDATE mfa_methods SET secret = (SELECT secret FROM mfa_methods WHERE user_id = $1) WHERE user_id = $2",
      [self.person.userId, other.user.id],
    );
    const given = { way: "totp" as const, code: codeOf() };
    expect(resultCode(await finishByCode(await waiting(other.user), given, from()))).toBe("invalid");
  });
});

describe("a code by SMS", () => {
  const PHONE = "+4915112345678";

  async function withSms() {
    const { user, self } = await makeSelf(organization, { mobilePhone: PHONE });
    unwrap(await beginSms(self));
    const code = codeIn(await sent(), PHONE);
    expect(code).toMatch(/^\d{6}$/);
    unwrap(await confirmWay(self, "sms", code));
    return { user, self };
  }

  test("signs in once, in the browser that asked for it", async () => {
    const { user } = await withSms();
    const [mine, other] = [await waiting(user), await waiting(user)];
    unwrap(await sendSignInCode(mine, freshNetwork()));
    const code = codeIn(await sent(), PHONE);
    const given = { way: "sms" as const, code };
    expect(resultCode(await finishByCode(other, given, from()))).toBe("invalid");
    expect((await finishByCode(mine, given, from())).ok).toBe(true);
    expect(resultCode(await finishByCode(other, given, from()))).toBe("invalid");
  });

  test("is worth nothing after ten minutes, is not sent then either, and gives way to a later one", async () => {
    const { user } = await withSms();
    const cookie = await waiting(user);
    unwrap(await sendSignInCode(cookie, freshNetwork()));
    const first = codeIn(await sent(), PHONE);
    unwrap(await sendSignInCode(cookie, freshNetwork()));
    const second = codeIn(await sent(), PHONE);
    if (first !== second)
      expect(resultCode(await finishByCode(cookie, { way: "sms", code: first }, from()))).toBe("invalid");
    await adminQuery("UPDATE mfa_methods SET code_expires_at = now() WHERE user_id = $1", [user.id]);
    expect(resultCode(await finishByCode(cookie, { way: "sms", code: second }, from()))).toBe("invalid");
  });

  test("goes to no phone that somebody else has written since", async () => {
    const { user } = await withSms();
    await setUser(user, { mobilePhone: "+4915100000000" });
    const cookie = await waiting(user);
    expect(await pendingChoices(cookie)).toMatchObject({ sms: { isMoved: true, phone: "•••• 678" } });
    expect(resultCode(await sendSignInCode(cookie, freshNetwork()))).toBe("conflict");
    await setUser(user, { mobilePhone: PHONE });
    unwrap(await sendSignInCode(cookie, freshNetwork()));
    await setUser(user, { mobilePhone: "+4915100000001" });
    expect((await sent()).filter(({ mail }) => !mail)).toEqual([]);
  });

  test("is sent only so often", async () => {
    const { user } = await withSms();
    const cookie = await waiting(user);
    const results = await Promise.all(
      Array.from({ length: 12 }, () => sendSignInCode(cookie, freshNetwork())),
    );
    // One was sent when it was set up.
    expect(results.filter(({ ok }) => ok)).toHaveLength(CODES_SENT.person.points - 1);
    expect(results.filter((result) => resultCode(result) === "throttled")).not.toEqual([]);
    await sent();
  });

  test("is nowhere in clear, and an admin reads it neither in the ledger nor in the message", async () => {
    const { user } = await withSms();
    const cookie = await waiting(user);
    unwrap(await sendSignInCode(cookie, freshNetwork()));
    const waitingRows = await adminQuery<{ text: string }>(
      "SELECT m::text AS text FROM messages m WHERE user_id = $1",
      [user.id],
    );
    const code = codeIn(await sent(), PHONE);
    const admin = await makeActor(organization, "admin");
    const filter = readLedgerFilter({ user: user.id, kind: "signInCode" });
    const { rows } = await listMessages(admin, filter, null);
    expect(rows.length).toBeGreaterThan(0);
    for (const { id } of rows) {
      const content = await readContent(admin, id);
      expect(content?.sms).toContain("••••••");
      expect(JSON.stringify(content)).not.toContain(code);
      expect((await revealMessage(admin, id)).ok).toBe(false);
    }
    const methods = await adminQuery<{ text: string }>("SELECT m::text AS text FROM mfa_methods m");
    const after = await adminQuery<{ text: string; sealed: unknown }>(
      "SELECT m::text AS text, sealed FROM messages m WHERE user_id = $1 AND kind = 'signInCode'",
      [user.id],
    );
    const clear = new RegExp(`(?<![0-9a-f.:+-])${code}(?![0-9a-f])`);
    for (const { text } of [...waitingRows, ...methods, ...after]) expect(text).not.toMatch(clear);
    expect(after.map(({ sealed }) => sealed)).toEqual(after.map(() => null));
    expect(JSON.stringify(await eventsOf(user.id))).not.toContain(`"${code}"`);
  });
});

describe("a way is removed", () => {
  test("only after the password or a second step in this session, and the person is told", async () => {
    const { user, self } = await makeSelf(organization);
    await setUpApp(self);
    const [way] = (await ownSecondStep(ownerOf(self))).ways;
    expect(await removeWay(self, way?.id ?? "")).toMatchObject({
      error: { message: SECOND_STEP_WORDS.stale },
    });
    const elsewhere = await selfOf(user, organization);
    unwrap(await confirmIdentity(elsewhere, { password: PASSWORD }));
    expect((await removeWay(self, way?.id ?? "")).ok).toBe(false);
    unwrap(await makeRecoveryCodes(self));
    unwrap(await removeWay(elsewhere, way?.id ?? ""));
    expect(await ownSecondStep(ownerOf(self))).toMatchObject({ ways: [], codesMade: 0 });
    const messages = await adminQuery(
      "SELECT address FROM messages WHERE user_id = $1 AND kind = 'secondStepChanged'",
      [user.id],
    );
    expect(messages).toHaveLength(3);
  });

  test("a code of the app is a confirmation, once, and a recovery code is", async () => {
    const { self } = await makeSelf(organization);
    const codeOf = await setUpApp(self);
    const given = { code: { way: "totp" as const, code: codeOf() } };
    unwrap(await confirmIdentity(self, given));
    expect(resultCode(await confirmIdentity(self, given))).toBe("invalid");
  });

  test("not the last one where one is required, and never somebody else's", async () => {
    const strict = await makeOrganization();
    const { self } = await makeSelf(strict);
    await setUpApp(self);
    await adminQuery(
      "UPDATE organizations SET mfa_policy = 'required', mfa_required_at = now() WHERE id = $1",
      [strict.id],
    );
    unwrap(await confirmIdentity(self, { password: PASSWORD }));
    const [way] = (await ownSecondStep(ownerOf(self))).ways;
    expect(resultCode(await removeWay(self, way?.id ?? ""))).toBe("conflict");
    const other = await makeSelf(strict);
    unwrap(await confirmIdentity(other.self, { password: PASSWORD }));
    expect(resultCode(await removeWay(other.self, way?.id ?? ""))).toBe("notFound");
    expect(resultCode(await renamePasskey(other.self, way?.id ?? "", "Mine"))).toBe("notFound");
    expect(resultCode(await removeWay(other.self, newId()))).toBe("notFound");
    expect(resultCode(await removeWay(other.self, "x"))).toBe("notFound");
  });
});

test("guesses at the password of a session that was left open are counted", async () => {
  const { self } = await makeSelf(organization);
  const results = await Promise.all(
    Array.from({ length: 40 }, () => confirmIdentity(self, { password: "wrong" })),
  );
  expect(results.filter((result) => resultCode(result) === "invalid")).toHaveLength(10);
});

test("recovery codes are made anew only by whoever shows that it is them, and only beside a way", async () => {
  const { self } = await makeSelf(organization);
  expect(resultCode(await makeRecoveryCodes(self))).toBe("conflict");
  await setUpApp(self);
  unwrap(await makeRecoveryCodes(self));
  expect(await makeRecoveryCodes(self)).toMatchObject({ error: { message: SECOND_STEP_WORDS.stale } });
});

test("devices are forgotten one by one or all, and nobody forgets another's", async () => {
  const { user, self } = await makeSelf(organization);
  const codeOf = await setUpApp(self);
  for (const ahead of [0, 1])
    unwrap(
      await finishByCode(
        await waiting(user),
        { way: "totp", code: codeOf(ahead) },
        { ...from(), remember: true },
      ),
    );
  const { devices } = await ownSecondStep(ownerOf(self));
  expect(devices).toHaveLength(2);
  const other = await makeSelf(organization);
  unwrap(await forgetOwnDevices(other.self, devices[0]?.id ?? ""));
  unwrap(await forgetOwnDevices(other.self, null));
  expect((await ownSecondStep(ownerOf(self))).devices).toHaveLength(2);
  unwrap(await forgetOwnDevices(self, devices[0]?.id ?? ""));
  expect((await ownSecondStep(ownerOf(self))).devices).toHaveLength(1);
  unwrap(await forgetOwnDevices(self, null));
  expect((await ownSecondStep(ownerOf(self))).devices).toEqual([]);
});

test("where the second step is off, nothing is set up", async () => {
  const off = await makeOrganization();
  await adminQuery("UPDATE organizations SET mfa_policy = 'off' WHERE id = $1", [off.id]);
  const { self } = await makeSelf(off, { mobilePhone: "+4915112345679" });
  expect(resultCode(await beginApp(self))).toBe("conflict");
  expect(resultCode(await beginSms(self))).toBe("conflict");
  expect(await withOrganization(off.id, (tx) => tx.mfaMethod.count())).toBe(0);
});
