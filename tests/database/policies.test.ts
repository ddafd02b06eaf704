import { beforeEach, describe, expect, test } from "vitest";
import type { User } from "@/lib/generated/prisma/client";
import type { Actor } from "@/lib/permissions/actor";
import {
  DIFFERING,
  POLICIES,
  POLICY_KEYS,
  type PolicyKey,
  type PolicyValues,
} from "@/lib/policies/catalogue";
import { setPolicy } from "@/lib/policies/commands";
import { listPolicies, listUserPolicies } from "@/lib/policies/queries";
import { NO_STAMP, setUserPolicy } from "@/lib/policies/user-commands";
import { stampOf } from "@/lib/policies/value";
import { policyOf, say, sayOf, userPolicyOf } from "@/tests/support/policies";
import { adminQuery, snapshot } from "@/tests/support/product-database";
import {
  actorOf,
  codeOf,
  eventsOf,
  makeActor,
  makeOrganization,
  makeUser,
  setUser,
  type TestOrganization,
  unwrap,
} from "@/tests/support/product-people";

let organization: TestOrganization;
let admin: Actor;
let user: User;
beforeEach(async () => {
  organization = await makeOrganization();
  admin = await makeActor(organization, "admin");
  user = await makeUser(organization);
});

/** Another value than the usual one, for each. */
const OTHER: PolicyValues = {
  passwordLengthMin: 20,
  passwordDays: 90,
  pinUses: 3,
  pinHours: 2,
  invitationDays: 3,
  lockAttempts: 5,
  lockMinutes: 30,
  mfaPolicy: "required",
  mfaGraceDays: 1,
  allowedNetworks: ["192.0.2.0/24"],
  signInHours: { days: [1, 2, 3, 4, 5, 6, 7], from: "00:00", until: "00:00", zone: "Europe/Berlin" },
  signInAlerts: false,
  sessionIdleMinutes: 30,
  sessionHours: 8,
  ownFields: ["company"],
  addressBook: false,
  addressBookFields: ["company"],
  addressBookReading: false,
  exportAllowed: false,
  deviceOfflineDays: 1,
  deviceCopyPaste: false,
  deviceScreenshots: false,
  deviceAppVersionMin: "4.2",
};

const own = (key: PolicyKey, value: unknown, stamp = NO_STAMP) => ({ key, value, stamp, isInherited: false });

describe("an organization's policies", () => {
  test("are as usual, as long as nobody has said anything", async () => {
    for (const { key, value, origin, said } of await listPolicies(admin))
      expect({ key, value, origin, said }).toEqual({
        key,
        value: POLICIES[key].usual,
        origin: "default",
        said: null,
      });
  });

  test.each(POLICY_KEYS)("are what was said, by whom and when, and nobody else's: %s", async (key) => {
    const other = await makeOrganization();
    const before = await listPolicies(await makeActor(other, "admin"));
    await say(admin, key, OTHER[key]);
    const { value, origin, said, inherited } = await policyOf(admin, key);
    expect({ value, origin, said }).toEqual({
      value: OTHER[key],
      origin: "organization",
      said: { by: admin.name, at: expect.any(String) },
    });
    expect(inherited.value).toEqual(POLICIES[key].usual);
    expect(await listPolicies(await makeActor(other, "admin"))).toEqual(before);
    expect((await eventsOf(organization.id)).at(-1)).toMatchObject({
      action: "organization.updated",
      changes: { before: { [key]: expect.anything() }, after: { [key]: expect.anything() } },
    });
    expect((await userPolicyOfOrNull(key))?.value).toEqual(DIFFERING.includes(key) ? OTHER[key] : undefined);
    await say(admin, key, POLICIES[key].usual);
    expect(await policyOf(admin, key)).toMatchObject({ value: POLICIES[key].usual, origin: "default" });
  });

  const userPolicyOfOrNull = async (key: PolicyKey) =>
    (await listUserPolicies(admin, user.id))?.find((each) => each.key === key);

  test("are told of with who said them last, and with nobody where it was somebody else", async () => {
    const other = await makeActor(organization, "admin");
    await say(other, "sessionHours", 4);
    await say(other, "mfaPolicy", "required");
    expect(await policyOf(admin, "sessionHours")).toMatchObject({ value: 4, said: { by: other.name } });
    expect(await policyOf(admin, "mfaPolicy")).toMatchObject({ value: "required", said: { by: other.name } });
    await adminQuery("UPDATE organizations SET session_hours = 5 WHERE id = $1", [organization.id]);
    expect(await policyOf(admin, "sessionHours")).toMatchObject({ value: 5, said: null });
  });

  test("are kept when two change two of them at once, and both stand", async () => {
    const stamps = { pinUses: stampOf(1), pinHours: stampOf(24) };
    await Promise.all([
      setPolicy(admin, { key: "pinUses", value: 2, stamp: stamps.pinUses }),
      setPolicy(admin, { key: "pinHours", value: 3, stamp: stamps.pinHours }),
    ]);
    expect((await policyOf(admin, "pinUses")).value).toBe(2);
    expect((await policyOf(admin, "pinHours")).value).toBe(3);
  });

  test("are never overwritten by somebody who has not seen them; sent again they are no conflict", async () => {
    const change = { key: "pinUses" as const, stamp: stampOf(1) };
    unwrap(await setPolicy(admin, { ...change, value: 2 }));
    const before = await snapshot();
    expect(codeOf(await setPolicy(admin, { ...change, value: 3 }))).toBe("conflict");
    expect(codeOf(await setPolicy(admin, { ...change, value: "2" }))).toBe("ok");
    expect(await snapshot()).toEqual(before);
    const many = await Promise.all(
      [4, 5, 6, 7].map((value) => setPolicy(admin, { ...change, stamp: stampOf(2), value })),
    );
    expect(many.map(codeOf).toSorted()).toEqual(["conflict", "conflict", "conflict", "ok"]);
  });

  test.each<[string, PolicyKey, unknown]>([
    ["fewer characters than 15 without a second step", "passwordLengthMin", 14],
    ["more minutes without a request than in all", "sessionIdleMinutes", 721],
    ["a network that shuts one out", "allowedNetworks", "203.0.113.0/24"],
    ["something out of bounds", "lockAttempts", 4],
    ["something of another kind", "exportAllowed", "no"],
  ])("are not %s", async (_, key, value) => {
    const { stamp } = await policyOf(admin, key);
    const before = await snapshot();
    expect(await setPolicy(admin, { key, value, stamp })).toMatchObject({
      ok: false,
      error: { code: "invalid", issues: [{ path: "value" }] },
    });
    expect(await snapshot()).toEqual(before);
  });

  test("do not shut whoever says them out by their hours", async () => {
    const yesterday = ((new Date().getUTCDay() + 6) % 7 || 7) as number;
    const value = { days: [yesterday], from: "08:00", until: "09:00", zone: "UTC" };
    const change = { key: "signInHours" as const, value, stamp: "null" };
    expect(codeOf(await setPolicy(admin, change))).toBe("invalid");
    // They hold for the organization's own people, and not for whoever manages it.
    const managing = await makeOrganization({ managing: true });
    const managed = await makeOrganization({ managedBy: managing.id });
    const manager = actorOf(await makeUser(managing, { role: "admin" }), managed);
    expect(codeOf(await setPolicy(manager, change))).toBe("ok");
  });

  test("raise the password's length again when a second step is required no more", async () => {
    await say(admin, "mfaPolicy", "required");
    await say(admin, "passwordLengthMin", 8);
    await say(admin, "mfaPolicy", "optional");
    expect(await policyOf(admin, "passwordLengthMin")).toMatchObject({ value: 15 });
  });

  test.each(["viewer", "billing", "user"] as const)("are not for a %s to say", async (role) => {
    const actor = await makeActor(organization, role);
    const before = await snapshot();
    expect(codeOf(await setPolicy(actor, { key: "pinUses", value: 2, stamp: "1" }))).toBe("forbidden");
    expect(await snapshot()).toEqual(before);
  });
});

describe("a person's policies", () => {
  test.each(DIFFERING)(
    "are as for everybody until somebody says otherwise, and again then: %s",
    async (key) => {
      const { usual } = POLICIES[key];
      const colleague = await makeUser(organization);
      expect(await userPolicyOf(admin, user.id, key)).toMatchObject({ value: usual, origin: "default" });
      await sayOf(admin, user, key, OTHER[key]);
      expect(await userPolicyOf(admin, user.id, key)).toMatchObject({
        value: OTHER[key],
        origin: "person",
        said: { by: admin.name },
        inherited: { value: usual, origin: "default" },
      });
      expect(await userPolicyOf(admin, colleague.id, key)).toMatchObject({ value: usual });
      expect((await eventsOf(user.id)).at(-1)).toMatchObject({
        action: "user.policiesChanged",
        changes: { before: { [key]: "as for everybody" } },
      });
      await sayOf(admin, user, key, undefined);
      expect(await userPolicyOf(admin, user.id, key)).toMatchObject({ value: usual, origin: "default" });
      expect(await eventsOf(user.id)).toHaveLength(2);
    },
  );

  test("stay when the organization's change", async () => {
    await sayOf(admin, user, "pinUses", 5);
    await say(admin, "pinUses", 9);
    expect(await userPolicyOf(admin, user.id, "pinUses")).toMatchObject({
      value: 5,
      inherited: { value: 9, origin: "organization", said: { by: admin.name } },
    });
  });

  test("are never overwritten by somebody who has not seen them", async () => {
    unwrap(await setUserPolicy(admin, user.id, own("pinUses", 2)));
    const before = await snapshot();
    expect(codeOf(await setUserPolicy(admin, user.id, own("pinUses", 3)))).toBe("conflict");
    expect(codeOf(await setUserPolicy(admin, user.id, own("pinUses", 2)))).toBe("ok");
    const back = { ...own("pinUses", null, stampOf(4)), isInherited: true };
    expect(codeOf(await setUserPolicy(admin, user.id, back))).toBe("conflict");
    expect(await snapshot()).toEqual(before);
    const many = await Promise.all(
      [4, 5, 6, 7].map((value) => setUserPolicy(admin, user.id, own("pinUses", value, stampOf(2)))),
    );
    expect(many.map(codeOf).toSorted()).toEqual(["conflict", "conflict", "conflict", "ok"]);
  });

  test("are within bounds, and fit each other", async () => {
    const refused = async (key: PolicyKey, value: unknown) =>
      codeOf(await setUserPolicy(admin, user.id, own(key, value)));
    expect(await refused("lockAttempts", 4)).toBe("invalid");
    expect(await refused("passwordLengthMin", 8)).toBe("invalid");
    expect(await refused("sessionIdleMinutes", 721)).toBe("invalid");
    expect(await refused("mfaGraceDays", 3)).toBe("invalid");
    expect(await refused("signInAlerts", false)).toBe("invalid");
    await sayOf(admin, user, "mfaPolicy", "required");
    expect(await refused("passwordLengthMin", 8)).toBe("ok");
    await sayOf(admin, user, "sessionHours", 24);
    expect(await refused("sessionIdleMinutes", 721)).toBe("ok");
  });

  test("do not shut whoever says them of themselves out", async () => {
    const networks = own("allowedNetworks", "203.0.113.0/24");
    expect(codeOf(await setUserPolicy(admin, admin.userId, networks))).toBe("invalid");
    expect(codeOf(await setUserPolicy(admin, user.id, networks))).toBe("ok");
    // Whoever may come in from anywhere is not shut out by what holds for everybody else.
    await sayOf(admin, { id: admin.userId }, "allowedNetworks", ["192.0.2.0/24"]);
    await say(admin, "allowedNetworks", ["203.0.113.0/24"]);
  });
});

describe("who says what holds for a person", () => {
  const change = own("pinUses", 2);

  test("nobody without the right, not even a User Management Admin", async () => {
    const actors = [
      await makeActor(organization, "viewer"),
      await makeActor(organization, "billing"),
      await makeActor(organization, "user"),
      await makeActor(organization, "user", "userManagementAdmin"),
    ];
    const before = await snapshot();
    for (const actor of actors) expect(codeOf(await setUserPolicy(actor, user.id, change))).toBe("forbidden");
    expect(await snapshot()).toEqual(before);
  });

  test("nobody of somebody above them, and nobody of themselves but who says it for everybody", async () => {
    const holder = await setUser(user, { extraPermissions: ["users.policies.update", "users.read"] });
    const actor = actorOf(holder, organization);
    const above = await makeUser(organization, { role: "viewer" });
    const more = await makeUser(organization, { extraPermissions: ["billing.read"] });
    const before = await snapshot();
    for (const { id } of [above, more, user])
      expect(codeOf(await setUserPolicy(actor, id, change))).toBe("forbidden");
    expect(await snapshot()).toEqual(before);
    const colleague = await makeUser(organization);
    expect(codeOf(await setUserPolicy(actor, colleague.id, change))).toBe("ok");
    expect(codeOf(await setUserPolicy(admin, admin.userId, change))).toBe("ok");
  });

  test("nobody lets others export who may not themselves", async () => {
    const holder = await setUser(user, { extraPermissions: ["users.policies.update", "users.read"] });
    const colleague = await makeUser(organization);
    await say(admin, "exportAllowed", false);
    const allow = own("exportAllowed", true);
    expect(codeOf(await setUserPolicy(actorOf(holder, organization), colleague.id, allow))).toBe("forbidden");
    expect(codeOf(await setUserPolicy(admin, colleague.id, allow))).toBe("ok");
  });

  test("of nobody who is elsewhere, removed, or not there", async () => {
    const elsewhere = await makeUser(await makeOrganization());
    const removed = await makeUser(organization, { removedAt: new Date() });
    const before = await snapshot();
    for (const id of [elsewhere.id, removed.id, organization.id, "x"])
      expect(codeOf(await setUserPolicy(admin, id, change))).toBe("notFound");
    expect(await listUserPolicies(admin, elsewhere.id)).toBeNull();
    expect(await snapshot()).toEqual(before);
  });
});
