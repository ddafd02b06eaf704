import { beforeEach, describe, expect, test } from "vitest";
import { ownData } from "@/lib/account/data";
import { changeOwnDetails, ownDetails } from "@/lib/account/details";
import type { OwnField } from "@/lib/account/own-fields";
import { signIn } from "@/lib/auth/sign-in";
import { issueInvitation } from "@/lib/credentials/invitations";
import { issuePin } from "@/lib/credentials/pins/commands";
import { redeemPin } from "@/lib/credentials/pins/redeem";
import { withOrganization } from "@/lib/db";
import type { User } from "@/lib/generated/prisma/client";
import { giveGrants } from "@/lib/grants/commands";
import { createGroup } from "@/lib/groups/commands";
import { changeMembers } from "@/lib/groups/members";
import { queueMessage } from "@/lib/messages/queue-one";
import { type Actor, actorIn } from "@/lib/permissions/actor";
import { OWN_ACCOUNT_ONLY } from "@/lib/permissions/grants";
import { suspendUsers } from "@/lib/users/bulk-commands";
import { say } from "@/tests/support/policies";
import { adminQuery, snapshot } from "@/tests/support/product-database";
import {
  codeOf,
  eventsOf,
  givePassword,
  makeActor,
  makeOrganization,
  makeUser,
  personOf,
  readUser,
  type TestOrganization,
  unwrap,
} from "@/tests/support/product-people";

const PASSWORD = "correct horse battery staple";

let organization: TestOrganization;
let admin: Actor;
let user: User;
let me: Actor;
beforeEach(async () => {
  organization = await makeOrganization();
  admin = await makeActor(organization, "admin");
  user = await makeUser(organization, { company: "Acme", mobilePhone: "+4915112345678" });
  me = at(user);
});

function at(who: User): Actor {
  const actor = actorIn(personOf(who), organization);
  if (!actor) throw new Error("Everybody may act at home.");
  return actor;
}

const open = (...ownFields: OwnField[]) => say(admin, "ownFields", ownFields);
const versionOf = async (id = user.id) => (await readUser(id))?.version;

describe("one's own details", () => {
  test("are the phones, unless the organization says otherwise", async () => {
    const { fields, version } = await ownDetails(me);
    expect(version).toBe(user.version);
    expect(fields).toEqual([
      { field: "mobilePhone", value: "+4915112345678", mandatory: false },
      { field: "businessPhone", value: "", mandatory: false },
    ]);
    await open();
    expect((await ownDetails(me)).fields).toEqual([]);
  });

  test("change as far as they are one's own, in canonical form and with an event", async () => {
    await open("firstName", "businessPhone", "company");
    const texts = { firstName: "  Zoë ", businessPhone: "+49 (30) 901820", company: "" };
    expect(unwrap(await changeOwnDetails(me, user.version, texts))).toEqual({ changed: true });
    expect(await readUser(user.id)).toMatchObject({
      first_name: "Zoë",
      business_phone: "+4930901820",
      company: null,
      version: user.version + 1,
    });
    expect(await eventsOf(user.id)).toMatchObject([
      {
        action: "user.updated",
        actor_user_id: user.id,
        changes: {
          before: { firstName: "Una", businessPhone: null, company: "Acme" },
          after: { firstName: "Zoë", businessPhone: "+4930901820", company: null },
        },
      },
    ]);
  });

  test("are nothing new when nothing differs, however old the form", async () => {
    const before = await snapshot();
    expect(unwrap(await changeOwnDetails(me, 0, { mobilePhone: "+49 151 12345678" }))).toEqual({
      changed: false,
    });
    expect(await snapshot()).toEqual(before);
  });

  test.each([
    [{ mobilePhone: "not a number" }, "mobilePhone"],
    [{ mobilePhone: "+49 1" }, "mobilePhone"],
    [{ mobilePhone: "0151 12345678" }, "mobilePhone"],
    [{ firstName: "" }, "firstName"],
    [{ firstName: "x".repeat(101) }, "firstName"],
    [{ otherEmail: "nobody" }, "otherEmail"],
  ])("are judged as an admin's form judges them: %j", async (texts, path) => {
    await open("firstName", "otherEmail", "mobilePhone");
    const before = await snapshot();
    const refused = await changeOwnDetails(me, user.version, texts);
    expect(refused).toMatchObject({ ok: false, error: { code: "invalid", issues: [{ path }] } });
    expect(await snapshot()).toEqual(before);
  });

  test("keep what the organization asks for", async () => {
    await adminQuery("UPDATE organizations SET mandatory_fields = '{mobilePhone}' WHERE id = $1", [
      organization.id,
    ]);
    expect((await ownDetails(me)).fields[0]).toMatchObject({ field: "mobilePhone", mandatory: true });
    expect(codeOf(await changeOwnDetails(me, user.version, { mobilePhone: " " }))).toBe("invalid");
  });

  test("read phones for the organization's country", async () => {
    await adminQuery("UPDATE organizations SET default_country = 'DE' WHERE id = $1", [organization.id]);
    unwrap(await changeOwnDetails(me, user.version, { mobilePhone: "0151 87654321" }));
    expect((await readUser(user.id))?.mobile_phone).toBe("+4915187654321");
  });

  test.each([
    "username",
    "role",
    "accessEmail",
    "customerCode",
    "accessEndsAt",
    "company",
    "version",
    "__proto__",
  ])("are not %s, whatever a form sends", async (field) => {
    const before = await snapshot();
    const texts = JSON.parse(`{"mobilePhone": "+4915187654321", "${field}": "admin"}`);
    expect(codeOf(await changeOwnDetails(me, user.version, texts))).toBe("forbidden");
    expect(await snapshot()).toEqual(before);
  });

  test.each(["username", "role", "accessEmail", "customerCode"])(
    "are never %s, whoever writes the organization's row",
    async (field) => {
      await expect(
        adminQuery("UPDATE organizations SET own_fields = ARRAY[$2] WHERE id = $1", [organization.id, field]),
      ).rejects.toThrow(/check constraint/);
    },
  );

  test("do not overwrite what an admin has saved meanwhile", async () => {
    await adminQuery("UPDATE users SET version = version + 1 WHERE id = $1", [user.id]);
    expect(codeOf(await changeOwnDetails(me, user.version, { mobilePhone: "" }))).toBe("conflict");
    unwrap(await changeOwnDetails(me, user.version + 1, { mobilePhone: "" }));
    expect(await versionOf()).toBe(user.version + 2);
  });

  test("of ten at once are written one after the other, and nine are told", async () => {
    const tries = Array.from({ length: 10 }, (_, index) =>
      changeOwnDetails(me, user.version, { mobilePhone: `+491511234570${index}` }),
    );
    const codes = (await Promise.all(tries)).map(codeOf);
    expect(codes.filter((code) => code === "ok")).toHaveLength(1);
    expect(codes.filter((code) => code === "conflict")).toHaveLength(9);
  });

  test("are not for whoever manages from elsewhere", async () => {
    const managing = await makeOrganization({ managing: true });
    const managed = await makeOrganization({ managedBy: managing.id });
    const manager = actorIn(personOf(await makeUser(managing, { role: "admin" })), managed);
    if (!manager) throw new Error("A manager has something to do there.");
    expect(codeOf(await changeOwnDetails(manager, 1, { mobilePhone: "" }))).toBe("forbidden");
    expect(codeOf(await ownData(manager))).toBe("forbidden");
  });
});

describe("one's own data", () => {
  test("are the person, messages, sessions and events, of oneself alone and without secrets", async () => {
    await givePassword(user, PASSWORD);
    const ip = "192.0.2.77";
    unwrap(await signIn({ username: user.username, password: PASSWORD, ip, userAgent: "Firefox" }));
    await withOrganization(organization.id, (tx) =>
      queueMessage(tx, {
        organizationId: organization.id,
        userId: user.id,
        kind: "loginDetails",
        address: user.accessEmail,
        password: "tell nobody of this one",
      }),
    );
    const pending = await makeUser(organization, { activatedAt: null });
    const { token } = unwrap(await issueInvitation(admin, pending.id));
    unwrap(await suspendUsers({ ...admin, ip: "192.0.2.200" }, { ids: [user.id] }));
    // Whoever may not come in reads nothing of it; they are here again.
    expect(codeOf(await ownData(me))).toBe("unauthenticated");
    for (const { id } of [user, pending])
      await adminQuery("UPDATE users SET suspended_at = NULL, activated_at = now() WHERE id = $1", [id]);
    const colleague = await makeUser(organization, { firstName: "Nemo", lastName: "Nobody" });

    const data = unwrap(await ownData(me));
    expect(data).toMatchObject({
      organization: organization.name,
      person: { id: user.id, username: user.username, mobilePhone: user.mobilePhone, status: "active" },
      messages: [{ kind: "loginDetails", address: user.accessEmail }],
      sessions: [{ ip, userAgent: "Firefox" }],
      events: [{ action: "user.suspended", actorName: admin.name }],
    });
    const [row] = await adminQuery<{ hash: string }>("SELECT hash FROM passwords WHERE user_id = $1", [
      user.id,
    ]);
    const text = JSON.stringify([data, unwrap(await ownData(at(pending)))]);
    expect(text).not.toMatch(/argon2|hash|salt|sealed|searchText/i);
    for (const secret of [PASSWORD, row?.hash ?? "", "tell nobody", token, "192.0.2.200", colleague.lastName])
      expect(text).not.toContain(secret);
  });

  test("are groups, single permissions and PINs too, and what messages said is not among them", async () => {
    const input = { name: "Desk", description: "", permissions: [] };
    const group = unwrap(await createGroup(admin, input));
    unwrap(await createGroup(admin, { ...input, name: "Others" }));
    const joining = { kind: "joinGroup" as const, groupId: group.id };
    const far = { ...admin, ip: "192.0.2.201" };
    unwrap(await changeMembers(far, { ids: [user.id] }, joining));
    const grants = { ...OWN_ACCOUNT_ONLY, groups: [group.id], permissions: ["audit.read" as const] };
    unwrap(await giveGrants(far, { ids: [user.id] }, grants));
    const pending = await makeUser(organization, { activatedAt: null });
    const { pin } = unwrap(await issuePin(far, pending.id, { digits: null, uses: 3, hours: 24 }));
    unwrap(await redeemPin({ username: pending.username, pin, ip: "192.0.2.78" }));
    const filled = { network: "words that were said" };
    await withOrganization(organization.id, (tx) =>
      queueMessage(tx, {
        organizationId: organization.id,
        userId: user.id,
        kind: "signInAlert",
        address: user.accessEmail,
        filled,
      }),
    );

    const mine = unwrap(await ownData(me));
    expect(mine.groups).toEqual([{ name: "Desk", since: expect.any(Date), by: admin.name }]);
    expect(mine.permissions).toEqual([{ permission: "audit.read", since: expect.any(Date), by: admin.name }]);
    expect(mine.pins).toEqual([]);
    await adminQuery("UPDATE users SET activated_at = now() WHERE id = $1", [pending.id]);
    const others = unwrap(await ownData(at(pending)));
    expect(others.groups).toEqual([]);
    expect(others.permissions).toEqual([]);
    expect(others.pins).toEqual([
      {
        source: "system",
        uses: 3,
        usesLeft: 2,
        issuedBy: admin.name,
        createdAt: expect.any(Date),
        expiresAt: expect.any(Date),
        lastUsedAt: expect.any(Date),
        revokedAt: null,
        revokedBecause: null,
      },
    ]);
    const text = JSON.stringify([mine, others]);
    for (const secret of [`"${pin}"`, filled.network, "192.0.2.201", admin.username])
      expect(text).not.toContain(secret);
  });

  test("are in the audit log as downloaded", async () => {
    unwrap(await ownData(me));
    expect(await eventsOf(user.id)).toMatchObject([
      { action: "user.dataDownloaded", actor_user_id: user.id },
    ]);
  });
});
