import { beforeEach, describe, expect, test } from "vitest";
import { newId } from "@/lib/ids";
import { sendMessages } from "@/lib/messages/send";
import type { Outgoing, Transport } from "@/lib/messages/transport/transport";
import type { Actor } from "@/lib/permissions/actor";
import { ASKED_MAX, askSupport, REPLIED_MAX, replyToRequest, setRequestState } from "@/lib/support/commands";
import type { RequestInput } from "@/lib/support/input";
import {
  findRequest,
  listOwnRequests,
  listRequests,
  readScreenshot,
  readSupportSettings,
  supportNow,
} from "@/lib/support/queries";
import { type SupportSettings, usualSettings } from "@/lib/support/settings";
import { saveSupportSettings } from "@/lib/support/settings-commands";
import { jpegWith, plainJpeg, segment } from "@/tests/support/jpeg";
import { makePng } from "@/tests/support/png";
import { adminQuery, snapshot } from "@/tests/support/product-database";
import {
  actorOf,
  codeOf,
  eventsOf,
  makeActor,
  makeOrganization,
  makeUser,
  type TestOrganization,
  unwrap,
} from "@/tests/support/product-people";

// A Monday and a Sunday at noon in UTC.
const OPEN = new Date("2026-11-23T12:00:00Z");
const SHUT = new Date("2026-11-22T12:00:00Z");
const OPENS = new Date("2026-11-23T08:00:00Z");

const SETTINGS: SupportSettings = {
  ...usualSettings("UTC"),
  email: "support@acme.example",
  onCallEmail: "oncall@acme.example",
  onCallPhone: "+442079460123",
};

let organization: TestOrganization;
let admin: Actor;
let viewer: Actor;
let asker: Actor;
beforeEach(async () => {
  organization = await makeOrganization();
  admin = await makeActor(organization, "admin");
  viewer = await makeActor(organization, "viewer");
  asker = await makeActor(organization, "user");
  unwrap(await saveSupportSettings(admin, SETTINGS, 0));
});

const input = (given: Partial<RequestInput> = {}): RequestInput => ({
  id: newId(),
  kind: "Question",
  urgency: "normal",
  words: "Where is it?",
  from: "/acme/users?q=secret",
  ...given,
});

const ask = (
  given: Partial<RequestInput> = {},
  { actor = asker, now = OPEN, file = null as Uint8Array | null } = {},
) => askSupport(actor, input(given), { device: "Firefox on Windows", file, now });
const asked = async (...given: Parameters<typeof ask>) => unwrap(await ask(...given));

type Sent = {
  kind: string;
  method: string;
  address: string;
  user_id: string | null;
  filled: Record<string, string>;
};
const messages = () =>
  adminQuery<Sent>(
    "SELECT kind, method, address, user_id, filled FROM messages WHERE organization_id = $1 ORDER BY created_at, method, id",
    [organization.id],
  );
const actionsOf = async (id: string) => (await eventsOf(id)).map(({ action }) => action);

describe("asking", () => {
  test("within hours is told to support, with who, from where and with what", async () => {
    const { id, number, way, opensAt } = await asked({ urgency: "high" });
    expect({ number, way, opensAt }).toEqual({ number: 1, way: "open", opensAt: null });
    expect(await messages()).toEqual([
      {
        kind: "supportRequest",
        method: "email",
        address: SETTINGS.email,
        user_id: null,
        filled: {
          organization: organization.name,
          asker: `${asker.name} (${asker.username})`,
          requestNumber: "1",
          requestAbout: "Question, high",
          requestWords: "Where is it?",
          requestFrom: "/acme/users, Firefox on Windows",
          requestLink: expect.stringContaining(`/${organization.slug}/support/${id}`),
        },
      },
    ]);
    expect(await actionsOf(id)).toEqual(["support.asked"]);
  });

  test("outside of hours a critical one goes to on-call by e-mail and SMS, and others wait", async () => {
    expect(await asked({ urgency: "critical" }, { now: SHUT })).toMatchObject({
      way: "onCall",
      opensAt: OPENS,
    });
    expect((await messages()).map(({ method, address }) => [method, address])).toEqual([
      ["email", SETTINGS.onCallEmail],
      ["sms", SETTINGS.onCallPhone],
    ]);
    expect(await asked({ urgency: "high" }, { now: SHUT })).toMatchObject({ way: "waits", opensAt: OPENS });
    expect((await messages()).map(({ address }) => address)).toContain(SETTINGS.email);
  });

  test("waits where nobody is on call, and is told to nobody where there is no address", async () => {
    unwrap(await saveSupportSettings(admin, { ...usualSettings("UTC"), kinds: ["Question"] }, 1));
    expect(await asked({ urgency: "critical" }, { now: SHUT })).toMatchObject({ way: "waits" });
    expect(await messages()).toEqual([]);
    expect((await listOwnRequests(asker)).rows).toHaveLength(1);
  });

  test("twice with the same id, at once too, is one request", async () => {
    const given = input();
    const send = () => askSupport(asker, given, { device: "x", now: OPEN });
    const answers = (await Promise.all([send(), send(), send()])).map(unwrap);
    expect(new Set(answers.map(({ number }) => number))).toEqual(new Set([1]));
    expect((await listOwnRequests(asker)).rows).toHaveLength(1);
    expect(await messages()).toHaveLength(1);
    const other = await makeActor(organization, "user");
    expect(codeOf(await askSupport(other, given, { device: "x" }))).toBe("notFound");
  });

  test("numbers requests without a gap, however many ask at once", async () => {
    const askers = await Promise.all(Array.from({ length: 8 }, () => makeActor(organization, "user")));
    const sent = await Promise.all(askers.map((actor) => asked({}, { actor })));
    expect(new Set(sent.map(({ number }) => number))).toEqual(new Set([1, 2, 3, 4, 5, 6, 7, 8]));
  });

  test("is refused too often within an hour, and then not any more", async () => {
    for (let index = 0; index < ASKED_MAX; index += 1) await asked();
    const before = await snapshot();
    expect(codeOf(await ask())).toBe("throttled");
    expect(await snapshot()).toEqual(before);
    expect((await ask({}, { actor: await makeActor(organization, "user") })).ok).toBe(true);
    expect((await ask({}, { now: new Date(OPEN.getTime() + 3_600_001) })).ok).toBe(true);
  });

  test("takes no kind that there is not, and is for people at home alone", async () => {
    expect(codeOf(await ask({ kind: "Other" }))).toBe("invalid");
    const managing = await makeOrganization({ managing: true });
    await adminQuery("UPDATE organizations SET managed_by = $1 WHERE id = $2", [
      managing.id,
      organization.id,
    ]);
    const elsewhere = actorOf(await makeUser(managing, { role: "admin" }), organization);
    expect(codeOf(await ask({}, { actor: elsewhere }))).toBe("forbidden");
    const looking = { ...asker, permissions: new Set<never>(), viewing: { userId: asker.userId, name: "U" } };
    expect(codeOf(await ask({}, { actor: looking }))).toBe("forbidden");
    expect(await messages()).toEqual([]);
  });

  test.each(["user", "billing", "viewer", "admin"] as const)("is for everybody: %s", async (role) => {
    const actor = await makeActor(organization, role);
    const { id } = await asked({}, { actor });
    expect(await findRequest(actor, id)).toMatchObject({ isOwn: true });
  });
});

describe("what is told", () => {
  test("goes out to the addresses of on-call and to whoever asked, and what they wrote stays text", async () => {
    const taken: Outgoing[] = [];
    const send = async (mails: Outgoing[]) => {
      taken.push(...mails);
      return mails.map(() => ({ ok: true as const }));
    };
    const transport: Transport = { where: "here", parallel: 2, batchMax: 1, send };
    const words = "<b>Down</b> {password}\n[Press]({link})";
    const { id } = await asked({ urgency: "critical", words }, { now: SHUT });
    unwrap(await replyToRequest(admin, { id: newId(), requestId: id, words: "On it." }));
    await sendMessages(
      { organizationId: organization.id },
      { from: "us@rollcall.example", email: transport, sms: transport },
    );
    const [mail, sms, reply] = [SETTINGS.onCallEmail, SETTINGS.onCallPhone, asker.username].map((to) =>
      taken.find(
        (each) => each.to === to || (to === asker.username && each.mail?.subject.startsWith("Your ")),
      ),
    );
    expect(taken).toHaveLength(3);
    expect(mail?.mail?.subject).toBe(`Support request 1 of ${organization.name}: Question, critical`);
    expect(mail?.mail?.html).toContain("&lt;b&gt;Down&lt;/b&gt; {password}<br/>[Press]({link})");
    expect(mail?.text).toContain(`/${organization.slug}/support/${id}`);
    expect(sms?.text).toContain("support request 1, Question, critical: <b>Down</b>");
    expect(reply?.text).toContain("On it.");
  });
});

describe("a screenshot", () => {
  test("is kept without what it tells of its maker, and shown to whom may see the request", async () => {
    const file = jpegWith([segment(0xe1, Buffer.from("Exif\0\0Mallory"))]);
    const { id } = await asked({}, { file });
    for (const actor of [asker, admin, viewer]) {
      const found = await readScreenshot(actor, id);
      expect(found?.type).toBe("image/jpeg");
      expect(Buffer.from(found?.bytes ?? []).equals(plainJpeg())).toBe(true);
    }
    expect(await findRequest(asker, id)).toMatchObject({ hasScreenshot: true });
    for (const actor of [await makeActor(organization, "user"), await makeActor(organization, "billing")])
      expect(await readScreenshot(actor, id)).toBeNull();
    const stranger = await makeActor(await makeOrganization(), "admin");
    expect(await readScreenshot(stranger, id)).toBeNull();
  });

  test("may be a PNG, and nothing that is no picture", async () => {
    const { id } = await asked({}, { file: makePng({ side: 300 }) });
    expect((await readScreenshot(asker, id))?.type).toBe("image/png");
    const before = await snapshot();
    const refused = await ask({}, { file: Buffer.from("<svg onload=alert(1)>") });
    expect(refused).toMatchObject({ ok: false, error: { issues: [{ path: "screenshot" }] } });
    expect(await snapshot()).toEqual(before);
    const { id: without } = await asked();
    expect(await readScreenshot(asker, without)).toBeNull();
  });
});

describe("a request", () => {
  test("is seen by whoever asked and whoever sees all, and is not found by anybody else", async () => {
    const { id } = await asked();
    for (const actor of [asker, admin, viewer]) expect(await findRequest(actor, id)).toMatchObject({ id });
    const stranger = await makeActor(await makeOrganization(), "admin");
    const neighbour = await makeActor(organization, "user");
    const before = await snapshot();
    for (const actor of [stranger, neighbour, await makeActor(organization, "billing")]) {
      expect(await findRequest(actor, id)).toBeNull();
      expect((await listOwnRequests(actor)).rows).toEqual([]);
      const reply = { id: newId(), requestId: id, words: "Let me in." };
      expect(codeOf(await replyToRequest(actor, reply))).toBe("notFound");
      expect(codeOf(await setRequestState(actor, id, "closed"))).toBe("notFound");
    }
    // Only the people that were made for it are new.
    expect({ ...(await snapshot()), users: null }).toMatchObject({
      support_requests: before.support_requests,
    });
    expect((await listRequests(stranger, null)).rows).toEqual([]);
    expect((await listRequests(viewer, "open")).rows.map((row) => row.id)).toEqual([id]);
    expect((await listRequests(viewer, "closed")).rows).toEqual([]);
  });

  test("is answered by support, gone on with, closed and reopened by whoever asked, and each is told", async () => {
    const { id } = await asked();
    unwrap(await replyToRequest(admin, { id: newId(), requestId: id, words: "In the bar on the left." }));
    expect(await findRequest(asker, id)).toMatchObject({
      state: "answered",
      replies: [{ isAnswer: true, by: admin.name, words: "In the bar on the left." }],
    });
    expect((await messages()).at(-1)).toMatchObject({ kind: "supportReply", user_id: asker.userId });
    unwrap(await replyToRequest(asker, { id: newId(), requestId: id, words: "Not there." }));
    expect(await findRequest(admin, id)).toMatchObject({ state: "open", replies: [{}, { isAnswer: false }] });
    expect((await messages()).at(-1)).toMatchObject({
      kind: "supportRequest",
      filled: { requestWords: "Not there." },
    });
    unwrap(await setRequestState(asker, id, "closed"));
    unwrap(await setRequestState(asker, id, "closed"));
    expect(await findRequest(asker, id)).toMatchObject({ state: "closed" });
    unwrap(await setRequestState(admin, id, "open"));
    expect((await messages()).at(-1)).toMatchObject({
      filled: { requestWords: "Your request is open now." },
    });
    expect(await actionsOf(id)).toEqual([
      "support.asked",
      "support.answered",
      "support.replied",
      "support.closed",
      "support.reopened",
    ]);
  });

  test("that is critical is gone on with by the way that is open then", async () => {
    const never = { ...SETTINGS, days: [] };
    unwrap(await saveSupportSettings(admin, never, 1));
    const { id } = await asked({ urgency: "critical" });
    const always = { ...SETTINGS, days: [1, 2, 3, 4, 5, 6, 7], from: "00:00", until: "00:00" };
    unwrap(await saveSupportSettings(admin, always, 2));
    unwrap(await replyToRequest(asker, { id: newId(), requestId: id, words: "Still down." }));
    const told = (await messages()).map(({ filled, address }) => [filled.requestWords, address]);
    expect(told).toContainEqual(["Where is it?", SETTINGS.onCallEmail]);
    expect(told).toContainEqual(["Still down.", SETTINGS.email]);
    expect(told).toHaveLength(3);
  });

  test("a reply that is sent twice is said once, and too many within an hour are refused", async () => {
    const { id } = await asked();
    const reply = { id: newId(), requestId: id, words: "More." };
    unwrap(await replyToRequest(asker, reply));
    unwrap(await replyToRequest(asker, reply));
    expect((await findRequest(asker, id))?.replies).toHaveLength(1);
    expect(codeOf(await replyToRequest(admin, reply))).toBe("notFound");
    await adminQuery(
      `INSERT INTO support_replies (organization_id, id, request_id, is_answer, by_name, by_user_id, words)
       SELECT $1, uuid7(), $2, false, 'x', $3, 'x' FROM generate_series(2, $4::int)`,
      [organization.id, id, asker.userId, REPLIED_MAX],
    );
    expect(codeOf(await replyToRequest(asker, { ...reply, id: newId() }))).toBe("throttled");
  });

  test("is seen and not changed by a view-only admin, unless it is their own", async () => {
    const { id } = await asked();
    expect(codeOf(await replyToRequest(viewer, { id: newId(), requestId: id, words: "x" }))).toBe(
      "forbidden",
    );
    expect(codeOf(await setRequestState(viewer, id, "closed"))).toBe("forbidden");
    expect(await findRequest(asker, id)).toMatchObject({ state: "open", replies: [] });
    const own = await asked({}, { actor: viewer });
    unwrap(await setRequestState(viewer, own.id, "closed"));
  });

  test("of one's own is not answered for support", async () => {
    const { id } = await asked({}, { actor: admin });
    unwrap(await replyToRequest(admin, { id: newId(), requestId: id, words: "Still there." }));
    expect(await findRequest(admin, id)).toMatchObject({ state: "open", replies: [{ isAnswer: false }] });
  });
});

describe("settings", () => {
  test("say what is open now, and when the other way opens", async () => {
    expect(await supportNow(asker, OPEN)).toMatchObject({
      isOpen: true,
      changesAt: new Date("2026-11-23T20:00:00Z"),
      hasOnCall: true,
    });
    expect(await supportNow(asker, SHUT)).toMatchObject({ isOpen: false, changesAt: OPENS });
    const off = { ...SETTINGS, daysOff: ["2026-11-23"] };
    unwrap(await saveSupportSettings(admin, off, 1));
    expect(await supportNow(asker, OPEN)).toMatchObject({
      isOpen: false,
      changesAt: new Date("2026-11-24T08:00:00Z"),
    });
  });

  test("are changed by who may change settings, one after the other, and recorded", async () => {
    expect((await readSupportSettings(viewer)).settings).toEqual(SETTINGS);
    for (const actor of [viewer, asker, await makeActor(organization, "billing")])
      expect(codeOf(await saveSupportSettings(actor, usualSettings("UTC"), 1))).toBe("forbidden");
    unwrap(await saveSupportSettings(admin, SETTINGS, 0));
    const later = { ...SETTINGS, until: "18:00" };
    unwrap(await saveSupportSettings(admin, later, 1));
    expect(codeOf(await saveSupportSettings(admin, { ...later, until: "19:00" }, 1))).toBe("conflict");
    const events = (await eventsOf(organization.id)).filter(
      ({ action }) => action === "support.settingsChanged",
    );
    expect(events.at(-1)).toMatchObject({
      changes: {
        before: { supportHours: "Mon to Fri, 08:00 to 20:00, UTC" },
        after: { supportHours: "Mon to Fri, 08:00 to 18:00, UTC" },
      },
    });
  });

  test("are as usual where nobody has said anything", async () => {
    const other = await makeOrganization();
    const actor = actorOf(await makeUser(other), other);
    expect((await supportNow(actor, OPEN)).settings).toEqual(usualSettings("UTC"));
  });
});
