import { beforeEach, describe, expect, test } from "vitest";
import { finishByCode, sendSignInCode } from "@/lib/mfa/finish";
import type { Self } from "@/lib/mfa/own";
import { PHONE_MOVED } from "@/lib/mfa/own-phone";
import { ownSecondStep } from "@/lib/mfa/queries";
import { beginSms, confirmWay, readSms } from "@/lib/mfa/set-up";
import { CODES_SENT } from "@/lib/mfa/throttle";
import { SECOND_STEP_WORDS } from "@/lib/mfa/words";
import { age, codeIn, makeSelf, selfOf, sentOf, waiting } from "@/tests/database/mfa-support";
import { freshNetwork } from "@/tests/support/networks";
import { adminQuery, snapshot } from "@/tests/support/product-database";
import {
  codeOf,
  eventsOf,
  makeOrganization,
  readUser,
  setUser,
  type TestOrganization,
  unwrap,
} from "@/tests/support/product-people";

const OTHER = "+4915187654321";

let numbers = 0;
let phone: string;
let organization: TestOrganization;
beforeEach(async () => {
  organization = await makeOrganization();
  numbers += 1;
  phone = `+4915112346${String(numbers).padStart(3, "0")}`;
});

const sent = () => sentOf(organization);
const phoneOf = async (id: string) => (await readUser(id))?.mobile_phone;
const waysOf = async ({ person: { organizationId, userId } }: Self) =>
  (await ownSecondStep({ organizationId, userId })).ways;

/** Another code than this one. */
const not = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, "0");

/** Somebody without a phone who has typed a number, and the code that came to it. */
async function typed(number = phone) {
  const { user, self } = await makeSelf(organization);
  unwrap(await beginSms(self, number));
  return { user, self, code: codeIn(await sent(), phone) };
}

describe("a number that is typed where none is on file", () => {
  test("is one's own, and a way, once the code that came to it is typed; a wrong one saves nothing", async () => {
    const elsewhere = await makeOrganization();
    const other = await makeSelf(elsewhere);
    const { user, self, code } = await typed();
    expect(code).toMatch(/^\d{6}$/);
    expect(await phoneOf(user.id)).toBeNull();
    const before = await snapshot();
    expect(codeOf(await confirmWay(self, "sms", not(code)))).toBe("invalid");
    expect({ ...(await snapshot()), throttles: before.throttles }).toEqual(before);
    expect(await waysOf(self)).toEqual([]);

    expect(unwrap(await confirmWay(self, "sms", code))).toEqual({ isFirst: true });
    expect(await readUser(user.id)).toMatchObject({ mobile_phone: phone, version: user.version + 1 });
    expect(await waysOf(self)).toMatchObject([{ kind: "sms" }]);
    expect(await eventsOf(user.id)).toMatchObject([
      {
        organization_id: organization.id,
        action: "user.updated",
        actor_user_id: user.id,
        changes: { before: { mobilePhone: null }, after: { mobilePhone: phone } },
      },
      { action: "secondStep.added" },
    ]);
    expect(await phoneOf(other.user.id)).toBeNull();
    expect(await waysOf(other.self)).toEqual([]);
    expect(await eventsOf(other.user.id)).toEqual([]);

    const cookie = await waiting(user);
    unwrap(await sendSignInCode(cookie, freshNetwork()));
    const given = { way: "sms" as const, code: codeIn(await sent(), phone) };
    const from = { ip: freshNetwork(), userAgent: "Firefox", remember: false };
    expect((await finishByCode(cookie, given, from)).ok).toBe(true);
  });

  test.each(["", "not a number", "+49 1", "0151 12345678", "+49 151 12345678; +49 151 87654321"])(
    "is judged as everywhere: %j is refused, and nothing is written or sent",
    async (number) => {
      const { self } = await makeSelf(organization);
      const before = await snapshot();
      expect(await beginSms(self, number)).toMatchObject({
        ok: false,
        error: { code: "invalid", issues: [{ path: "mobilePhone" }] },
      });
      expect(await snapshot()).toEqual(before);
    },
  );

  test("is read for the organization's country", async () => {
    await adminQuery("UPDATE organizations SET default_country = 'DE' WHERE id = $1", [organization.id]);
    const { user, self, code } = await typed(`0${phone.slice(3)}`);
    unwrap(await confirmWay(self, "sms", code));
    expect(await phoneOf(user.id)).toBe(phone);
  });

  test("is taken where people may change nothing of themselves, and where nothing else may be done", async () => {
    await adminQuery(
      "UPDATE organizations SET own_fields = '{}', mfa_policy = 'required', mfa_grace_days = 0, mfa_required_at = now() WHERE id = $1",
      [organization.id],
    );
    const { user, self, code } = await typed();
    unwrap(await confirmWay(self, "sms", code));
    expect(await phoneOf(user.id)).toBe(phone);
  });

  test("takes the place of none that is on file", async () => {
    const { user, self } = await makeSelf(organization, { mobilePhone: OTHER });
    expect(await beginSms(self, phone)).toMatchObject({ ok: false, error: { message: PHONE_MOVED } });
    expect(await sent()).toEqual([]);
    unwrap(await beginSms(self));
    expect(codeIn(await sent(), OTHER)).toMatch(/^\d{6}$/);
    expect(await phoneOf(user.id)).toBe(OTHER);
  });

  test("nor of one that somebody writes before it is proven", async () => {
    const { user, self, code } = await typed();
    await setUser(user, { mobilePhone: OTHER });
    expect(await confirmWay(self, "sms", code)).toMatchObject({
      ok: false,
      error: { message: PHONE_MOVED },
    });
    expect(await phoneOf(user.id)).toBe(OTHER);
    expect(await waysOf(self)).toEqual([]);
    expect(await eventsOf(user.id)).toEqual([]);
  });

  test("gets no code once somebody has written another one", async () => {
    const { user, self } = await makeSelf(organization);
    unwrap(await beginSms(self, phone));
    await setUser(user, { mobilePhone: OTHER });
    expect(await sent()).toEqual([]);
  });

  test("gives way to a later one: the code of the first proves nothing, and goes nowhere if it has not gone", async () => {
    const { user, self, code } = await typed();
    unwrap(await beginSms(self, phone));
    unwrap(await beginSms(self, OTHER));
    const messages = await sent();
    expect(messages.map(({ to }) => to)).toEqual([OTHER]);
    const later = codeIn(messages, OTHER);
    if (code !== later) expect(codeOf(await confirmWay(self, "sms", code))).toBe("invalid");
    unwrap(await confirmWay(self, "sms", later));
    expect(await phoneOf(user.id)).toBe(OTHER);
  });

  test("gets another code when one is asked for, as long as it waits", async () => {
    const nobody = await makeSelf(organization);
    expect(codeOf(await beginSms(nobody.self))).toBe("conflict");
    const { user, self, code } = await typed();
    const { organizationId, userId } = self.person;
    const shown = { phone: `•••• ${phone.slice(-3)}`, isOnFile: false };
    expect(await readSms({ organizationId, userId })).toEqual(shown);
    unwrap(await beginSms(self));
    const later = codeIn(await sent(), phone);
    if (code !== later) expect(codeOf(await confirmWay(self, "sms", code))).toBe("invalid");
    unwrap(await confirmWay(self, "sms", later));
    expect(await phoneOf(user.id)).toBe(phone);
  });

  test("is proven in the session that asked alone, by its person alone, once, and in time", async () => {
    const { user, self, code } = await typed();
    const stranger = await makeSelf(organization);
    unwrap(await beginSms(stranger.self, OTHER));
    expect(codeOf(await confirmWay(stranger.self, "sms", code))).toBe("invalid");
    expect(codeOf(await confirmWay(await selfOf(user, organization), "sms", code))).toBe("invalid");
    await adminQuery("UPDATE mfa_methods SET code_expires_at = now() WHERE user_id = $1", [user.id]);
    expect(codeOf(await confirmWay(self, "sms", code))).toBe("invalid");
    expect(await phoneOf(user.id)).toBeNull();
    unwrap(await beginSms(self));
    const later = codeIn(await sent(), phone);
    const tries = await Promise.all(Array.from({ length: 5 }, () => confirmWay(self, "sms", later)));
    expect(tries.filter(({ ok }) => ok)).toHaveLength(1);
    expect((await eventsOf(user.id)).filter(({ action }) => action === "user.updated")).toHaveLength(1);
    expect(await phoneOf(stranger.user.id)).toBeNull();
  });

  test("is nothing for a session that is old, before or after the code", async () => {
    const { user, self, code } = await typed();
    await age(self);
    const stale = { ok: false, error: { message: SECOND_STEP_WORDS.stale } };
    expect(await confirmWay(self, "sms", code)).toMatchObject(stale);
    expect(await beginSms(self, OTHER)).toMatchObject(stale);
    expect(await phoneOf(user.id)).toBeNull();
    expect(await sent()).toEqual([]);
  });
});

describe("codes to numbers that are typed", () => {
  test("are as few for one person as any, however many numbers they type", async () => {
    const { self } = await makeSelf(organization);
    const tries = await Promise.all(
      Array.from({ length: 12 }, (_, index) => beginSms(self, `+49151123470${10 + index}`)),
    );
    expect(tries.filter(({ ok }) => ok)).toHaveLength(CODES_SENT.person.points);
    expect(tries.map(codeOf).filter((code) => code === "throttled")).toHaveLength(
      12 - CODES_SENT.person.points,
    );
  });

  test("are guessed at no oftener than any", async () => {
    const { user, self, code } = await typed();
    const tries = await Promise.all(Array.from({ length: 30 }, () => confirmWay(self, "sms", not(code))));
    expect(tries.map(codeOf).filter((each) => each === "invalid")).toHaveLength(10);
    expect(codeOf(await confirmWay(self, "sms", code))).toBe("throttled");
    expect(await phoneOf(user.id)).toBeNull();
  });

  test("do not flood one phone, however many people type it, here and elsewhere", async () => {
    const elsewhere = await makeOrganization();
    const outcomes: string[] = [];
    for (let index = 0; index < CODES_SENT.unprovenDay.points + 2; index += 1) {
      const { self } = await makeSelf(index % 2 === 0 ? organization : elsewhere);
      outcomes.push(codeOf(await beginSms(self, phone)));
    }
    expect(outcomes.filter((code) => code === "ok")).toHaveLength(CODES_SENT.unprovenDay.points);
    expect(outcomes.slice(-2)).toEqual(["throttled", "throttled"]);
  });
});
