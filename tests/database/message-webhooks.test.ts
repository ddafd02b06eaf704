import { createHmac } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";

const SECRET = `whsec_${Buffer.from("a key that the tests know alone").toString("base64")}`;
const TOKEN = "the token of an account of the tests";
Object.assign(process.env, {
  RESEND_WEBHOOK_SECRET: SECRET,
  TWILIO_AUTH_TOKEN: TOKEN,
});

const { POST: resendWebhook } = await import("@/app/api/webhooks/resend/route");
const { POST: twilioWebhook } = await import("@/app/api/webhooks/twilio/route");
const { sendMessage } = await import("@/lib/messages/compose-commands");
const { planMessage } = await import("@/lib/messages/compose-commands");
const { mailService, messagesOf } = await import("@/tests/support/mail-services");
const { adminQuery, snapshot } = await import("@/tests/support/product-database");
const { listUsers } = await import("@/lib/users/queries");
const { readUserListQuery } = await import("@/lib/users/list");
const { eventsOf, makeActor, makeOrganization, makeUser, setUser, unwrap } = await import(
  "@/tests/support/product-people"
);

type Organization = Awaited<ReturnType<typeof makeOrganization>>;
type User = Awaited<ReturnType<typeof makeUser>>;

let organization: Organization;
let admin: Awaited<ReturnType<typeof makeActor>>;
let ada: User;
let messageId: string;

async function sent(method: "email" | "sms"): Promise<void> {
  const audience = { ids: [ada.id] };
  unwrap(await sendMessage(admin, { audience, templateKey: "invitation", method, expected: 1 }));
  await mailService().run(organization.id);
  messageId = (await messagesOf(organization.id)).at(-1)?.id ?? "";
}

beforeEach(async () => {
  organization = await makeOrganization();
  admin = await makeActor(organization, "admin");
  ada = await makeUser(organization, { activatedAt: null, mobilePhone: "+4915112345678" });
  await sent("email");
});

const MINUTE = 60_000;
type Given = { type?: string; tags?: object; id?: string; at?: number; secret?: string; bounce?: object };

function resendEvent({
  type = "email.delivered",
  tags,
  id = "msg_1",
  at = Date.now(),
  secret = SECRET,
  bounce,
}: Given) {
  const known = { organization: organization.id, message: messageId };
  const body = JSON.stringify({
    type,
    created_at: new Date(at).toISOString(),
    data: { tags: tags ?? known, ...(bounce ? { bounce } : {}) },
  });
  const timestamp = String(Math.floor(at / 1000));
  const key = Buffer.from(secret.slice(6), "base64");
  const signature = createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64");
  const headers = { "svix-id": id, "svix-timestamp": timestamp, "svix-signature": `v1,${signature}` };
  return { body, headers };
}
const postResend = ({ body, headers }: { body: string; headers: Record<string, string> }) =>
  resendWebhook(
    new Request("http://elsewhere.example/api/webhooks/resend", { method: "POST", body, headers }),
  );
const tell = async (given: Given) => (await postResend(resendEvent(given))).status;
const state = async () => (await messagesOf(organization.id)).find(({ id }) => id === messageId)?.state;
const BOUNCE = { type: "email.bounced", bounce: { type: "Permanent", message: "No such mailbox." } };
const hasBounced = async () => {
  const { rows } = await listUsers(admin, readUserListQuery({}));
  return rows.find(({ id }) => id === ada.id)?.hasBounced;
};

describe("what Resend tells", () => {
  test("is written down, whatever comes first, and never goes back", async () => {
    expect(await tell({ type: "email.opened" })).toBe(200);
    expect(await state()).toBe("opened");
    expect(await tell({ type: "email.delivered" })).toBe(200);
    expect(await tell({ type: "email.sent" })).toBe(200);
    expect(await state()).toBe("opened");
    const [row] = await adminQuery("SELECT delivered_at, opened_at FROM messages WHERE id = $1", [messageId]);
    expect(row?.delivered_at).toBeInstanceOf(Date);
    expect(row?.opened_at).toBeInstanceOf(Date);
    expect(await tell({ type: "email.complained" })).toBe(200);
    expect(await state()).toBe("complained");
  });

  test("of an address that came back is marked on the person until they have another one", async () => {
    expect(await hasBounced()).toBe(false);
    expect(await tell(BOUNCE)).toBe(200);
    expect(await messagesOf(organization.id)).toMatchObject([
      { state: "bounced", error: "No such mailbox." },
    ]);
    expect(await hasBounced()).toBe(true);
    expect((await eventsOf(ada.id)).at(-1)).toMatchObject({
      action: "message.bounced",
      actor_kind: "system",
    });
    const given = { audience: { ids: [ada.id] }, templateKey: "invitation", method: "email" as const };
    expect(unwrap(await planMessage(admin, given)).left).toEqual([
      { why: "whose address came back", count: 1 },
    ]);
    await setUser(ada, { accessEmail: "ada@right.example" });
    expect(await hasBounced()).toBe(false);
    await sent("email");
    expect(await state()).toBe("sent");
  });

  test("of an address that is another one by now marks nobody", async () => {
    await setUser(ada, { accessEmail: "ada@right.example" });
    expect(await tell(BOUNCE)).toBe(200);
    expect(await hasBounced()).toBe(false);
    const [row] = await adminQuery("SELECT bounced_email FROM users WHERE id = $1", [ada.id]);
    expect(row?.bounced_email).toBeNull();
  });

  test("twice, late, forged, or about another's message changes nothing", async () => {
    const event = resendEvent(BOUNCE);
    expect((await postResend(event)).status).toBe(200);
    const before = await snapshot();
    expect((await postResend(event)).status).toBe(200);
    expect(await snapshot()).toEqual(before);
    const other = await makeOrganization();
    const settled = await snapshot();
    const opened = { type: "email.complained" };
    expect(await tell({ ...opened, at: Date.now() - 6 * MINUTE })).toBe(400);
    expect(await tell({ ...opened, at: Date.now() + 6 * MINUTE })).toBe(400);
    expect(await tell({ ...opened, secret: `whsec_${Buffer.from("another").toString("base64")}` })).toBe(400);
    const { body, headers } = resendEvent(opened);
    expect((await postResend({ body: `${body} `, headers })).status).toBe(400);
    expect((await postResend({ body, headers: {} })).status).toBe(400);
    expect((await postResend({ body: "x".repeat(300_000), headers })).status).toBe(400);
    expect(await tell({ ...opened, tags: { organization: other.id, message: messageId } })).toBe(200);
    expect(await tell({ ...opened, tags: {} })).toBe(200);
    expect(await snapshot()).toEqual(settled);
  });

  test("before the worker has written that it sent is kept", async () => {
    await adminQuery("UPDATE messages SET state = 'sending', sent_at = NULL WHERE id = $1", [messageId]);
    expect(await tell({ type: "email.delivered" })).toBe(200);
    const { settle } = await import("@/lib/messages/claim");
    const { outcomeOf } = await import("@/lib/messages/outcome");
    const outcome = outcomeOf.delivery({ ok: true, providerId: "r1" }, 1, new Date());
    await settle(organization.id, [{ message: { id: messageId }, outcome }]);
    expect(await state()).toBe("delivered");
  });
});

describe("what Twilio tells", () => {
  beforeEach(async () => {
    await adminQuery(
      "UPDATE messages SET created_at = now() - interval '2 hours' WHERE organization_id = $1",
      [organization.id],
    );
    await sent("sms");
  });

  const addressOf = (message = messageId): string =>
    `http://rollcall.example/api/webhooks/twilio?organization=${organization.id}&message=${message}`;
  type Options = { url?: string; signedFor?: string; token?: string };
  function post(fields: Record<string, string>, options: Options = {}) {
    const { url = addressOf(), token = TOKEN } = options;
    const { signedFor = url } = options;
    const body = new URLSearchParams(fields);
    const text = Object.keys(fields)
      .toSorted()
      .reduce((so, name) => so + name + fields[name], signedFor);
    const signature = createHmac("sha1", token).update(text).digest("base64");
    // Behind a proxy the request's own address is another one than the people's.
    const asked = url.replace("http://rollcall.example", "http://127.0.0.1:3000");
    return twilioWebhook(
      new Request(asked, { method: "POST", body, headers: { "x-twilio-signature": signature } }),
    );
  }

  test("is written down", async () => {
    expect((await post({ MessageSid: "SM1", MessageStatus: "delivered" })).status).toBe(204);
    expect(await state()).toBe("delivered");
    expect((await post({ MessageSid: "SM1", MessageStatus: "undelivered", ErrorCode: "30003" })).status).toBe(
      204,
    );
    expect(await messagesOf(organization.id)).toMatchObject([
      {},
      { state: "bounced", error: "Twilio’s error 30003" },
    ]);
    expect(await hasBounced()).toBe(false);
  });

  test("signed for another message or with another token changes nothing", async () => {
    const before = await snapshot();
    const [email] = await messagesOf(organization.id);
    const fields = { MessageStatus: "failed" };
    expect((await post(fields, { url: addressOf(email?.id), signedFor: addressOf() })).status).toBe(400);
    expect((await post(fields, { token: "another" })).status).toBe(400);
    expect((await post(fields, { signedFor: "http://127.0.0.1:3000/api/webhooks/twilio" })).status).toBe(400);
    expect(await snapshot()).toEqual(before);
  });
});
