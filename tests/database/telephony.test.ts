import { beforeEach, describe, expect, test } from "vitest";
import type { Actor } from "@/lib/permissions/actor";
import { assignExtension, giveExtension } from "@/lib/telephony/assign-commands";
import { createExtension, issueSipSecret, removeExtension, updateExtension } from "@/lib/telephony/commands";
import { extensionInput, queueInput, telephonySettingsInput } from "@/lib/telephony/input";
import { createExtensions, giveNumbers } from "@/lib/telephony/many-commands";
import { extensionOf, findExtension, listExtensions, telephonySettings } from "@/lib/telephony/queries";
import { createQueue, removeQueue, updateQueue } from "@/lib/telephony/queue-commands";
import { findQueue, listQueues } from "@/lib/telephony/queue-queries";
import { saveTelephonySettings } from "@/lib/telephony/settings-commands";
import { removeUsers, restoreUsers } from "@/lib/users/bulk-commands";
import { createUser } from "@/lib/users/commands";
import { adminQuery, asApplication, dump, snapshot } from "@/tests/support/product-database";
import {
  actorOf,
  codeOf,
  eventsOf,
  inputFor,
  makeActor,
  makeOrganization,
  makeUser,
  type TestOrganization,
  unwrap,
} from "@/tests/support/product-people";
import { extensionGiven, makeExtension } from "@/tests/support/telephony";

let organization: TestOrganization;
let admin: Actor;
beforeEach(async () => {
  organization = await makeOrganization();
  admin = await makeActor(organization, "admin");
});

const settings = (fields: object = {}) =>
  telephonySettingsInput.parse({
    sipDomain: organization.domain,
    sipServer: "",
    ranges: "100-199",
    extensionsMax: 500,
    ...fields,
  });
const set = async (fields: object) => unwrap(await saveTelephonySettings(admin, settings(fields)));
const numbers = async () =>
  (await listExtensions(admin, { search: "", after: null })).rows.map(({ number }) => number);
const kind = { type: "sip" as const, forceLogin: false };

describe("a number", () => {
  test("is the next free one of the ranges in order, or one that is asked for", async () => {
    await set({ ranges: "300-301, 100-101" });
    await makeExtension(admin, { number: "101" });
    expect((await makeExtension(admin)).number).toBe("100");
    expect((await makeExtension(admin)).number).toBe("300");
    expect((await makeExtension(admin)).number).toBe("301");
    expect(codeOf(await createExtension(admin, extensionGiven()))).toBe("invalid");
    expect(codeOf(await createExtension(admin, extensionGiven({ number: "101" })))).toBe("invalid");
    expect(codeOf(await createExtension(admin, extensionGiven({ number: "102" })))).toBe("invalid");
  });

  test("is one within the organization, of an extension or of a queue", async () => {
    const queue = queueInput.parse({
      number: "100",
      name: "Desk",
      strategy: "ringAll",
      voicemail: false,
      members: [],
    });
    unwrap(await createQueue(admin, queue));
    expect(codeOf(await createExtension(admin, extensionGiven({ number: "100" })))).toBe("invalid");
    expect((await makeExtension(admin)).number).toBe("101");
    expect(codeOf(await createQueue(admin, { ...queue, number: "101" }))).toBe("invalid");
    const other = await makeOrganization();
    expect((await makeExtension(await makeActor(other, "admin"), { number: "100" })).number).toBe("100");
  });

  test("goes to one of fifty who ask at the same moment", async () => {
    const people = await Promise.all(Array.from({ length: 25 }, () => makeUser(organization)));
    await Promise.all([
      ...people.map(async ({ id }) => unwrap(await giveExtension(admin, id, { extension: "next", ...kind }))),
      ...people.map(async () =>
        unwrap(await createExtension(admin, extensionGiven({ displayName: "Desk" }))),
      ),
    ]);
    expect(await numbers()).toEqual(Array.from({ length: 50 }, (_, index) => String(100 + index)));
    const held = await Promise.all(people.map(({ id }) => extensionOf(admin, id)));
    expect(new Set(held.map((each) => each?.number)).size).toBe(25);
  });

  test("is asked for twice by one form and taken once", async () => {
    const { id } = await makeExtension(admin);
    expect(unwrap(await createExtension(admin, extensionGiven(), id))).toEqual({ id, number: "100" });
    expect(await numbers()).toEqual(["100"]);
    expect((await eventsOf(id)).map(({ action }) => action)).toEqual(["extension.created"]);
  });
});

describe("the quota", () => {
  test("holds, however many ask at once", async () => {
    await set({ extensionsMax: 5 });
    const codes = await Promise.all(
      Array.from({ length: 12 }, async () => codeOf(await createExtension(admin, extensionGiven()))),
    );
    expect(codes.filter((code) => code === "ok")).toHaveLength(5);
    expect(codes.filter((code) => code === "conflict")).toHaveLength(7);
  });

  test("holds for many at once, for a person and for a new one, and writes nothing then", async () => {
    await set({ extensionsMax: 2 });
    const many = { first: null, count: 3, voicemail: false, ...kind };
    const { id } = await makeUser(organization);
    const before = await snapshot();
    expect(codeOf(await createExtensions(admin, many))).toBe("conflict");
    expect(await snapshot()).toEqual(before);
    expect(unwrap(await createExtensions(admin, { ...many, count: 2 })).made).toBe(2);
    for (const number of ["100", "101"]) {
      const taken = await giveExtension(admin, (await makeUser(organization)).id, {
        extension: "next",
        ...kind,
      });
      expect(unwrap(taken).number).toBe(number);
    }
    expect(codeOf(await giveExtension(admin, id, { extension: "next", ...kind }))).toBe("invalid");
    const choice = { extension: "next" as const, ...kind };
    const added = await createUser(
      admin,
      inputFor(organization),
      undefined,
      undefined,
      undefined,
      undefined,
      choice,
    );
    expect(added).toMatchObject({ ok: false, error: { issues: [{ path: "extension" }] } });
  });
});

describe("many", () => {
  test("are made of the numbers that are free from one on", async () => {
    await makeExtension(admin, { number: "121" });
    const made = await createExtensions(admin, { first: "120", count: 3, voicemail: true, ...kind });
    expect(unwrap(made)).toEqual({ made: 3, from: "120", to: "123" });
    expect(await numbers()).toEqual(["120", "121", "122", "123"]);
    await set({ ranges: "100-124" });
    const refused = await createExtensions(admin, { first: "120", count: 2, voicemail: true, ...kind });
    expect(refused).toMatchObject({ ok: false, error: { issues: [{ path: "count" }] } });
  });

  test("are given to people who have none, by name, with an event each", async () => {
    const people = await Promise.all(
      ["Cleo", "Abel", "Bea"].map((lastName) => makeUser(organization, { firstName: "Z", lastName })),
    );
    const { id: has } = await makeUser(organization);
    await makeExtension(admin, { number: "101" }, has);
    const gone = await makeUser(organization, { removedAt: new Date() });
    const ids = [...people.map(({ id }) => id), has, gone.id];
    const done = unwrap(await giveNumbers(admin, { ids }, { type: "web", forceLogin: true }));
    expect(done).toEqual({ given: 3, had: 1, left: 1, from: "100", to: "103" });
    const held = await Promise.all(people.map(({ id }) => extensionOf(admin, id)));
    expect(held.map((each) => each?.number)).toEqual(["103", "100", "102"]);
    expect(held[0]).toMatchObject({ type: "web", forceLogin: true });
    expect((await eventsOf(held[0]?.id ?? "")).map(({ action }) => action)).toEqual(["extension.assigned"]);
  });
});

describe("an extension", () => {
  test("is given from its page and from the person's, and frees what they had", async () => {
    const user = await makeUser(organization);
    const first = await makeExtension(admin, {}, user.id);
    const second = await makeExtension(admin);
    unwrap(await giveExtension(admin, user.id, { extension: second.id, type: "web", forceLogin: true }));
    expect(await extensionOf(admin, user.id)).toMatchObject({ id: second.id, type: "web", forceLogin: true });
    expect(await findExtension(admin, first.id)).toMatchObject({ user: null });
    const next = await makeUser(organization);
    expect(codeOf(await giveExtension(admin, next.id, { extension: second.id, ...kind }))).toBe("invalid");
    unwrap(await assignExtension(admin, second.id, next.id));
    expect(await extensionOf(admin, user.id)).toBeNull();
    expect((await eventsOf(second.id)).map(({ changes }) => changes)).toMatchObject([
      {},
      { after: { assignedTo: user.username } },
      { before: { assignedTo: user.username }, after: { assignedTo: next.username } },
    ]);
  });

  test("comes with a new person, or neither of them does", async () => {
    const { id: extension } = await makeExtension(admin);
    const choice = { extension, type: "sip" as const, forceLogin: true };
    const add = () =>
      createUser(admin, inputFor(organization), undefined, undefined, undefined, undefined, choice);
    const { id } = unwrap(await add());
    expect(await extensionOf(admin, id)).toMatchObject({ id: extension, forceLogin: true });
    const before = await snapshot();
    expect(await add()).toMatchObject({ ok: false, error: { issues: [{ path: "extension" }] } });
    expect(await snapshot()).toEqual(before);
  });

  test("is free once its user is removed, and theirs again when that is taken back, if it is free still", async () => {
    const [first, second] = [await makeUser(organization), await makeUser(organization)];
    const one = await makeExtension(admin, {}, first.id);
    const two = await makeExtension(admin, {}, second.id);
    unwrap(await removeUsers(admin, { ids: [first.id, second.id] }));
    expect(await findExtension(admin, one.id)).toMatchObject({
      user: null,
      formerName: `${first.firstName} ${first.lastName}`,
      mayCall: false,
    });
    const next = await makeUser(organization);
    unwrap(await giveExtension(admin, next.id, { extension: one.id, ...kind }));
    // A number that nobody ever had comes before one that somebody may come back to.
    const other = await makeUser(organization);
    const given = unwrap(await giveExtension(admin, other.id, { extension: "next", ...kind }));
    expect(given.number).toBe("102");
    unwrap(await restoreUsers(admin, { ids: [first.id, second.id] }));
    expect(await extensionOf(admin, first.id)).toBeNull();
    expect(await extensionOf(admin, next.id)).toMatchObject({ id: one.id });
    expect(await extensionOf(admin, second.id)).toMatchObject({ id: two.id });
  });

  test("keeps its number, and tells two who edit it of one another", async () => {
    const { id } = await makeExtension(admin);
    const input = extensionInput.parse({
      displayName: " The  Desk ",
      type: "web",
      voicemail: true,
      forceLogin: false,
    });
    unwrap(await updateExtension(admin, id, 1, input));
    expect(await findExtension(admin, id)).toMatchObject({
      number: "100",
      displayName: "The Desk",
      version: 2,
    });
    expect(codeOf(await updateExtension(admin, id, 1, { ...input, voicemail: false }))).toBe("conflict");
    expect(codeOf(await updateExtension(admin, id, 1, input))).toBe("ok");
  });

  test("is of no use to those who may not, and not there for another organization", async () => {
    const user = await makeUser(organization);
    const { id } = await makeExtension(admin, {}, user.id);
    const other = await makeActor(await makeOrganization(), "admin");
    const viewer = await makeActor(organization, "viewer");
    const stranger = await makeUser(other.organization as TestOrganization, {
      domainId:
        (
          await adminQuery<{ id: string }>("SELECT id FROM domains WHERE organization_id = $1", [
            other.organization.id,
          ])
        )[0]?.id ?? "",
    });
    const before = await snapshot();
    const asked = (actor: Actor) => [
      updateExtension(
        actor,
        id,
        1,
        extensionInput.parse({ displayName: "x", type: "web", voicemail: true, forceLogin: true }),
      ),
      assignExtension(actor, id, null),
      issueSipSecret(actor, id),
      removeExtension(actor, id),
    ];
    for (const refused of asked(other)) expect(codeOf(await refused)).toBe("notFound");
    for (const refused of asked(viewer)) expect(codeOf(await refused)).toBe("forbidden");
    expect(codeOf(await assignExtension(admin, id, stranger.id))).toBe("notFound");
    expect(codeOf(await giveExtension(other, user.id, { extension: "next", ...kind }))).toBe("notFound");
    expect(await findExtension(other, id)).toBeNull();
    expect(await snapshot()).toEqual(before);
  });

  test("of somebody who may more is out of reach", async () => {
    const boss = await makeUser(organization, { role: "admin" });
    const { id } = await makeExtension(admin, {}, boss.id);
    const clerk = await makeUser(organization, {
      extraPermissions: ["telephony.read", "telephony.update", "users.read"],
    });
    const actor = actorOf(clerk, organization);
    const before = await snapshot();
    expect(codeOf(await issueSipSecret(actor, id))).toBe("forbidden");
    expect(codeOf(await assignExtension(actor, id, clerk.id))).toBe("forbidden");
    expect(codeOf(await removeExtension(actor, id))).toBe("forbidden");
    expect(codeOf(await giveExtension(actor, boss.id, { extension: "next", ...kind }))).toBe("forbidden");
    expect(await snapshot()).toEqual(before);
    expect(unwrap(await giveNumbers(actor, { ids: [boss.id, clerk.id] }, kind))).toMatchObject({
      given: 1,
      left: 1,
    });
  });
});

test("whoever gives numbers waits for nobody who changes people, so the two never wait for each other", async () => {
  const user = await makeUser(organization);
  const given = await asApplication(organization.id, async (client) => {
    await client.query("SELECT FROM users WHERE id = $1 FOR NO KEY UPDATE", [user.id]);
    return giveExtension(admin, user.id, { extension: "next", ...kind });
  });
  expect(unwrap(given).number).toBe("100");
});

describe("a secret", () => {
  test("is in no row and no event, and void for another holder or another domain", async () => {
    const user = await makeUser(organization);
    const { id } = await makeExtension(admin, {}, user.id);
    const { secret, realm } = unwrap(await issueSipSecret(admin, id));
    expect(realm).toBe(organization.domain);
    expect(await dump()).not.toContain(secret);
    expect(await findExtension(admin, id)).toMatchObject({ hasSecret: true, mayRegister: true });
    // Even one that came to somebody else past all that takes it away.
    const other = await makeUser(organization);
    await adminQuery("UPDATE extensions SET user_id = $2 WHERE id = $1", [id, other.id]);
    expect(await findExtension(admin, id)).toMatchObject({
      hasSecret: false,
      mayCall: true,
      mayRegister: false,
    });
    await adminQuery("UPDATE extensions SET user_id = $2 WHERE id = $1", [id, user.id]);
    expect(await findExtension(admin, id)).toMatchObject({ hasSecret: true, mayRegister: true });
    unwrap(await assignExtension(admin, id, other.id));
    expect(await findExtension(admin, id)).toMatchObject({ hasSecret: false, mayRegister: false });
    unwrap(await issueSipSecret(admin, id));
    await adminQuery(
      `INSERT INTO domains (organization_id, id, name, proven_at) VALUES ($1, gen_random_uuid(), $2, now())`,
      [organization.id, `sip.${organization.domain}`],
    );
    const input = settings({ sipDomain: `sip.${organization.domain}`, ranges: "100-999" });
    expect(codeOf(await saveTelephonySettings(admin, input))).toBe("conflict");
    expect(unwrap(await saveTelephonySettings(admin, input, 1))).toEqual({ voided: 1 });
    expect(await findExtension(admin, id)).toMatchObject({ hasSecret: false, mayRegister: false });
  });

  test("is nothing that a Web extension has", async () => {
    const { id } = await makeExtension(admin, { type: "web" });
    expect(codeOf(await issueSipSecret(admin, id))).toBe("conflict");
  });
});

describe("the settings", () => {
  test("take a domain of one's own alone, and are told", async () => {
    const other = await makeOrganization();
    expect(codeOf(await saveTelephonySettings(admin, settings({ sipDomain: other.domain })))).toBe("invalid");
    await set({ sipServer: "SIP.Example.com:5070", ranges: "100-120", extensionsMax: 10 });
    expect(await telephonySettings(admin)).toMatchObject({
      sipServer: "sip.example.com:5070",
      ranges: [{ from: 100, to: 120 }],
      extensionsMax: 10,
    });
    expect((await eventsOf(organization.id)).at(-1)).toMatchObject({
      action: "telephony.updated",
      changes: { after: { ranges: "100-120", extensionsMax: 10 } },
    });
  });
});

describe("a queue", () => {
  test("has its members in order, some of them paused, and loses an extension that goes", async () => {
    const made = [await makeExtension(admin), await makeExtension(admin), await makeExtension(admin)];
    const [a = "", b = "", c = ""] = made.map(({ id }) => id);
    const input = (members: string[], paused: string[] = []) =>
      queueInput.parse({
        number: "",
        name: "Help desk",
        strategy: "roundRobin",
        voicemail: true,
        members: members.map((extensionId) => ({ extensionId, paused: paused.includes(extensionId) })),
      });
    const { id } = unwrap(await createQueue(admin, input([a, b])));
    const shown = async () =>
      (await findQueue(admin, id))?.members.map(({ number, paused }) => `${number}${paused ? "p" : ""}`);
    expect(await shown()).toEqual(["100", "101"]);
    unwrap(await updateQueue(admin, id, 1, input([c, a, b], [a])));
    expect(await shown()).toEqual(["102", "100p", "101"]);
    expect(codeOf(await updateQueue(admin, id, 1, input([a])))).toBe("conflict");
    unwrap(await removeExtension(admin, c));
    expect(await shown()).toEqual(["100p", "101"]);
    expect(codeOf(await updateQueue(admin, id, 2, input([c])))).toBe("invalid");
    expect(await listQueues(admin)).toMatchObject([
      { number: "103", members: 2, paused: 1, voicemail: true },
    ]);
    expect((await eventsOf(id)).at(-1)?.changes).toEqual({
      before: { members: "100, 101" },
      after: { members: "102, 100 (paused), 101" },
    });
    const other = await makeActor(await makeOrganization(), "admin");
    expect(codeOf(await updateQueue(other, id, 2, input([])))).toBe("notFound");
    expect(codeOf(await removeQueue(other, id))).toBe("notFound");
    expect(codeOf(await createQueue(other, input([a])))).toBe("invalid");
    unwrap(await removeQueue(admin, id));
    expect(await listQueues(admin)).toEqual([]);
  });
});
