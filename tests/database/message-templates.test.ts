import { beforeEach, describe, expect, test } from "vitest";
import { activate } from "@/lib/credentials/activation";
import { sendMessage } from "@/lib/messages/compose-commands";
import { findMessage } from "@/lib/messages/ledger-queries";
import { revealMessage, testTemplate } from "@/lib/messages/message-commands";
import { EXAMPLE_TOKEN, previewTemplate, readContent } from "@/lib/messages/preview-queries";
import { DEFAULT_TEXTS } from "@/lib/messages/template/defaults";
import { dropTemplate, saveTemplate } from "@/lib/messages/template-commands";
import { findTemplate, listTemplates } from "@/lib/messages/template-queries";
import type { Actor } from "@/lib/permissions/actor";
import { linkIn, mailService, messagesOf } from "@/tests/support/mail-services";
import { adminQuery } from "@/tests/support/product-database";
import {
  codeOf,
  eventsOf,
  makeActor,
  makeOrganization,
  makeUser,
  type TestOrganization,
  unwrap,
} from "@/tests/support/product-people";

const FROM = { ip: "192.0.2.1", userAgent: null };
const WORDS = { subject: "Come in", body: "Hi {firstName}.\n\n[In]({link})", smsBody: "" };
const NEWS = { key: "new", id: null, name: "News", subject: "News", body: "Hello {firstName}.", smsBody: "" };

let organization: TestOrganization;
let admin: Actor;
beforeEach(async () => {
  organization = await makeOrganization();
  admin = await makeActor(organization, "admin");
});

const save = (given = {}, actor = admin) =>
  saveTemplate(actor, { key: "invitation", id: null, name: "x", ...WORDS, ...given });

describe("a template", () => {
  test("is the product's until the organization writes its own, and again when that is taken back", async () => {
    const before = await findTemplate(admin, "invitation");
    expect(before).toMatchObject({ id: null, name: "Welcome", ...DEFAULT_TEXTS.invitation });
    unwrap(await save());
    const saved = await findTemplate(admin, "invitation");
    expect(saved).toMatchObject({ name: "Welcome", ...WORDS, savedBy: admin.name });
    const [elsewhere] = await listTemplates(await makeActor(await makeOrganization(), "admin"));
    expect(elsewhere).toMatchObject({ id: null, subject: DEFAULT_TEXTS.invitation.subject });
    const id = saved?.id ?? "";
    expect((await eventsOf(id)).map(({ action }) => action)).toEqual(["messageTemplate.saved"]);
    unwrap(await dropTemplate(admin, { key: "invitation", id }));
    expect(await findTemplate(admin, "invitation")).toEqual(before);
    expect((await eventsOf(id)).at(-1)).toMatchObject({
      action: "messageTemplate.reset",
      changes: { before: { subject: "Come in" } },
    });
  });

  test("that is wrong is refused with the field's name, and two who save at once do not overwrite each other", async () => {
    const refused = await save({ body: "Hi {nobody}" });
    expect(refused.ok ? [] : refused.error.issues?.map(({ path }) => path)).toEqual(["body", "body"]);
    const both = await Promise.all([save({ subject: "A" }), save({ subject: "B" })]);
    expect(both.map(codeOf).toSorted()[1]).toBe("ok");
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    expect(codeOf(await save({ id: null }))).toBe("conflict");
    const { id = null } = (await findTemplate(admin, "invitation")) ?? {};
    expect(codeOf(await save({ id }))).toBe("ok");
    expect(codeOf(await save({ id }))).toBe("conflict");
  });

  test("of one's own has a name of its own", async () => {
    const { key } = unwrap(await saveTemplate(admin, NEWS));
    const again = await saveTemplate(admin, { ...NEWS, name: "news" });
    expect(again).toMatchObject({ ok: false, error: { issues: [{ path: "name" }] } });
    expect((await listTemplates(admin)).at(-1)).toMatchObject({ key, kind: "own", name: "News" });
    const stranger = await makeActor(await makeOrganization(), "admin");
    expect(await findTemplate(stranger, key)).toBeNull();
    expect(codeOf(await saveTemplate(stranger, { ...NEWS, key, id: key }))).toBe("notFound");
    unwrap(await dropTemplate(admin, { key, id: key }));
    expect(await findTemplate(admin, key)).toBeNull();
  });

  test("is changed by those who may", async () => {
    for (const actor of [
      await makeActor(organization, "viewer"),
      await makeActor(organization, "user", "userManagementAdmin"),
    ])
      expect(codeOf(await save({}, actor))).toBe("forbidden");
  });
});

describe("a preview", () => {
  test("shows somebody real, and a link that opens nothing", async () => {
    await makeUser(organization, { firstName: "Zoë", lastName: "<Zed>" });
    const shown = unwrap(await previewTemplate(admin, "invitation", { ...WORDS, smsBody: "{link}" }, "zoë"));
    expect(shown.person).toBe("Zoë <Zed>");
    expect(shown.text).toContain(`http://rollcall.example/activate/${EXAMPLE_TOKEN}`);
    expect(shown.smsLength).toMatchObject({
      parts: 1,
      units: 43 + "http://rollcall.example/activate/".length,
    });
    expect(
      await adminQuery("SELECT 1 FROM credentials WHERE organization_id = $1", [organization.id]),
    ).toEqual([]);
    const stranger = await makeUser(await makeOrganization());
    expect(codeOf(await previewTemplate(admin, "invitation", WORDS, stranger.id))).toBe("notFound");
    const qr = unwrap(await previewTemplate(admin, "welcomeQr", DEFAULT_TEXTS.welcomeQr, ""));
    expect(qr.html).toContain('src="data:image/png;base64,');
  });

  test("is sent to oneself with one's own name, and nobody else gets it", async () => {
    unwrap(await testTemplate(admin, { key: "invitation", method: "email" }));
    unwrap(await save());
    unwrap(await testTemplate(admin, { key: "invitation", method: "email" }));
    const { taken, run } = mailService();
    await run(organization.id);
    expect(taken.map(({ mail }) => mail?.subject)).toEqual([
      `Your account at ${organization.name}`,
      "Come in",
    ]);
    expect(new Set(taken.map(({ to }) => to))).toEqual(new Set([admin.username]));
    expect(taken.map(linkIn)).toEqual([EXAMPLE_TOKEN, EXAMPLE_TOKEN]);
    expect(codeOf(await testTemplate(admin, { key: "invitation", method: "sms" }))).toBe("conflict");
  });
});

describe("what a message says", () => {
  async function invited(fields = {}, templateKey = "invitation") {
    const user = await makeUser(organization, { activatedAt: null, ...fields });
    const given = { audience: { ids: [user.id] }, templateKey, method: "email" as const, expected: 1 };
    unwrap(await sendMessage(admin, given));
    const { taken, run } = mailService();
    await run(organization.id);
    const message = (await messagesOf(organization.id)).at(-1);
    return { user, id: message?.id ?? "", link: taken[0] ? linkIn(taken[0]) : "" };
  }

  test("is shown without its link, and with it to whoever could make one, who is noted", async () => {
    const { user, id, link } = await invited();
    const content = await readContent(admin, id);
    expect(content?.text).toContain("/activate/hidden-here");
    expect(JSON.stringify(content)).not.toContain(link);
    const shown = unwrap(await revealMessage(admin, id));
    expect(shown.text).toContain(`/activate/${link}`);
    expect((await eventsOf(user.id)).at(-1)).toMatchObject({
      action: "message.revealed",
      actor_user_id: admin.userId,
    });
    expect(codeOf(await activate(link, "a password of many words", FROM))).toBe("ok");
    expect(codeOf(await revealMessage(admin, id))).toBe("conflict");
  });

  test("is in the product's own words where the kept ones would carry its link elsewhere", async () => {
    unwrap(await save());
    expect((await save({ body: "https://collector.example/?to={link}" })).ok).toBe(false);
    await adminQuery("UPDATE message_templates SET body = $2 WHERE organization_id = $1", [
      organization.id,
      "https://collector.example/?to={link}",
    ]);
    const { id } = await invited();
    const content = await readContent(admin, id);
    expect(content?.text).not.toContain("collector.example");
    expect(content?.text).toContain("Choose a password and activate the account");
  });

  test("is not for those who look on, for strangers, or for whoever holds less than the person", async () => {
    const { id } = await invited({ role: "admin" });
    const viewer = await makeActor(organization, "viewer");
    expect(await findMessage(viewer, id)).toMatchObject({ state: "sent" });
    await expect(readContent(viewer, id)).rejects.toThrow();
    expect(codeOf(await revealMessage(viewer, id))).toBe("forbidden");
    const helper = await makeActor(organization, "user", "userManagementAdmin");
    expect(codeOf(await revealMessage(helper, id))).toBe("forbidden");
    const stranger = await makeActor(await makeOrganization(), "admin");
    expect(await findMessage(stranger, id)).toBeNull();
    expect(codeOf(await revealMessage(stranger, id))).toBe("notFound");
  });

  test("with a link to choose a new password is shown to nobody", async () => {
    const { id, link } = await invited({ activatedAt: new Date() }, "reset");
    expect(link).toHaveLength(43);
    expect(codeOf(await revealMessage(admin, id))).toBe("notFound");
    expect(JSON.stringify(await readContent(admin, id))).not.toContain(link);
  });
});
