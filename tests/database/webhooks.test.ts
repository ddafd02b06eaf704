import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { record } from "@/lib/audit/record";
import { withOrganization } from "@/lib/db";
import type { Actor } from "@/lib/permissions/actor";
import { createUser, updateUser } from "@/lib/users/commands";
import { removeWebhook, replaceSecret, switchWebhook, updateWebhook } from "@/lib/webhooks/commands";
import { findDelivery, findWebhook, listDeliveries, listWebhooks } from "@/lib/webhooks/queries";
import { resendDelivery, resendMissed, testWebhook } from "@/lib/webhooks/resend-commands";
import { sendWebhooks } from "@/lib/webhooks/send";
import { adminQuery } from "@/tests/support/product-database";
import {
  actorOf,
  codeOf,
  eventsOf,
  inputFor,
  inputOf,
  makeActor,
  makeHome,
  makeUser,
  type TestOrganization,
  unwrap,
} from "@/tests/support/product-people";
import { LOOPBACK, startReceiver } from "@/tests/support/receiver";
import {
  deliveriesOf,
  isSignedWith,
  letPass,
  makeWebhook,
  runWebhooks,
  untilCollectable,
} from "@/tests/support/webhooks";

let organization: TestOrganization;
let admin: Actor;
beforeEach(async () => {
  ({ organization, admin } = await makeHome());
});

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function receiver(...given: Parameters<typeof startReceiver>) {
  const started = await startReceiver(...given);
  closing.push(started.close);
  return started;
}

const run = () => runWebhooks(organization.id);
const add = async () => unwrap(await createUser(admin, inputFor(organization))).id;
const subjectsOf = (received: { body: string }[]) =>
  received.map(({ body }): string => JSON.parse(body).data.id);

describe("an event", () => {
  test("is sent once, signed, and says no more than it has to", async () => {
    const { received, url } = await receiver();
    const { secret } = await makeWebhook(admin, url);
    const { id } = unwrap(await createUser(admin, inputFor(organization, { mobilePhone: "+491701234567" })));
    await run();
    await run();
    expect(received).toHaveLength(1);
    const [first] = received;
    if (!first) throw new Error("Nothing came.");
    expect(isSignedWith(first, secret)).toBe(true);
    expect(isSignedWith({ ...first, body: `${first.body} ` }, secret)).toBe(false);
    const [event] = await eventsOf(id);
    expect(first.headers["webhook-id"]).toBe((event as { id?: string } | undefined)?.id);
    expect(JSON.parse(first.body)).toEqual({
      type: "user.created",
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      data: {
        id,
        organizationId: organization.id,
        changed: expect.arrayContaining(["firstName", "mobilePhone"]),
        values: expect.objectContaining({ role: "user" }),
        by: { kind: "user", id: admin.userId },
      },
    });
    expect(first.body).not.toContain("491701234567");
  });

  test("goes to the webhooks that are told of its kind, and to no other organization's", async () => {
    const [all, some, others] = [await receiver(), await receiver(), await receiver()];
    const elsewhere = await makeHome();
    await makeWebhook(admin, all.url);
    await makeWebhook(admin, some.url, { eventTypes: ["user.removed"] });
    await makeWebhook(elsewhere.admin, others.url);
    const id = await add();
    await run();
    await runWebhooks(elsewhere.organization.id);
    expect(subjectsOf(all.received)).toEqual([id]);
    expect(some.received).toEqual([]);
    expect(others.received).toEqual([]);
  });

  test("from before a webhook was made, or while it was off, is not sent", async () => {
    const { received, url } = await receiver();
    await add();
    await untilCollectable();
    const { id } = await makeWebhook(admin, url);
    await run();
    unwrap(await switchWebhook(admin, id, false));
    await add();
    await run();
    await untilCollectable();
    unwrap(await switchWebhook(admin, id, true));
    await run();
    expect(received).toEqual([]);
    const later = await add();
    await run();
    expect(subjectsOf(received)).toEqual([later]);
  });

  test("of a transaction that is still under way is not passed over by later ones", async () => {
    const { received, url } = await receiver();
    await makeWebhook(admin, url);
    const slow = await makeUser(organization);
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    let under: Promise<void> | undefined;
    await new Promise<void>((written) => {
      under = withOrganization(organization.id, async (tx) => {
        await record(tx, organization.id, admin, "user.updated", { type: "user", id: slow.id, name: "Slow" });
        written();
        await released;
      });
    });
    const quick = await add();
    await sendWebhooks({ organizationId: organization.id }, LOOPBACK);
    expect(received).toEqual([]);
    release();
    await under;
    await run();
    expect(subjectsOf(received).toSorted()).toEqual([slow.id, quick].toSorted());
  });
});

describe("a delivery", () => {
  test("that fails is tried again with longer and longer waits, and those behind it of the same person wait", async () => {
    let status = 500;
    const { received, url } = await receiver(() => ({ status, body: "out of order" }));
    await makeWebhook(admin, url);
    const person = await makeUser(organization);
    unwrap(await updateUser(admin, person.id, 1, inputOf(person, { firstName: "Ursula" })));
    await run();
    unwrap(await updateUser(admin, person.id, 2, inputOf(person, { firstName: "Ulla" })));
    await run();
    expect(received).toHaveLength(1);
    const waits: number[] = [];
    for (let tries = 1; tries <= 4; tries += 1) {
      const [first] = await deliveriesOf(organization.id);
      waits.push(first?.wait ?? 0);
      await letPass(organization.id, 1);
      await run();
    }
    expect(waits.map((wait) => Math.round(wait / 5) * 5)).toEqual([5, 30, 120, 600]);
    expect(new Set(received.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
    expect(new Set(received.map(({ body }) => body)).size).toBe(1);
    const [failing] = await deliveriesOf(organization.id);
    expect(failing?.attempts[0]).toMatchObject({
      status: 500,
      problem: "It answered 500.",
      answer: "out of order",
    });
    status = 204;
    await letPass(organization.id, 3);
    await run();
    expect((await deliveriesOf(organization.id)).map(({ state }) => state)).toEqual([
      "delivered",
      "delivered",
    ]);
    expect(received).toHaveLength(7);
  });

  test("that is refused keeps nobody else's waiting, and is given up after a day", async () => {
    const broken = await makeUser(organization);
    const { received, url } = await receiver(({ body }) => ({
      status: body.includes(broken.id) ? 400 : 200,
    }));
    await makeWebhook(admin, url);
    unwrap(await updateUser(admin, broken.id, 1, inputOf(broken, { firstName: "Ursula" })));
    const others = [await add(), await add()];
    await run();
    expect(subjectsOf(received).toSorted()).toEqual([broken.id, ...others].toSorted());
    await letPass(organization.id, 25);
    const another = await add();
    await run();
    const states = new Map((await deliveriesOf(organization.id)).map((row) => [row.subject_id, row.state]));
    expect(states.get(broken.id)).toBe("failed");
    expect(states.get(another)).toBe("delivered");
  });

  test("heeds Retry-After, follows no redirect, decodes nothing and keeps the beginning of an answer alone", async () => {
    const answers = [
      { status: 429, headers: { "retry-after": "3000" }, body: "slow down" },
      { status: 302, headers: { location: "/elsewhere" } },
      { status: 500, headers: { "content-encoding": "gzip" }, body: gzipSync("x".repeat(1e6)) },
      { status: 500, body: `\u0000${"é".repeat(100_000)}` },
    ];
    const { received, url } = await receiver((_, number) => answers[number - 1] ?? {});
    await makeWebhook(admin, url);
    await add();
    const kept = [];
    for (const _ of answers) {
      await run();
      const [row] = await deliveriesOf(organization.id);
      kept.push({ wait: row?.wait ?? 0, ...row?.attempts.at(-1) });
      await letPass(organization.id, 2);
    }
    expect(kept[0]?.wait).toBeGreaterThan(2900);
    expect(kept[1]?.problem).toContain("redirects are not followed");
    expect(kept[2]?.answer).toBe("(compressed)");
    expect(kept[3]?.answer).toBe("é".repeat(500));
    expect(received.map(({ path }) => path)).toEqual(["/hook", "/hook", "/hook", "/hook"]);
    expect(received[0]?.headers["accept-encoding"]).toBe("identity");
  });

  test("waits while nobody answers, and one at a time looks whether somebody does", async () => {
    const { received, url } = await receiver(() => ({ status: 503 }));
    await makeWebhook(admin, url);
    for (let people = 0; people < 8; people += 1) await add();
    await run();
    expect(received).toHaveLength(8);
    await letPass(organization.id, 1);
    await run();
    expect(received).toHaveLength(9);
    await run();
    expect(received).toHaveLength(9);
  });
});

describe("a webhook", () => {
  test("that has failed for a day is switched off, which admins are told", async () => {
    const { received, url } = await receiver(() => ({ status: 500 }));
    const { id } = await makeWebhook(admin, url);
    await add();
    await run();
    await letPass(organization.id, 25);
    await add();
    await run();
    expect(received.length).toBeGreaterThan(1);
    expect(await listWebhooks(admin)).toMatchObject([{ offBecause: "failing", missed: 2, waiting: 0 }]);
    const told = await adminQuery<{ kind: string; filled: Record<string, string> }>(
      "SELECT kind, filled FROM messages WHERE organization_id = $1 AND user_id = $2",
      [organization.id, admin.userId],
    );
    expect(told).toMatchObject([
      { kind: "connectionNotice", filled: { noticeAbout: "The webhook “Payroll” was switched off" } },
    ]);
    expect(told[0]?.filled.noticeLink).toContain(`/${organization.slug}/webhooks/${id}`);
    expect((await eventsOf(id)).at(-1)).toMatchObject({
      action: "webhook.switchedOff",
      actor_kind: "system",
    });
    const before = received.length;
    await add();
    await run();
    expect(received).toHaveLength(before);
  });

  test("that is gone is switched off at once, and gets what it has missed once somebody says so", async () => {
    let status = 410;
    const { received, url } = await receiver(() => ({ status }));
    const { id } = await makeWebhook(admin, url);
    const people = [await add()];
    await run();
    expect(await findWebhook(admin, id)).toMatchObject({ offBecause: "gone", missed: 1 });
    expect(codeOf(await resendMissed(admin, id))).toBe("conflict");
    status = 200;
    unwrap(await switchWebhook(admin, id, true));
    expect(unwrap(await resendMissed(admin, id))).toEqual({ count: 1 });
    await run();
    expect(subjectsOf(received)).toEqual([...people, ...people]);
    expect(await findWebhook(admin, id)).toMatchObject({ offBecause: null, missed: 0, waiting: 0 });
  });

  test("signs with both secrets while the old one holds, and then with the new one alone", async () => {
    const { received, url } = await receiver();
    const { id, secret: old } = await makeWebhook(admin, url);
    const { secret } = unwrap(await replaceSecret(admin, id, 24));
    await add();
    await run();
    await letPass(organization.id, 25);
    await add();
    await run();
    expect(received.map((each) => [isSignedWith(each, old), isSignedWith(each, secret)])).toEqual([
      [true, true],
      [false, true],
    ]);
    const rows = await adminQuery("SELECT * FROM webhooks WHERE id = $1", [id]);
    expect(JSON.stringify(rows)).not.toContain(secret);
    expect(Buffer.from(rows[0]?.sealed_secret).toString("latin1")).not.toContain(secret.slice(6, 20));
  });

  test("can be tried out, sends one event again, and shows every try", async () => {
    const { received, url } = await receiver();
    const { id } = await makeWebhook(admin, url);
    const { eventId } = unwrap(await testWebhook(admin, id));
    await run();
    expect(JSON.parse(received[0]?.body ?? "")).toMatchObject({ type: "webhook.tested", data: { id } });
    unwrap(await resendDelivery(admin, id, eventId));
    await run();
    expect(received.map(({ headers }) => headers["webhook-id"])).toEqual([eventId, eventId]);
    expect(received[1]?.body).toBe(received[0]?.body);
    const delivery = await findDelivery(admin, id, eventId);
    expect(delivery).toMatchObject({ state: "delivered", body: received[0]?.body });
    expect(delivery?.attempts).toMatchObject([{ status: 200, answer: "taken" }, { status: 200 }]);
    const { deliveries } = await listDeliveries(admin, id, { state: null, before: null });
    expect(deliveries).toMatchObject([{ type: "webhook.tested", state: "delivered", last: { status: 200 } }]);
  });

  test("that is removed takes its deliveries along; the events stay", async () => {
    const { url } = await receiver();
    const { id } = await makeWebhook(admin, url);
    const person = await add();
    await run();
    unwrap(await removeWebhook(admin, id));
    expect(await deliveriesOf(organization.id)).toEqual([]);
    expect(await eventsOf(person)).toHaveLength(1);
    expect((await eventsOf(id)).map(({ action }) => action)).toEqual(["webhook.created", "webhook.removed"]);
  });

  test("is nothing that another organization's admin, or whoever may look alone, can touch", async () => {
    const { url } = await receiver();
    const { id } = await makeWebhook(admin, `${url}?key=hidden`);
    const { admin: other } = await makeHome();
    const viewer = await makeActor(organization, "viewer");
    const user = actorOf(await makeUser(organization), organization);
    const given = { name: "Mine", url, eventTypes: [] };
    for (const [actor, code] of [
      [other, "notFound"],
      [viewer, "forbidden"],
      [user, "forbidden"],
    ] as const) {
      expect(codeOf(await updateWebhook(actor, id, given, LOOPBACK))).toBe(code);
      expect(codeOf(await switchWebhook(actor, id, false))).toBe(code);
      expect(codeOf(await replaceSecret(actor, id, 0))).toBe(code);
      expect(codeOf(await testWebhook(actor, id))).toBe(code);
      expect(codeOf(await resendMissed(actor, id))).toBe(code);
      expect(codeOf(await removeWebhook(actor, id))).toBe(code);
    }
    expect(await findWebhook(other, id)).toBeNull();
    expect(await listWebhooks(other)).toEqual([]);
    expect(JSON.stringify([await findWebhook(viewer, id), await eventsOf(id)])).not.toContain("hidden");
    await expect(listWebhooks(user)).rejects.toThrow("connections.read");
  });
});
