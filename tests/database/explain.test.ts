import { beforeAll, describe, expect, test } from "vitest";
import { withOrganization } from "@/lib/db";
import { giveGrants } from "@/lib/grants/commands";
import { findMirrorCandidates } from "@/lib/grants/mirror";
import { createGroup, updateGroup } from "@/lib/groups/commands";
import { changeMembers } from "@/lib/groups/members";
import { newId } from "@/lib/ids";
import { type Actor, actorIn } from "@/lib/permissions/actor";
import { countHolders, explainAccess, type Holder, holdersOf } from "@/lib/permissions/explain-queries";
import { OWN_ACCOUNT_ONLY } from "@/lib/permissions/grants";
import { ALL_PERMISSIONS, EVERYBODYS, hasEffect, type Permission } from "@/lib/permissions/permissions";
import { changeRoles } from "@/lib/users/bulk-commands";
import { createUser } from "@/lib/users/commands";
import { adminQuery } from "@/tests/support/product-database";
import {
  inputFor,
  makeActor,
  makeHome,
  makeOrganization,
  makeUser,
  personOf,
  setUser,
  type TestOrganization,
  unwrap,
} from "@/tests/support/product-people";
import { fillAtRandom, PERMISSIONS_IN_ORDER, randomness } from "@/tests/support/random-access";
import { comesIn, type ReadPerson, readAccess } from "@/tests/support/read-access";

const PAGE = 50;

async function everyPage(actor: Actor, permission: Permission) {
  const people: Holder[] = [];
  const sizes: number[] = [];
  let after: string | null = null;
  do {
    const page = await holdersOf(actor, permission, after);
    people.push(...page.people);
    sizes.push(page.people.length);
    expect(page.total, permission).toBeGreaterThanOrEqual(people.length);
    if (page.next === null) expect(page.total).toBe(people.length);
    after = page.next;
  } while (after !== null);
  expect(sizes.slice(0, -1).every((size) => size === PAGE)).toBe(true);
  return people;
}

describe.each([
  { managing: false, people: 1_000 },
  { managing: true, people: 200 },
])("$people people at random, where others are managed: $managing", ({ managing, people }) => {
  let organization: TestOrganization;
  let admin: Actor;
  let read: ReadPerson[];
  beforeAll(async () => {
    organization = await makeOrganization({ managing });
    admin = await makeActor(organization, "admin");
    await fillAtRandom(organization, people, randomness(people));
    read = await readAccess(organization.id, managing);
  });

  test("what is explained is what each may do, for all the reasons that the tables have", async () => {
    const users = await withOrganization(organization.id, (tx) =>
      tx.user.findMany({ include: { held: true } }),
    );
    expect(users).toHaveLength(people + 1);
    for (const { held, ...user } of users) {
      const explained = await explainAccess(admin, user.id);
      expect(explained, user.id).toEqual(read.find(({ id }) => id === user.id)?.may);
      const actor = actorIn(personOf({ ...user, extraPermissions: held?.permissions ?? [] }), organization);
      expect(explained?.map(({ permission }) => permission)).toEqual(
        ALL_PERMISSIONS.filter((permission) => actor?.permissions.has(permission)),
      );
    }
  });

  test("the pages of those who hold a permission are exactly them, each with why", async () => {
    const counts = await countHolders(admin);
    expect([...counts.keys()]).toEqual(PERMISSIONS_IN_ORDER.filter((each) => counts.has(each as Permission)));
    for (const permission of ALL_PERMISSIONS) {
      const expected = read.filter(comesIn).flatMap(({ id, name, may }) => {
        const { reasons } = may.find((each) => each.permission === permission) ?? {};
        return reasons ? [{ id, name, reasons }] : [];
      });
      const found = await everyPage(admin, permission);
      expect(found.map(({ id, name, reasons }) => ({ id, name, reasons }))).toEqual(expected);
      expect(counts.get(permission)).toBe(hasEffect(permission, managing) ? expected.length : undefined);
    }
  });
});

describe("who gave it", () => {
  const reasonsFor = async (actor: Actor, userId: string, permission: Permission) =>
    (await explainAccess(actor, userId))?.find((each) => each.permission === permission)?.reasons;
  const now = expect.any(Date);

  test("is told by the event that gave the role, whatever else is given later", async () => {
    const { organization, admin } = await makeHome();
    const other = await makeActor(organization, "admin");
    const third = await makeActor(organization, "admin");
    const { id } = unwrap(await createUser(admin, inputFor(organization, { role: "billing" })));
    const role = (given: string, name = "billing") => [
      { kind: "role", role: name, given: { at: now, by: given, mirrorOf: null } },
    ];
    expect(await reasonsFor(admin, id, "billing.read")).toEqual(role(admin.name));
    unwrap(await changeRoles(other, { ids: [id] }, "viewer"));
    expect(await reasonsFor(admin, id, "billing.read")).toEqual(role(other.name, "viewer"));
    const same = { ...OWN_ACCOUNT_ONLY, role: "viewer" as const, permissions: ["users.create" as const] };
    unwrap(await giveGrants(third, { ids: [id] }, same));
    expect(await reasonsFor(admin, id, "billing.read")).toEqual(role(other.name, "viewer"));
    expect(await reasonsFor(admin, id, "users.create")).toEqual([
      { kind: "alone", given: { at: now, by: third.name, mirrorOf: null } },
    ]);
  });

  test("is not guessed where nobody wrote it down", async () => {
    const { organization, admin } = await makeHome();
    const user = await makeUser(organization, { role: "viewer", accessProfile: "userManagementViewer" });
    const unknown = [
      { kind: "role", role: "viewer", given: null },
      { kind: "accessProfile", accessProfile: "userManagementViewer", given: null },
    ];
    expect(await reasonsFor(admin, user.id, "users.read")).toEqual(unknown);
    unwrap(await changeRoles(admin, { ids: [user.id] }, "billing"));
    await setUser(user, { role: "viewer" });
    expect(await reasonsFor(admin, user.id, "users.read")).toEqual(unknown);
  });

  test("is told of who put it into a group after they had come into it", async () => {
    const { organization, admin } = await makeHome();
    const [other, user] = [await makeActor(organization, "admin"), await makeUser(organization)];
    const group = { name: "Front desk", description: "", permissions: ["users.read" as Permission] };
    const { id } = unwrap(await createGroup(admin, group));
    unwrap(await changeMembers(admin, { ids: [user.id] }, { kind: "joinGroup", groupId: id }));
    const given = { at: now, by: admin.name, mirrorOf: null };
    const put = { at: now, by: other.name, mirrorOf: null };
    const more = ["users.read", "audit.read"] as Permission[];
    unwrap(await updateGroup(other, id, 1, { ...group, permissions: more }));
    const one = { kind: "group", name: "Front desk", given };
    expect(await reasonsFor(admin, user.id, "users.read")).toEqual([one]);
    expect(await reasonsFor(admin, user.id, "audit.read")).toEqual([{ ...one, put }]);
    // Taken out and put in again, it is by whoever did that.
    unwrap(await updateGroup(admin, id, 2, { ...group, permissions: ["audit.read"] }));
    unwrap(await updateGroup(other, id, 3, { ...group, permissions: more }));
    expect(await reasonsFor(admin, user.id, "users.read")).toEqual([{ ...one, put }]);
    const late = await makeUser(organization);
    unwrap(await changeMembers(admin, { ids: [late.id] }, { kind: "joinGroup", groupId: id }));
    expect(await reasonsFor(admin, late.id, "audit.read")).toEqual([one]);
  });

  test("is told of a role that was mirrored, with whose it was, for one who is new as well", async () => {
    const { organization, admin } = await makeHome();
    const model = await makeUser(organization, {
      lastName: `Model ${newId()}`,
      role: "billing",
      accessProfile: "userManagementViewer",
    });
    const [candidate] = await findMirrorCandidates(admin, model.lastName);
    if (!candidate) throw new Error("Nobody is found.");
    const { id } = unwrap(
      await createUser(
        admin,
        inputFor(organization, { role: "billing", accessProfile: "userManagementViewer" }),
        newId(),
        undefined,
        candidate.grants,
      ),
    );
    const user = await makeUser(organization);
    unwrap(await giveGrants(admin, { ids: [user.id] }, candidate.grants));
    const given = { at: now, by: admin.name, mirrorOf: `Una ${model.lastName}` };
    for (const each of [id, user.id]) {
      expect(await reasonsFor(admin, each, "billing.read")).toEqual([
        { kind: "role", role: "billing", given },
      ]);
      expect(await reasonsFor(admin, each, "users.read")).toEqual([
        { kind: "accessProfile", accessProfile: "userManagementViewer", given },
      ]);
    }
    // Given by hand later, it was taken over from nobody.
    unwrap(await changeRoles(admin, { ids: [user.id] }, "viewer"));
    expect(await reasonsFor(admin, user.id, "billing.read")).toEqual([
      { kind: "role", role: "viewer", given: { ...given, mirrorOf: null } },
    ]);
  });

  test("is told of a mirror with whose rights they are", async () => {
    const { organization, admin } = await makeHome();
    const { id: groupId } = unwrap(
      await createGroup(admin, { name: "Front desk", description: "", permissions: ["users.read"] }),
    );
    const model = await makeUser(organization, { lastName: `Model ${newId()}` });
    const user = await makeUser(organization);
    unwrap(await changeMembers(admin, { ids: [model.id] }, { kind: "joinGroup", groupId }));
    const [candidate] = await findMirrorCandidates(admin, model.lastName);
    if (!candidate) throw new Error("Nobody is found.");
    unwrap(await giveGrants(admin, { ids: [user.id] }, candidate.grants));
    const given = { at: now, by: admin.name };
    expect(await reasonsFor(admin, model.id, "users.read")).toEqual([
      { kind: "group", name: "Front desk", given: { ...given, mirrorOf: null } },
    ]);
    expect(await reasonsFor(admin, user.id, "users.read")).toEqual([
      { kind: "group", name: "Front desk", given: { ...given, mirrorOf: `Una ${model.lastName}` } },
    ]);
  });
});

describe("whoever works here from an organization that manages this one", () => {
  test("is among those who hold what they may do here, with why, and nobody else of theirs", async () => {
    const top = await makeOrganization({ managing: true });
    const middle = await makeOrganization({ managing: true, managedBy: top.id });
    const below = await makeOrganization({ managedBy: middle.id });
    const aside = await makeOrganization({ managing: true, managedBy: top.id });
    const admin = await makeActor(below, "admin");
    const boss = await makeUser(top, { role: "admin", lastName: "Boss" });
    const auditor = await makeUser(middle, { role: "viewer", lastName: "Auditor" });
    const alone = await makeUser(middle, { extraPermissions: ["organizations.read"], lastName: "Alone" });
    for (const fields of [
      { role: "billing" },
      { role: "admin", suspendedAt: new Date() },
      { role: "admin", removedAt: new Date() },
      { role: "admin", accessEndsAt: new Date(Date.now() - 1000) },
      { accessProfile: "userManagementAdmin" },
    ])
      await makeUser(middle, fields);
    await makeUser(aside, { role: "admin" });
    const managersWho = async (permission: Permission) =>
      (await holdersOf(admin, permission, null)).managers.map(({ id, reasons }) => [id, reasons]);
    const as = (role: string, { name: organization }: TestOrganization) => [
      { kind: "manager", organization, role },
    ];
    expect(await managersWho("users.update")).toEqual([[boss.id, as("admin", top)]]);
    expect(new Map((await managersWho("users.read")) as [string, unknown][])).toEqual(
      new Map([
        [boss.id, as("admin", top)],
        [alone.id, as("viewer", middle)],
        [auditor.id, as("viewer", middle)],
      ]),
    );
    expect(await managersWho("account.read")).toEqual([]);
    for (const permission of ALL_PERMISSIONS.filter((each) => hasEffect(each, false))) {
      const may = [boss, alone, auditor].filter((user) =>
        actorIn(personOf(user), below)?.permissions.has(permission),
      );
      expect(new Set((await managersWho(permission)).map(([id]) => id)), permission).toEqual(
        new Set(may.map(({ id }) => id)),
      );
    }
    expect((await countHolders(admin)).get("users.read")).toBe(1 + 3);
    await adminQuery("UPDATE organizations SET suspended_at = now() WHERE id = $1", [middle.id]);
    expect(await managersWho("users.read")).toEqual([[boss.id, as("admin", top)]]);
    // Looked at from above, nobody from below is there.
    expect((await holdersOf(await makeActor(top, "admin"), "users.read", null)).managers).toEqual([]);
  });
});

describe("nobody is told", () => {
  test("of people of another organization", async () => {
    const { organization, admin } = await makeHome();
    const { admin: theirAdmin } = await makeHome();
    const user = await makeUser(organization);
    expect(await explainAccess(theirAdmin, user.id)).toBeNull();
    expect(await explainAccess(theirAdmin, "nobody")).toBeNull();
    expect(await explainAccess(admin, user.id)).toHaveLength(EVERYBODYS.length);
    const { people, total } = await holdersOf(theirAdmin, "account.read", null);
    expect(people.map(({ id }) => id)).toEqual([theirAdmin.userId]);
    expect(total).toBe(1);
    expect(await holdersOf(theirAdmin, "account.read", user.id)).toMatchObject({ people, total });
    expect((await countHolders(theirAdmin)).get("account.read")).toBe(1);
  });

  test("anything without the right to see people", async () => {
    const { organization, admin } = await makeHome();
    const billing = await makeActor(organization, "billing");
    for (const ask of [
      () => explainAccess(billing, admin.userId),
      () => explainAccess(billing, billing.userId),
      () => holdersOf(billing, "billing.read", null),
      () => countHolders(billing),
    ])
      await expect(ask()).rejects.toThrow("A query was made without users.read.");
  });
});
