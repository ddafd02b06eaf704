import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { activate } from "@/lib/credentials/activation";
import { issueInvitation } from "@/lib/credentials/invitations";
import { type ImportChoices, NO_CHOICES, type Notify } from "@/lib/imports/choices";
import { commitImport } from "@/lib/imports/commands/commit";
import { listImports } from "@/lib/imports/history-queries";
import { carryOutImport } from "@/lib/imports/jobs/commit";
import type { ImportDetails } from "@/lib/imports/queries";
import { ATTEMPTS_MAX } from "@/lib/messages/backoff";
import { sendInvitations } from "@/lib/messages/commands";
import { countInvitations } from "@/lib/messages/queries";
import { sendMessages } from "@/lib/messages/send";
import { outboxTransport } from "@/lib/messages/transport/outbox";
import type { Delivery, Outgoing, Transport } from "@/lib/messages/transport/transport";
import type { Actor } from "@/lib/permissions/actor";
import type { UserField } from "@/lib/users/fields";
import { detailsOf, jobOf, prepareRun, undoRun } from "@/tests/support/import-runs";
import { adminQuery } from "@/tests/support/product-database";
import {
  codeOf,
  eventsOf,
  makeActor,
  makeOrganization,
  type TestOrganization,
  unwrap,
} from "@/tests/support/product-people";

const MATCHING: UserField[] = ["firstName", "lastName", "accessEmail"];
const FILE = "First name,Last name,Access email\nAda,Adams,ada@x.example\nBen,Bell,ben@x.example";
const FROM = { ip: "192.0.2.1", userAgent: null };

let organization: TestOrganization;
let admin: Actor;
beforeEach(async () => {
  organization = await makeOrganization();
  admin = await makeActor(organization, "admin");
});

async function imported(
  notify: Notify,
  text = FILE,
  matching = MATCHING,
  more: Partial<ImportChoices> = {},
): Promise<ImportDetails> {
  const found = await prepareRun(admin, text, { matching });
  const choices = { ...NO_CHOICES, notify, ...more };
  unwrap(await commitImport(admin, found.id, { planVersion: found.planVersion, onError: "skip", choices }));
  await carryOutImport(jobOf(admin, found.id));
  return detailsOf(admin, found.id);
}

/** A mail service that notes what it takes, and answers as it is told. */
function service(answer: (mail: Outgoing) => Delivery = () => ({ ok: true })) {
  const taken: Outgoing[] = [];
  const send = async (mails: Outgoing[]) => {
    taken.push(...mails);
    return mails.map(answer);
  };
  const transport: Transport = { where: "here", parallel: 2, batchMax: 1, send };
  return { taken, by: { from: "us@rollcall.example", email: transport, sms: transport } };
}
const run = (by: ReturnType<typeof service>["by"]) => sendMessages({ organizationId: organization.id }, by);
const messages = () =>
  adminQuery<{ id: string; state: string; attempts: number; error: string | null }>(
    "SELECT id, state, attempts, error FROM messages WHERE organization_id = $1 ORDER BY id",
    [organization.id],
  );
const states = async () => (await messages()).map(({ state }) => state);
const dueNow = () =>
  adminQuery("UPDATE messages SET next_attempt_at = now() WHERE organization_id = $1", [organization.id]);
const linkIn = ({ text }: Outgoing) => /activate\/([A-Za-z0-9_-]+)/.exec(text)?.[1] ?? "";

describe("an import that sends links", () => {
  test("sends one to each new person, which works once", async () => {
    const { id } = await imported("email");
    expect(await states()).toEqual(["queued", "queued"]);
    const { taken, by } = service();
    await run(by);
    expect(taken.map(({ to }) => to).toSorted()).toEqual(["ada@x.example", "ben@x.example"]);
    expect(taken.every(({ text }) => text.includes(organization.name))).toBe(true);
    expect(await states()).toEqual(["sent", "sent"]);
    const tokens = taken.map(linkIn);
    expect(new Set(tokens).size).toBe(2);
    const kept = await adminQuery("SELECT 1 FROM credentials WHERE encode(token_hash, 'escape') LIKE $1", [
      `%${tokens[0]}%`,
    ]);
    expect(kept).toEqual([]);
    expect(codeOf(await activate(tokens[0] ?? "", "a password of many words", FROM))).toBe("ok");
    expect(codeOf(await activate(tokens[0] ?? "", "a password of many words", FROM))).toBe("notFound");
    await run(by);
    expect(taken).toHaveLength(2);
    expect(await countInvitations(admin, id)).toEqual({
      sent: 2,
      waiting: 0,
      failed: 0,
      cancelled: 0,
      uninvited: 0,
    });
    expect((await listImports(admin)).imports[0]?.invitations).toMatchObject({ sent: 2 });
  });

  test("sends nothing where nothing was chosen, and later what somebody asks for, once", async () => {
    const { id } = await imported("none");
    expect(await states()).toEqual([]);
    expect((await countInvitations(admin, id)).uninvited).toBe(2);
    const presses = await Promise.all([1, 2, 3].map(() => sendInvitations(admin, id)));
    expect(presses.map(codeOf).toSorted()).toEqual(["conflict", "conflict", "ok"]);
    expect(await states()).toEqual(["queued", "queued"]);
    expect((await eventsOf(id)).at(-1)).toMatchObject({
      action: "import.invited",
      changes: { after: { invitations: 2 } },
    });
    const stranger = await makeActor(await makeOrganization(), "admin");
    expect(codeOf(await sendInvitations(stranger, id))).toBe("notFound");
    expect(codeOf(await sendInvitations(await makeActor(organization, "viewer"), id))).toBe("forbidden");
  });

  test("sends no link to anybody whose access has ended already", async () => {
    const text =
      "First name,Last name,Access email,Access ends\nAda,Adams,ada@x.example,2020-12-31\nBen,Bell,ben@x.example,";
    const { id } = await imported("email", text, [...MATCHING, "accessEndsAt"]);
    const rows = await adminQuery("SELECT address FROM messages WHERE organization_id = $1", [
      organization.id,
    ]);
    expect(rows).toEqual([{ address: "ben@x.example" }]);
    expect((await countInvitations(admin, id)).uninvited).toBe(0);
  });

  test("sends no link to whoever has a password of the file", async () => {
    const text = `${FILE.replace("email", "email,Password").replace("x.example", "x.example,long enough to be one")},`;
    const found = await prepareRun(admin, text, { matching: [...MATCHING, "password"] });
    const given = {
      planVersion: found.planVersion,
      onError: "skip" as const,
      choices: { ...NO_CHOICES, notify: "email" as const },
    };
    unwrap(await commitImport(admin, found.id, given));
    const { hashPasswords } = await import("@/lib/imports/jobs/hash");
    await hashPasswords(jobOf(admin, found.id));
    await carryOutImport(jobOf(admin, found.id));
    const rows = await adminQuery("SELECT address FROM messages WHERE organization_id = $1", [
      organization.id,
    ]);
    expect(rows).toEqual([{ address: "ben@x.example" }]);
  });

  const PHONES =
    "First name,Last name,Access email,Mobile phone\nAda,Adams,ada@x.example,+442074559485\nBen,Bell,ben@x.example,";
  const WITH_PHONES: UserField[] = [...MATCHING, "mobilePhone"];
  const sent = () =>
    adminQuery("SELECT kind, method, address FROM messages WHERE organization_id = $1 ORDER BY address", [
      organization.id,
    ]);

  test("sends them by SMS to whoever has a phone, and leaves the others to be told", async () => {
    const { id } = await imported("sms", PHONES, WITH_PHONES);
    expect(await sent()).toEqual([{ kind: "invitation", method: "sms", address: "+442074559485" }]);
    expect((await countInvitations(admin, id)).uninvited).toBe(1);
  });

  test("sends them by both ways, as the message that was chosen", async () => {
    await imported("both", PHONES, WITH_PHONES, { message: "welcomeQr" });
    expect(await sent()).toEqual([
      { kind: "welcomeQr", method: "sms", address: "+442074559485" },
      { kind: "welcomeQr", method: "email", address: "ada@x.example" },
      { kind: "welcomeQr", method: "email", address: "ben@x.example" },
    ]);
  });

  test("sends both the same link, whichever goes first", async () => {
    await imported("both", PHONES, WITH_PHONES);
    const { taken, by } = service();
    await run(by);
    expect(taken).toHaveLength(3);
    const links = taken.filter(({ to }) => to !== "ben@x.example").map(linkIn);
    expect(new Set(links).size).toBe(1);
    expect(codeOf(await activate(links[0] ?? "", "a password of many words", FROM))).toBe("ok");
  });

  test("sends a password by one way, and those of a file by e-mail", async () => {
    const { id, planVersion } = await prepareRun(admin, PHONES, { matching: WITH_PHONES });
    const commit = (choices: Partial<ImportChoices>) =>
      commitImport(admin, id, { planVersion, onError: "skip", choices: { ...NO_CHOICES, ...choices } });
    for (const refused of [
      { notify: "both", password: "generated" },
      { notify: "both", password: "chosenSent" },
      { notify: "sms", password: "chosenSent" },
    ] as const)
      expect(codeOf(await commit(refused))).toBe("invalid");
    expect(codeOf(await commit({ notify: "sms", password: "generated" }))).toBe("ok");
    await carryOutImport(jobOf(admin, id));
    expect(await sent()).toEqual([{ kind: "loginDetails", method: "sms", address: "+442074559485" }]);
  });

  test("cancels what waits when it is taken back, and what was sent is worth nothing", async () => {
    const { id } = await imported("email");
    const { taken, by } = service(({ to }) =>
      to.startsWith("ada") ? { ok: true } : { ok: false, again: true, error: "Busy." },
    );
    await run(by);
    expect((await states()).toSorted()).toEqual(["queued", "sent"]);
    await undoRun(admin, id);
    expect((await states()).toSorted()).toEqual(["cancelled", "sent"]);
    await dueNow();
    await run(by);
    expect(taken).toHaveLength(2);
    expect(codeOf(await activate(linkIn(taken[0] as Outgoing), "a password of many words", FROM))).toBe(
      "notFound",
    );
  });
});

describe("an access email that is corrected", () => {
  const correct = (was: string, is: string) =>
    adminQuery("UPDATE users SET access_email = $3 WHERE organization_id = $1 AND access_email = $2", [
      organization.id,
      was,
      is,
    ]);

  test("before the first try is where the invitation goes", async () => {
    await imported("email");
    await correct("ada@x.example", "ada@y.example");
    const { taken, by } = service();
    await run(by);
    expect(taken.map(({ to }) => to).toSorted()).toEqual(["ada@y.example", "ben@x.example"]);
    const rows = await adminQuery("SELECT address FROM messages WHERE organization_id = $1 ORDER BY 1", [
      organization.id,
    ]);
    expect(rows.map(({ address }) => address)).toEqual(["ada@y.example", "ben@x.example"]);
  });

  test("after a try cancels the invitation, and another one can be sent", async () => {
    const { id } = await imported("email");
    const { by } = service(() => ({ ok: false, again: true, error: "Busy." }));
    await run(by);
    await correct("ada@x.example", "ada@y.example");
    await dueNow();
    const next = service();
    await run(next.by);
    expect(next.taken.map(({ to }) => to)).toEqual(["ben@x.example"]);
    expect((await countInvitations(admin, id)).uninvited).toBe(1);
    unwrap(await sendInvitations(admin, id));
    await run(next.by);
    expect(next.taken.map(({ to }) => to)).toEqual(["ben@x.example", "ada@y.example"]);
    expect((await states()).toSorted()).toEqual(["cancelled", "sent", "sent"]);
  });
});

describe("a try that fails", () => {
  test("is made again later, with the same link and the same words", async () => {
    await imported("email");
    let busy = true;
    const { taken, by } = service(() => (busy ? { ok: false, again: true, error: "Busy." } : { ok: true }));
    await run(by);
    expect(await messages()).toMatchObject([
      { state: "queued", attempts: 1, error: "Busy." },
      { state: "queued", attempts: 1, error: "Busy." },
    ]);
    await run(by);
    expect(taken).toHaveLength(2);
    busy = false;
    await dueNow();
    await run(by);
    const [first, second] = [0, 2].map((at) =>
      taken.slice(at, at + 2).toSorted((a, b) => a.id.localeCompare(b.id)),
    );
    expect(second).toEqual(first);
    expect(await states()).toEqual(["sent", "sent"]);
  });

  test("is given up for good when another one would not help, or after many", async () => {
    const { id } = await imported("email");
    const { by } = service(({ to }) => ({ ok: false, again: to.startsWith("ada"), error: "No." }));
    await run(by);
    expect((await states()).toSorted()).toEqual(["failed", "queued"]);
    for (let time = 2; time <= ATTEMPTS_MAX; time += 1) {
      await dueNow();
      await run(by);
    }
    expect(await states()).toEqual(["failed", "failed"]);
    expect((await countInvitations(admin, id)).uninvited).toBe(2);
    expect(Math.max(...(await messages()).map(({ attempts }) => attempts))).toBe(ATTEMPTS_MAX);
  });

  test("leaves a newer link alone that somebody issued by hand", async () => {
    await imported("email");
    const { taken, by } = service(() => ({ ok: false, again: true, error: "Busy." }));
    await run(by);
    const [user] = await adminQuery("SELECT user_id FROM messages WHERE organization_id = $1 ORDER BY id", [
      organization.id,
    ]);
    const { token } = unwrap(await issueInvitation(admin, user?.user_id));
    await dueNow();
    await run(by);
    expect((await states()).toSorted()).toEqual(["cancelled", "queued"]);
    expect(taken).toHaveLength(3);
    expect(codeOf(await activate(token, "a password of many words", FROM))).toBe("ok");
  });
});

describe("a worker that is killed", () => {
  const folder = mkdtempSync(join(tmpdir(), "rollcall-outbox-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const transport = outboxTransport(folder);
  const outbox = { from: "us@rollcall.example", email: transport, sms: transport };
  const files = () => readdirSync(join(folder, "outbox")).toSorted();

  test("after it had handed a message over has the same one handed over again, and it goes out once", async () => {
    await imported("email");
    const killed = {
      ...transport,
      send: async (mails: Outgoing[], key: string) => {
        await transport.send(mails, key);
        throw new Error("killed");
      },
    };
    await sendMessages({ organizationId: organization.id }, { ...outbox, email: killed });
    await adminQuery(
      "UPDATE messages SET state = 'sending', next_attempt_at = now() WHERE organization_id = $1",
      [organization.id],
    );
    const before = files().map((name) => readFileSync(join(folder, "outbox", name), "utf8"));
    expect(before).toHaveLength(2);
    await sendMessages({ organizationId: organization.id }, outbox);
    expect(await states()).toEqual(["sent", "sent"]);
    expect(files()).toEqual((await messages()).map(({ id }) => `${id}.eml`).toSorted());
    expect(files().map((name) => readFileSync(join(folder, "outbox", name), "utf8"))).toEqual(before);
    expect(statSync(join(folder, "outbox", files()[0] ?? "")).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, "outbox")).mode & 0o777).toBe(0o700);
  });

  test("more than a day ago has nothing sent again that may have gone out", async () => {
    await imported("email");
    await adminQuery(
      "UPDATE messages SET state = 'sending', attempts = 1, first_attempt_at = now() - interval '25 hours' WHERE organization_id = $1",
      [organization.id],
    );
    const { taken, by } = service();
    await run(by);
    expect(taken).toEqual([]);
    expect(await states()).toEqual(["failed", "failed"]);
  });
});
