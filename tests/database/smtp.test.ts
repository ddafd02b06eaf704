import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { withOrganization } from "@/lib/db";
import { planMessage } from "@/lib/messages/compose-commands";
import { queueMessage } from "@/lib/messages/queue-one";
import { sendMessages } from "@/lib/messages/send";
import { smtpTransport } from "@/lib/messages/transport/smtp";
import type { Outgoing, Transport } from "@/lib/messages/transport/transport";
import { type SmtpSink, startSmtpSink } from "@/scripts/bench/messages/smtp-sink";
import { messagesOf } from "@/tests/support/mail-services";
import {
  eventsOf,
  makeActor,
  makeOrganization,
  makeUser,
  readUser,
  setUser,
  unwrap,
} from "@/tests/support/product-people";

let sink: SmtpSink;
let transport: Transport;
let isBusy = false;
beforeAll(async () => {
  const random = () => (isBusy ? 0 : 1);
  sink = await startSmtpSink({ random, faults: 0.5, unknown: ["nobody@x.example"] });
  transport = smtpTransport(sink.url);
});
afterAll(() => sink.close());

const PNG = new Uint8Array([137, 80, 78, 71]);
const message = (id: string, to = "ada@x.example"): Outgoing => ({
  id,
  organizationId: "o1",
  to,
  text: "Hällo\n",
  mail: { from: "Acme <us@acme.example>", subject: "Grüße 🎉", html: '<img src="cid:qr">', inline: [] },
});
const headersOf = (mail: string) => mail.slice(0, mail.indexOf("\r\n\r\n"));

describe("an SMTP server", () => {
  test("gets text and HTML, under a Message-ID that is the same at every try", async () => {
    expect(await transport.send([message("m1")], "m1")).toEqual([{ ok: true }]);
    expect(await transport.send([message("m1")], "m1")).toEqual([{ ok: true }]);
    const [mail = "", again] = sink.taken.get("m1@acme.example") ?? [];
    expect(again).toBeDefined();
    expect(headersOf(mail)).toMatch(/^To: ada@x\.example$/m);
    expect(headersOf(mail)).toMatch(/^From: Acme <us@acme\.example>$/m);
    expect(mail).toContain("multipart/alternative");
    expect(mail).toContain("H=C3=A4llo");
  });

  test("gets an image with the mail that shows it", async () => {
    const inline = [{ contentId: "qr", fileName: "qr.png", type: "image/png", bytes: PNG }];
    const { mail, ...rest } = message("m2");
    if (!mail) throw new Error("There is no mail.");
    await transport.send([{ ...rest, mail: { ...mail, inline } }], "m2");
    const [text = ""] = sink.taken.get("m2@acme.example") ?? [];
    expect(text).toMatch(/Content-Id: <qr>/i);
    expect(text).toMatch(/Content-Disposition: inline/i);
    expect(text).toContain(Buffer.from(PNG).toString("base64"));
  });

  test("that has no such mailbox makes the address a bad one, and one that is busy is tried again", async () => {
    expect(await transport.send([message("m3", "nobody@x.example")], "m3")).toMatchObject([
      { ok: false, again: false, isBounce: true },
    ]);
    isBusy = true;
    expect(await transport.send([message("m4")], "m4")).toMatchObject([
      { ok: false, again: true, isBounce: false },
    ]);
    isBusy = false;
    expect(sink.taken.has("m3@acme.example") || sink.taken.has("m4@acme.example")).toBe(false);
  });

  test("gets one address, whatever stands in it", async () => {
    const [delivery] = await transport.send(
      [message("m5", "a@x.example, b@x.example\r\nBcc: c@x.example")],
      "m5",
    );
    const mails = sink.taken.get("m5@acme.example") ?? [];
    expect(delivery?.ok === false || !/^Bcc:/m.test(headersOf(mails[0] ?? ""))).toBe(true);
  });

  test("that is not there is tried again", async () => {
    const nowhere = smtpTransport("smtp://127.0.0.1:1");
    expect(await nowhere.send([message("m6")], "m6")).toMatchObject([{ ok: false, again: true }]);
  });
});

describe("an address that an SMTP server refuses", () => {
  async function refuse(method: "email" | "sms" = "email") {
    const organization = await makeOrganization();
    const { id: organizationId } = organization;
    const accessEmail = "nobody@x.example";
    const fields = { activatedAt: null, accessEmail, mobilePhone: "+442074559485" };
    const user = await makeUser(organization, fields);
    await withOrganization(organizationId, (tx) =>
      queueMessage(tx, { organizationId, userId: user.id, kind: "invitation", address: accessEmail }),
    );
    const send = async () => [{ ok: false as const, again: false, error: "No such number.", isBounce: true }];
    const sms: Transport = { where: "here", parallel: 1, batchMax: 1, send };
    const by = { from: "Acme <us@acme.example>", email: transport, sms };
    if (method === "sms")
      await withOrganization(organizationId, (tx) =>
        tx.message.updateMany({ where: { organizationId }, data: { method, address: fields.mobilePhone } }),
      );
    return { organization, user, run: () => sendMessages({ organizationId }, by) };
  }

  test("is marked on its person at once, with an event, and is left out from then on", async () => {
    const { organization, user, run } = await refuse();
    await run();
    const reason = "EENVELOPE Can't send mail - all recipients were rejected: 550 There is no such mailbox.";
    expect(await messagesOf(organization.id)).toMatchObject([{ state: "bounced", error: reason }]);
    expect(await readUser(user.id)).toMatchObject({ bounced_email: user.accessEmail });
    expect((await eventsOf(user.id)).filter(({ action }) => action === "message.bounced")).toMatchObject([
      {
        actor_kind: "system",
        actor_name: "Mail service",
        changes: { after: { address: user.accessEmail, reason } },
      },
    ]);
    const admin = await makeActor(organization, "admin");
    const given = { audience: { ids: [user.id] }, templateKey: "invitation", method: "email" as const };
    expect(unwrap(await planMessage(admin, given)).left).toEqual([
      { why: "whose address came back", count: 1 },
    ]);
  });

  test("is not marked on whoever has another one by then, nor is a phone's number", async () => {
    const { user, run } = await refuse("sms");
    await run();
    expect(await readUser(user.id)).toMatchObject({ bounced_email: null });
    const moved = await refuse();
    const slow: Transport = {
      ...transport,
      send: async (messages, key) => {
        await setUser(moved.user, { accessEmail: "ada@right.example" });
        return transport.send(messages, key);
      },
    };
    await sendMessages(
      { organizationId: moved.organization.id },
      { from: "Acme <us@acme.example>", email: slow, sms: slow },
    );
    expect(await messagesOf(moved.organization.id)).toMatchObject([{ state: "bounced" }]);
    expect(await readUser(moved.user.id)).toMatchObject({ bounced_email: null });
    const actions = (await eventsOf(moved.user.id)).map(({ action }) => action);
    expect(actions).not.toContain("message.bounced");
  });
});
