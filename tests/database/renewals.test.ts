import { beforeEach, describe, expect, test } from "vitest";
import { activate, readActivation } from "@/lib/credentials/activation";
import { issueInvitation } from "@/lib/credentials/invitations";
import { askForNewLink, countExpired, resendExpired } from "@/lib/credentials/renewals";
import { newToken } from "@/lib/credentials/token";
import type { User } from "@/lib/generated/prisma/client";
import { planMessage, sendMessage } from "@/lib/messages/compose-commands";
import type { Actor } from "@/lib/permissions/actor";
import { mailSink, tokenIn } from "@/tests/support/mail-sink";
import { freshNetwork } from "@/tests/support/networks";
import { say } from "@/tests/support/policies";
import { adminQuery, snapshot } from "@/tests/support/product-database";
import {
  codeOf,
  eventsOf,
  makeActor,
  makeOrganization,
  makeUser,
  setUser,
  type TestOrganization,
  unwrap,
} from "@/tests/support/product-people";

const PASSWORD = "correct horse battery staple";
const PAST = new Date(Date.now() - 1000);
const LAPSED = { audience: { lapsed: true as const }, templateKey: "invitation", method: "email" as const };

let organization: TestOrganization;
let admin: Actor;
let sink: ReturnType<typeof mailSink>;
beforeEach(async () => {
  organization = await makeOrganization();
  admin = await makeActor(organization, "admin");
  sink = mailSink();
});

const here = () => ({ ip: freshNetwork(), userAgent: null });

/** Somebody whose link has run out of time. */
async function expired(fields: Parameters<typeof makeUser>[1] = {}): Promise<{ user: User; token: string }> {
  const user = await makeUser(organization, { activatedAt: null });
  const { token } = unwrap(await issueInvitation(admin, user.id));
  await adminQuery("UPDATE credentials SET expires_at = $2 WHERE user_id = $1", [user.id, PAST]);
  return { user: await setUser(user, { credentialExpiresAt: PAST, ...fields }), token };
}

describe("a link that has expired", () => {
  test("says so, and brings a new one to the stored access email, which works", async () => {
    const { user, token } = await expired();
    expect(await readActivation(token)).toMatchObject({ error: { message: "This link has expired." } });
    expect(await askForNewLink(token, here())).toEqual({ ok: true, value: null });
    await sink.deliver(organization.id);
    expect(sink.mails.map(({ to }) => to)).toEqual([user.accessEmail]);
    expect(codeOf(await activate(token, PASSWORD, here()))).toBe("notFound");
    expect((await activate(tokenIn(sink.mails[0]), PASSWORD, here())).ok).toBe(true);
    expect((await eventsOf(user.id)).map(({ action }) => action)).toContain("user.linkRequested");
  });

  test.each<[string, Parameters<typeof makeUser>[1]]>([
    ["is active by now", { activatedAt: PAST }],
    ["is suspended", { suspendedAt: PAST }],
    ["is removed", { removedAt: PAST }],
    ["is blocked", { legacyStatus: "blocked" }],
    ["has no access any more", { accessEndsAt: PAST }],
  ])("brings nothing to somebody who %s, with the same answer", async (_, fields) => {
    const { token } = await expired(fields);
    expect(await askForNewLink(token, here())).toEqual({ ok: true, value: null });
    await sink.deliver(organization.id);
    expect(sink.mails).toEqual([]);
  });

  test("that never was gets the same answer, and nothing is written", async () => {
    const before = await adminQuery("SELECT FROM messages");
    for (const token of [newToken(), "", "\0", "x".repeat(100_000)])
      expect(await askForNewLink(token, here())).toEqual({ ok: true, value: null });
    expect(await adminQuery("SELECT FROM messages")).toHaveLength(before.length);
  });

  test("is asked for five times at most", async () => {
    const { user, token } = await expired();
    const codes = [];
    for (let index = 0; index < 6; index += 1) codes.push(codeOf(await askForNewLink(token, here())));
    expect(codes).toEqual(["ok", "ok", "ok", "ok", "ok", "throttled"]);
    expect(await adminQuery("SELECT FROM messages WHERE user_id = $1", [user.id])).toHaveLength(5);
  });
});

test("an invitation is good for as many days as the organization says", async () => {
  await say(admin, "passwordLengthMin", 20);
  await say(admin, "invitationDays", 3);
  const user = await makeUser(organization, { activatedAt: null });
  const { token } = unwrap(await issueInvitation(admin, user.id));
  const [row] = await adminQuery<{ days: number }>(
    "SELECT extract(epoch FROM expires_at - now())::float8 / 86400 AS days FROM credentials WHERE user_id = $1",
    [user.id],
  );
  expect(row?.days).toBeCloseTo(3, 2);
  expect(unwrap(await readActivation(token)).lengthMin).toBe(20);
  expect(await activate(token, "sixteen letters!", here())).toMatchObject({
    error: { message: /at least 20/ },
  });
  expect((await activate(token, PASSWORD, here())).ok).toBe(true);
});

describe("sending new links to all whose links have expired", () => {
  test("reaches them and nobody else, once, with one event", async () => {
    const waiting = [await expired(), await expired()];
    await expired({ suspendedAt: PAST });
    await expired({ accessEndsAt: PAST });
    await expired({ activatedAt: PAST });
    await makeUser(organization, { activatedAt: null });
    const other = await makeOrganization();
    await makeUser(other, { activatedAt: null, credentialExpiresAt: PAST });
    expect(await countExpired(admin)).toMatchObject({ going: 2, left: [] });
    expect(unwrap(await resendExpired(admin))).toEqual({ queued: 2 });
    expect(codeOf(await resendExpired(admin))).toBe("conflict");
    await sink.deliver(organization.id);
    expect(sink.mails.map(({ to }) => to).sort()).toEqual(waiting.map(({ user }) => user.accessEmail).sort());
    expect(await countExpired(admin)).toMatchObject({ going: 0, left: [] });
    expect(
      (await eventsOf(organization.id)).filter(({ action }) => action === "credentials.resent"),
    ).toMatchObject([{ changes: { after: { invitations: 2 } }, actor_user_id: admin.userId }]);
  });

  test("leaves out whose address came back, and says so; by SMS they are reached", async () => {
    const { user } = await expired();
    const lost = await expired({ mobilePhone: "+442074559485" });
    await setUser(lost.user, { bouncedEmail: lost.user.accessEmail });
    expect(await countExpired(admin)).toMatchObject({
      going: 1,
      left: [{ why: "whose address came back", count: 1 }],
    });
    expect(unwrap(await resendExpired(admin))).toEqual({ queued: 1 });
    await sink.deliver(organization.id);
    expect(sink.mails.map(({ to }) => to)).toEqual([user.accessEmail]);
    expect(codeOf(await resendExpired(admin))).toBe("conflict");
    const bySms = { ...LAPSED, method: "sms" as const };
    expect(unwrap(await planMessage(admin, bySms))).toMatchObject({ going: 1, left: [] });
  });

  test("is for the same people from the settings and from the messages, whichever comes first", async () => {
    await Promise.all([{}, {}, {}].map(expired));
    await expired({ bouncedEmail: "another@elsewhere.example" });
    await expired({ removedAt: PAST });
    await expired({ suspendedAt: PAST });
    await expired({ accessEndsAt: PAST });
    await expired({ legacyStatus: "blocked" });
    const lost = await expired();
    await setUser(lost.user, { bouncedEmail: lost.user.accessEmail });
    const settings = await countExpired(admin);
    const messages = unwrap(await planMessage(admin, LAPSED));
    expect(settings).toEqual(messages);
    expect(settings).toMatchObject({ going: 4, left: [{ why: "whose address came back", count: 1 }] });
    const presses = await Promise.all([
      resendExpired(admin),
      sendMessage(admin, { ...LAPSED, expected: 4 }),
      resendExpired(admin),
    ]);
    expect(presses.map(codeOf).toSorted()).toEqual(["conflict", "conflict", "ok"]);
    const queued = await adminQuery("SELECT FROM messages WHERE organization_id = $1", [organization.id]);
    expect(queued).toHaveLength(4);
  });

  test("does not reach above whoever does it", async () => {
    await expired({ role: "admin" });
    const manager = await makeActor(organization, "user", "userManagementAdmin");
    expect(codeOf(await resendExpired(manager))).toBe("conflict");
    expect(unwrap(await resendExpired(admin))).toEqual({ queued: 1 });
  });

  test.each(["viewer", "billing", "user"] as const)("is not for a %s", async (role) => {
    await expired();
    const actor = await makeActor(organization, role);
    const before = await snapshot();
    expect(codeOf(await resendExpired(actor))).toBe("forbidden");
    expect(await snapshot()).toEqual(before);
  });
});
