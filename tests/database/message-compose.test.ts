import { beforeEach, describe, expect, test } from "vitest";
import { activate } from "@/lib/credentials/activation";
import type { Audience } from "@/lib/messages/audience";
import { planMessage, sendMessage } from "@/lib/messages/compose-commands";
import type { Method } from "@/lib/messages/kinds";
import { readLedgerFilter } from "@/lib/messages/ledger-filter";
import { listMessages } from "@/lib/messages/ledger-queries";
import { saveTemplate } from "@/lib/messages/template-commands";
import type { Outgoing } from "@/lib/messages/transport/transport";
import type { Actor } from "@/lib/permissions/actor";
import { linkIn, mailService, makeDue, messagesOf } from "@/tests/support/mail-services";
import { adminQuery } from "@/tests/support/product-database";
import {
  codeOf,
  makeActor,
  makeOrganization,
  makeUser,
  setUser,
  type TestOrganization,
  unwrap,
} from "@/tests/support/product-people";

const FROM = { ip: "192.0.2.1", userAgent: null };
const ALL: Audience = { filter: { search: "", status: null, role: null, importId: null, groupId: null } };

let organization: TestOrganization;
let admin: Actor;
let news: string;
beforeEach(async () => {
  organization = await makeOrganization();
  admin = await makeActor(organization, "admin");
  const text = { name: "News", subject: "News", body: "Hello {firstName}.", smsBody: "Hello {firstName}." };
  news = unwrap(await saveTemplate(admin, { key: "new", id: null, ...text })).key;
});

const pending = (fields = {}) => makeUser(organization, { activatedAt: null, ...fields });
const plan = async (audience: Audience, templateKey = news, method: Method = "email", actor = admin) => {
  const { going, left } = unwrap(await planMessage(actor, { audience, templateKey, method }));
  return { going, left: Object.fromEntries(left.map(({ why, count }) => [why, count])) };
};
const send = (
  audience: Audience,
  expected: number,
  templateKey = news,
  method: Method = "email",
  actor = admin,
) => sendMessage(actor, { audience, templateKey, method, expected });

describe("a message to many", () => {
  test("goes to whom the plan counted, with their own data, and one event says so", async () => {
    const una = await makeUser(organization, { firstName: "Ulla" });
    const audience = { ids: [una.id, admin.userId] };
    expect(await plan(audience)).toEqual({ going: 2, left: {} });
    unwrap(await send(audience, 2));
    const { taken, run } = mailService();
    await run(organization.id);
    expect(taken.map(({ text }) => text).toSorted()).toEqual(["Hello Ulla.\n", "Hello Una.\n"]);
    const events = await adminQuery(
      "SELECT action, changes FROM audit_events WHERE organization_id = $1 AND action LIKE 'message.%'",
      [organization.id],
    );
    expect(events).toEqual([
      { action: "message.sent", changes: { after: { template: "News", method: "email", messages: 2 } } },
    ]);
    const { rows } = await listMessages(admin, readLedgerFilter({ user: una.id }), null);
    expect(rows).toMatchObject([{ kind: "own", templateName: "News", sentBy: admin.name, state: "sent" }]);
  });

  test("goes out as it was confirmed or not at all, and pressed twice it goes out once", async () => {
    await makeUser(organization);
    expect(codeOf(await send(ALL, 3))).toBe("conflict");
    expect(await messagesOf(organization.id)).toEqual([]);
    const presses = await Promise.all([1, 2, 3, 4].map(() => send(ALL, 2)));
    expect(presses.map(codeOf).toSorted()).toEqual(["conflict", "conflict", "conflict", "ok"]);
    expect(await messagesOf(organization.id)).toHaveLength(2);
    expect(await plan(ALL)).toEqual({ going: 0, left: { "who had it within the hour": 2 } });
  });

  test("says why some are left out", async () => {
    await pending();
    const shut = await pending({ suspendedAt: new Date() });
    await pending({ mobilePhone: "+4915112345678" });
    const gone = await pending({ removedAt: new Date() });
    expect(await plan(ALL, "invitation")).toEqual({
      going: 2,
      left: { "suspended or legacy": 1, "active already": 1 },
    });
    expect(await plan(ALL, news, "sms")).toEqual({
      going: 1,
      left: { "suspended or legacy": 1, "without a mobile phone": 2 },
    });
    expect(await plan({ ids: [gone.id] })).toEqual({ going: 0, left: { removed: 1 } });
    expect(await plan({ ids: [shut.id] })).toEqual({ going: 1, left: {} });
    expect(await plan({ ...ALL, filter: { ...ALL.filter, status: "suspended" } })).toEqual({
      going: 1,
      left: {},
    });
    expect(await plan(ALL, "reset")).toMatchObject({ going: 1 });
    const ended = { ids: [(await pending({ accessEndsAt: new Date() })).id] };
    expect(await plan(ended, "invitation")).toEqual({ going: 0, left: { "whose access has ended": 1 } });
    expect(await plan(ended)).toEqual({ going: 1, left: {} });
  });

  test("keeps the words it was written with, and another link for each person", async () => {
    const [ada, ben] = [await pending({ firstName: "Ada" }), await pending({ firstName: "Ben" })];
    unwrap(await send({ ids: [ada.id, ben.id] }, 2, "invitation"));
    const words = { name: "", subject: "Other words", body: "Other: {link}", smsBody: "" };
    unwrap(await saveTemplate(admin, { key: "invitation", id: null, ...words, name: "x" }));
    const { taken, run } = mailService();
    await run(organization.id);
    expect(taken.every(({ mail }) => mail?.subject.startsWith("Your account at"))).toBe(true);
    expect(new Set(taken.map(linkIn)).size).toBe(2);
    expect(codeOf(await activate(linkIn(taken[0] as Outgoing), "a password of many words", FROM))).toBe("ok");
  });

  test("is for those who may, and one with a link for those who may issue it to these people", async () => {
    const boss = await pending({ role: "admin" });
    const helper = await makeActor(organization, "user", "userManagementAdmin");
    const audience = { ids: [boss.id] };
    expect(await plan(audience, "invitation", "email", helper)).toEqual({
      going: 0,
      left: { "with rights that you do not hold": 1 },
    });
    expect(await plan(audience, news, "email", helper)).toMatchObject({ going: 1 });
    const viewer = await makeActor(organization, "viewer");
    expect(codeOf(await send(audience, 1, news, "email", viewer))).toBe("forbidden");
    const stranger = await makeActor(await makeOrganization(), "admin");
    expect(codeOf(await send(audience, 1, news, "email", stranger))).toBe("notFound");
    expect(codeOf(await send(audience, 1, "invitation", "email", stranger))).toBe("conflict");
    const without = { ...helper, permissions: new Set(helper.permissions) };
    without.permissions.delete("users.credentials.issue");
    expect(codeOf(await send(audience, 1, "invitation", "email", without))).toBe("forbidden");
  });

  test("is never a password, nor a reset by SMS", async () => {
    expect(codeOf(await send(ALL, 1, "loginDetails"))).toBe("invalid");
    expect(codeOf(await send(ALL, 1, "passwordChanged"))).toBe("invalid");
    expect(codeOf(await send(ALL, 1, "reset", "sms"))).toBe("invalid");
  });
});

describe("whoever was invited and never came", () => {
  const chase = (days: number): Audience => ({ invitedDaysAgo: days });
  const invitedAt = (days: number) =>
    adminQuery(
      "UPDATE messages SET created_at = now() - make_interval(days => $2) WHERE organization_id = $1",
      [organization.id, days],
    );

  test("is chased by another way, once an hour, and then by one link alone", async () => {
    const ada = await pending({ mobilePhone: "+4915112345678" });
    await pending();
    unwrap(await send({ ids: [ada.id] }, 1, "invitation"));
    const first = mailService();
    await first.run(organization.id);
    expect(await plan(chase(3), "invitation", "sms")).toEqual({ going: 0, left: {} });
    await invitedAt(4);
    await adminQuery(
      "UPDATE credentials SET created_at = now() - interval '4 days' WHERE organization_id = $1",
      [organization.id],
    );
    expect(await plan(chase(5), "invitation", "sms")).toEqual({ going: 0, left: {} });
    await setUser(ada, { accessEndsAt: new Date() });
    expect(await plan(chase(3), "invitation", "sms")).toEqual({ going: 0, left: {} });
    await setUser(ada, { accessEndsAt: null });
    const presses = await Promise.all([1, 2, 3].map(() => send(chase(3), 1, "invitation", "sms")));
    expect(presses.map(codeOf).toSorted()).toEqual(["conflict", "conflict", "ok"]);
    expect(await plan(chase(3), "invitation", "email")).toEqual({
      going: 0,
      left: { "who had it within the hour": 1 },
    });
    const second = mailService();
    await second.run(organization.id);
    expect(second.taken).toMatchObject([{ to: "+4915112345678" }]);
    expect(second.taken[0]?.mail).toBeUndefined();
    const [old, fresh] = [first.taken, second.taken].map(([message]) => (message ? linkIn(message) : ""));
    expect(codeOf(await activate(old ?? "", "a password of many words", FROM))).toBe("notFound");
    expect(codeOf(await activate(fresh ?? "", "a password of many words", FROM))).toBe("ok");
    expect(await plan(chase(3), "invitation", "email")).toEqual({ going: 0, left: {} });
  });

  test("gets nothing any more that is not needed by the time it is sent", async () => {
    const [ada, ben] = [await pending(), await pending({ mobilePhone: "+4915112345678" })];
    const cy = await pending();
    unwrap(await send({ ids: [ada.id] }, 1, "invitation"));
    unwrap(await send({ ids: [ben.id] }, 1, "invitation", "sms"));
    unwrap(await send({ ids: [cy.id] }, 1, "invitation"));
    await setUser(ada, { activatedAt: new Date() });
    await setUser(ben, { mobilePhone: null });
    await setUser(cy, { accessEndsAt: new Date() });
    const { taken, run } = mailService();
    await run(organization.id);
    expect(taken).toEqual([]);
    expect((await messagesOf(organization.id)).map(({ state, error }) => [state, error])).toEqual([
      ["cancelled", "The account is active already."],
      ["cancelled", "The person has no mobile phone."],
      ["cancelled", "The person’s access has ended."],
    ]);
  });
});

describe("a service that takes many at once", () => {
  test("gets the same ones again with the same key until it has taken them", async () => {
    const people = await Promise.all([1, 2, 3, 4, 5].map(() => pending()));
    unwrap(await send({ ids: people.map(({ id }) => id) }, 5, "invitation"));
    let isDown = true;
    const busy = { ok: false, again: true, error: "Busy." } as const;
    const { requests, run } = mailService(() => (isDown ? busy : { ok: true }), { batchMax: 3 });
    await run(organization.id);
    expect(requests.map(({ ids }) => ids.length).toSorted((a, b) => a - b)).toEqual([2, 3]);
    const late = await pending();
    unwrap(await send({ ids: [late.id] }, 1, "invitation"));
    isDown = false;
    await makeDue(organization.id);
    await run(organization.id);
    const sets = new Map<string, Set<string>>();
    for (const { key, ids } of requests)
      sets.set(key, (sets.get(key) ?? new Set()).add(ids.toSorted().join()));
    expect([...sets.values()].every((each) => each.size === 1)).toBe(true);
    expect(requests).toHaveLength(5);
    expect((await messagesOf(organization.id)).every(({ state }) => state === "sent")).toBe(true);
  });

  test("has who waits at a screen before those who were invited by the thousand", async () => {
    const people = await Promise.all([1, 2, 3].map(() => pending()));
    unwrap(await send({ ids: people.map(({ id }) => id) }, 3, "invitation"));
    const active = await makeUser(organization);
    unwrap(await send({ ids: [active.id] }, 1, "reset"));
    const { taken, run, by } = mailService();
    by.email.parallel = 1;
    by.sms.parallel = 1;
    await run(organization.id);
    expect(taken.map(({ to }) => to)[0]).toBe(active.accessEmail);
  });

  test("that wants fewer at once is waited for, and that counts as no try", async () => {
    const ada = await pending();
    unwrap(await send({ ids: [ada.id] }, 1, "invitation"));
    let left = 12;
    const { taken, run } = mailService(() => {
      left -= 1;
      return left > 0 ? { ok: false, again: true, error: "Fewer.", afterMs: 20 } : { ok: true };
    });
    await run(organization.id);
    expect(taken).toHaveLength(12);
    expect(await messagesOf(organization.id)).toMatchObject([{ state: "sent", attempts: 1 }]);
  });
});
