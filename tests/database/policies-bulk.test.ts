import { beforeEach, describe, expect, test } from "vitest";
import type { User } from "@/lib/generated/prisma/client";
import type { Actor } from "@/lib/permissions/actor";
import { givePolicy, planPolicy } from "@/lib/policies/bulk-commands";
import { DIFFERING, POLICIES, type PolicyKey } from "@/lib/policies/catalogue";
import { say, sayOf, userPolicyOf } from "@/tests/support/policies";
import { snapshot } from "@/tests/support/product-database";
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
let people: User[];
beforeEach(async () => {
  organization = await makeOrganization();
  admin = await makeActor(organization, "admin");
  people = [await makeUser(organization), await makeUser(organization), await makeUser(organization)];
});

const NOBODY = { search: "", status: null, role: null, importId: null, groupId: null };
const ids = (whom: { id: string }[] = people) => ({ ids: whom.map(({ id }) => id) });
const given = (key: PolicyKey, value: unknown) => ({ key, value, isInherited: false });
const asEverybody = (key: PolicyKey) => ({ key, value: null, isInherited: true });
const valuesOf = async (key: PolicyKey) =>
  Promise.all(people.map(async ({ id }) => (await userPolicyOf(admin, id, key)).value));

/** Plans and carries out, which come to the same. */
async function give(policy: ReturnType<typeof given>, selection = ids(), actor = admin) {
  const plan = unwrap(await planPolicy(actor, selection, policy));
  expect(unwrap(await givePolicy(actor, selection, policy, plan.changed))).toMatchObject(plan);
  return plan;
}

describe("a policy for many", () => {
  test("is each one's own then, with an event for each, and theirs alone", async () => {
    const other = await makeUser(organization);
    await sayOf(admin, people[0] ?? other, "pinUses", 3);
    expect(await give(given("pinUses", "3"))).toEqual({ changed: 2, left: 1 });
    expect(await valuesOf("pinUses")).toEqual([3, 3, 3]);
    expect((await userPolicyOf(admin, other.id, "pinUses")).origin).toBe("default");
    const [, second] = people;
    expect(await userPolicyOf(admin, second?.id ?? "", "pinUses")).toMatchObject({
      said: { by: admin.name },
    });
    expect(await eventsOf(second?.id ?? "")).toMatchObject([
      {
        action: "user.policiesChanged",
        changes: { before: { pinUses: "as for everybody" }, after: { pinUses: 3 } },
      },
    ]);
    expect(await give(asEverybody("pinUses"))).toEqual({ changed: 3, left: 0 });
    expect(await valuesOf("pinUses")).toEqual([1, 1, 1]);
    expect((await eventsOf(second?.id ?? "")).at(-1)).toMatchObject({
      changes: { before: { pinUses: 3 }, after: { pinUses: "as for everybody" } },
    });
  });

  test("is told together with what each had before, in the same words", async () => {
    const [first, second, third] = people;
    if (!first || !second || !third) throw new Error();
    const hours = (days: number[]) => ({ days, from: "08:00", until: "18:00", zone: "Europe/Berlin" });
    await sayOf(admin, first, "signInHours", hours([1, 2, 3, 4, 5]));
    await sayOf(admin, second, "signInHours", null);
    expect(await give(given("signInHours", hours([6, 7])))).toEqual({ changed: 3, left: 0 });
    const told = async ({ id }: User) => (await eventsOf(id)).at(-1)?.changes;
    const after = { signInHours: "Sat, Sun, 08:00 to 18:00, Europe/Berlin" };
    const weekdays = "Mon to Fri, 08:00 to 18:00, Europe/Berlin";
    expect(await told(first)).toEqual({ before: { signInHours: weekdays }, after });
    expect(await told(second)).toEqual({ before: { signInHours: "At any time" }, after });
    expect(await told(third)).toEqual({ before: { signInHours: "as for everybody" }, after });
  });

  test("is for all that match, and for nobody elsewhere", async () => {
    const elsewhere = await makeUser(await makeOrganization());
    const before = await snapshot();
    expect(await give(given("pinUses", 5), ids([elsewhere]))).toEqual({ changed: 0, left: 0 });
    expect(await snapshot()).toEqual(before);
    const all = { filter: NOBODY };
    expect(unwrap(await givePolicy(admin, all, given("pinUses", 5)))).toMatchObject({ changed: 4, left: 0 });
  });

  test.each(DIFFERING)("can be each of those that may differ: %s", async (key) => {
    const { usual } = POLICIES[key];
    expect(await give(given(key, usual))).toEqual({ changed: 3, left: 0 });
    expect(await give(given(key, usual))).toEqual({ changed: 0, left: 3 });
    expect(await give(asEverybody(key))).toEqual({ changed: 3, left: 0 });
  });

  test("is within bounds, and none that is the same for everybody", async () => {
    for (const policy of [given("pinUses", 0), given("exportAllowed", "no"), given("mfaGraceDays", 1)])
      expect(codeOf(await givePolicy(admin, ids(), policy))).toBe("invalid");
  });

  test("is left out for those whose other policies it does not fit", async () => {
    const [first] = people;
    if (!first) throw new Error();
    await sayOf(admin, first, "mfaPolicy", "required");
    await sayOf(admin, first, "sessionHours", 24);
    expect(await give(given("passwordLengthMin", 8))).toEqual({ changed: 1, left: 2 });
    expect(await give(given("sessionIdleMinutes", 1440))).toEqual({ changed: 1, left: 2 });
    expect(await give(given("sessionHours", 1))).toEqual({ changed: 2, left: 1 });
  });

  test("reaches nobody above, and nobody shuts themselves out", async () => {
    const holder = await setUser(people[0] ?? (await makeUser(organization)), {
      extraPermissions: ["users.policies.update"],
    });
    const above = await makeUser(organization, { role: "viewer" });
    const all = ids([...people, above]);
    const actor = actorOf(holder, organization);
    expect(await give(given("pinUses", 2), all, actor)).toEqual({ changed: 2, left: 2 });
    const oneself = ids([{ id: admin.userId }]);
    const networks = given("allowedNetworks", "203.0.113.0/24");
    expect(await give(networks, oneself)).toEqual({ changed: 0, left: 1 });
    expect(await give(given("pinUses", 2), oneself)).toEqual({ changed: 1, left: 0 });
    await say(admin, "exportAllowed", false);
    expect(codeOf(await givePolicy(actor, all, given("exportAllowed", true)))).toBe("forbidden");
  });

  test("is done as it was confirmed, or not at all", async () => {
    const before = await snapshot();
    expect(codeOf(await givePolicy(admin, ids(), given("pinUses", 2), 2))).toBe("conflict");
    for (const role of ["viewer", "billing", "user"] as const) {
      const actor = await makeActor(organization, role);
      expect(codeOf(await planPolicy(actor, ids(), given("pinUses", 2)))).toBe("forbidden");
      expect(codeOf(await givePolicy(actor, ids(), given("pinUses", 2)))).toBe("forbidden");
    }
    expect((await snapshot()).audit_events).toBe(before.audit_events);
    expect(await valuesOf("pinUses")).toEqual([1, 1, 1]);
  });
});
