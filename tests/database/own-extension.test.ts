import { beforeEach, describe, expect, test } from "vitest";
import { ownData } from "@/lib/account/data";
import { newId } from "@/lib/ids";
import { readContent } from "@/lib/messages/preview-queries";
import type { Actor } from "@/lib/permissions/actor";
import { changeSeats } from "@/lib/services/assign-commands";
import { createService } from "@/lib/services/commands";
import { askSupport, replyToRequest } from "@/lib/support/commands";
import { ownExtension } from "@/lib/telephony/own-queries";
import { createQueue } from "@/lib/telephony/queue-commands";
import { removeUsers } from "@/lib/users/bulk-commands";
import { viewedAccount } from "@/lib/users/view-queries";
import { adminQuery } from "@/tests/support/product-database";
import {
  actorOf,
  makeActor,
  makeOrganization,
  makeUser,
  type TestOrganization,
  unwrap,
} from "@/tests/support/product-people";
import { makeExtension, startSession } from "@/tests/support/telephony";

let organization: TestOrganization;
let admin: Actor;
beforeEach(async () => {
  organization = await makeOrganization();
  admin = await makeActor(organization, "admin");
});

describe("one's own extension", () => {
  test("is told to a plain user, with whether a call reaches it, and nobody else's is", async () => {
    const user = await makeUser(organization);
    const me = actorOf(user, organization);
    expect(await ownExtension(me)).toBeNull();
    const { id } = await makeExtension(admin, { number: "105", forceLogin: true }, user.id);
    await makeExtension(admin, { number: "106" }, (await makeUser(organization)).id);
    unwrap(
      await createQueue(admin, {
        number: "200",
        name: "Sales",
        strategy: "ringAll",
        voicemail: false,
        members: [{ extensionId: id, paused: true }],
      }),
    );
    expect(await ownExtension(me)).toMatchObject({
      extension: { number: "105", mayCall: false, hasSecret: false },
      address: `105@${organization.domain}`,
      server: organization.domain,
      queues: [{ name: "Sales", number: "200", paused: true }],
    });
    await startSession(organization, user.id);
    expect((await ownExtension(me))?.extension.mayCall).toBe(true);
    expect((await viewedAccount(admin, user.id))?.extension?.extension.number).toBe("105");
    unwrap(await removeUsers(admin, { ids: [user.id] }));
    expect(await ownExtension(me)).toBeNull();
  });

  test("is the one at home for whoever works in another organization", async () => {
    const other = await makeOrganization();
    const away: Actor = { ...admin, organization: { ...admin.organization, id: other.id } };
    await makeExtension(admin, { number: "105" }, admin.userId);
    expect((await ownExtension(away))?.extension.number).toBe("105");
  });
});

test("one's own data hold what one asked of support, one's services and extension, and nobody else's", async () => {
  const [user, other] = [await makeUser(organization), await makeUser(organization)];
  const [me, them] = [actorOf(user, organization), actorOf(other, organization)];
  const asked = unwrap(await ask(me, "My phone is silent."));
  unwrap(await ask(them, "A secret of somebody else."));
  unwrap(await replyToRequest(admin, { requestId: asked.id, id: newId(), words: "Plug it in." }));
  await makeExtension(admin, { number: "105" }, user.id);
  const price = { currency: "EUR", term: "month" as const, priceMinor: 0 };
  const mail = unwrap(
    await createService(admin, { name: "Mail", description: "", ...price, unlimited: true, seats: 0 }),
  );
  unwrap(
    await changeSeats(
      admin,
      { ids: [user.id] },
      { kind: "assignService", serviceId: mail.id, whenShort: "refuse" },
    ),
  );
  const data = unwrap(await ownData(me));
  expect(data).toMatchObject({
    extension: { number: "105" },
    services: [{ name: "Mail", by: admin.name }],
    supportRequests: [
      { words: "My phone is silent.", replies: [{ words: "Plug it in.", by: admin.name, isAnswer: true }] },
    ],
  });
  expect(JSON.stringify(data)).not.toContain("A secret of somebody else.");
});

test("what is said to and by support is shown in the ledger to none but those who read requests", async () => {
  await adminQuery("UPDATE users SET access_email = 'admin@x.example' WHERE id = $1", [admin.userId]);
  const me = actorOf(await makeUser(organization), organization);
  const { id } = unwrap(await ask(me, "My phone is silent."));
  unwrap(await replyToRequest(admin, { requestId: id, id: newId(), words: "Plug it in." }));
  const [reply] = await adminQuery<{ id: string }>(
    "SELECT id FROM messages WHERE organization_id = $1 AND kind = 'supportReply'",
    [organization.id],
  );
  expect((await readContent(admin, reply?.id ?? ""))?.text).toContain("Plug it in.");
  const manager = await makeActor(organization, "user", "userManagementAdmin");
  expect(manager.permissions.has("messages.send")).toBe(true);
  expect(manager.permissions.has("support.read")).toBe(false);
  expect(await readContent(manager, reply?.id ?? "")).toBeNull();
});

function ask(actor: Actor, words: string) {
  const given = { id: newId(), kind: "Question", urgency: "normal" as const, words, from: "/account" };
  return askSupport(actor, given, { device: "Firefox", file: null, now: new Date() });
}
