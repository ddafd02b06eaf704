import { beforeAll, describe, expect, test } from "vitest";
import { readSession } from "@/lib/auth/session-row";
import { readRows, withOrganization } from "@/lib/db";
import { Prisma, type User } from "@/lib/generated/prisma/client";
import { createGroup, removeGroup, updateGroup } from "@/lib/groups/commands";
import type { GroupInput } from "@/lib/groups/input";
import { changeMembers, planMembers } from "@/lib/groups/members";
import { findGroup, groupsOf, listGroups } from "@/lib/groups/queries";
import { newId } from "@/lib/ids";
import type { Actor } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import type { Permission } from "@/lib/permissions/permissions";
import { reachSql } from "@/lib/permissions/reach";
import { ACCESS_PROFILES, ROLES } from "@/lib/permissions/roles";
import { suspendUsers } from "@/lib/users/bulk-commands";
import { subjectOf, updateUser } from "@/lib/users/commands";
import { readUserListQuery } from "@/lib/users/list";
import { findUser, listUsers } from "@/lib/users/queries";
import { snapshot } from "@/tests/support/product-database";
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

let organization: TestOrganization;
let admin: Actor;
beforeAll(async () => {
  organization = await makeOrganization();
  admin = await makeActor(organization, "admin");
});

let groups = 0;
function given(fields: Partial<GroupInput> = {}): GroupInput {
  groups += 1;
  return { name: `Group ${groups}`, description: "", permissions: ["users.read"], ...fields };
}

async function makeGroup(fields: Partial<GroupInput> = {}, members: User[] = [], actor = admin) {
  const { id } = unwrap(await createGroup(actor, given(fields)));
  if (members.length > 0) await join(id, members);
  return id;
}

const join = async (groupId: string, users: { id: string }[], actor = admin) =>
  unwrap(await changeMembers(actor, { ids: users.map(({ id }) => id) }, { kind: "joinGroup", groupId }));
const leave = async (groupId: string, users: { id: string }[], actor = admin) =>
  unwrap(await changeMembers(actor, { ids: users.map(({ id }) => id) }, { kind: "leaveGroup", groupId }));
const rightsOf = async ({ id }: User) => (await findUser(admin, id))?.extraPermissions;

describe("what a group gives", () => {
  test("its members have with their next request, by all their groups together, and lose with it", async () => {
    const user = await makeUser(organization);
    const sessionId = newId();
    await withOrganization(organization.id, (tx) =>
      tx.session.create({
        data: {
          organizationId: organization.id,
          id: sessionId,
          userId: user.id,
          expiresAt: new Date(Date.now() + 3_600_000),
        },
      }),
    );
    const extra = async () => (await readSession(organization.id, sessionId, "192.0.2.1"))?.extra;
    expect(await extra()).toEqual([]);
    const one = await makeGroup({ permissions: ["users.read", "audit.read"] });
    const two = await makeGroup({ permissions: ["users.read", "billing.read"] });
    expect(await join(one, [user])).toMatchObject({ changed: 1, left: 0 });
    expect(await extra()).toEqual(["users.read", "audit.read"]);
    await join(two, [user]);
    expect(await extra()).toEqual(["users.read", "billing.read", "audit.read"]);
    await leave(one, [user]);
    expect(await extra()).toEqual(["users.read", "billing.read"]);

    const change = given({ permissions: ["messages.read"] });
    expect(unwrap(await updateGroup(admin, two, 1, change))).toMatchObject({ changed: 1 });
    expect(await extra()).toEqual(["messages.read"]);
    const actor = actorOf((await findUser(admin, user.id)) ?? user, organization);
    expect(can(actor, "messages.read")).toBe(true);
    expect(can(actor, "users.read")).toBe(false);

    expect(unwrap(await removeGroup(admin, two, 2))).toEqual({ changed: 1 });
    expect(await extra()).toEqual([]);
  });

  test("is told on the person's page, with who took them in and when", async () => {
    const user = await makeUser(organization);
    const id = await makeGroup({ name: "Front desk", permissions: ["users.read"] }, [user]);
    const [membership] = await groupsOf(admin, user.id);
    expect(membership).toMatchObject({ id, name: "Front desk", permissions: ["users.read"], by: admin.name });
    expect(Date.now() - (membership?.since.getTime() ?? 0)).toBeLessThan(60_000);
  });

  test("is in the list of groups, counted without those who are removed, and filters the list of people", async () => {
    const users = [await makeUser(organization), await makeUser(organization, { removedAt: new Date() })];
    const id = await makeGroup({ name: "Counted" });
    expect(await join(id, users)).toMatchObject({ changed: 1, left: 1 });
    expect((await listGroups(admin)).find((group) => group.id === id)).toMatchObject({ members: 1 });
    expect(await findGroup(admin, id)).toMatchObject({ members: 1, mayChange: true, version: 1 });
    const page = await listUsers(admin, readUserListQuery({ group: id }));
    expect(page.rows.map((row) => row.id)).toEqual([users[0]?.id]);
  });

  test("goes to all that match a filter, counted beforehand by the same conditions", async () => {
    const users = await Promise.all(
      ["Quill", "Quill", "Quill"].map((lastName) => makeUser(organization, { lastName })),
    );
    const id = await makeGroup();
    await join(id, users.slice(0, 1));
    const selection = {
      filter: { search: "quill", status: null, role: null, importId: null, groupId: null },
    };
    const change = { kind: "joinGroup", groupId: id } as const;
    expect(unwrap(await planMembers(admin, selection, change))).toMatchObject({ changed: 2, left: 1 });
    const before = await snapshot();
    expect(codeOf(await changeMembers(admin, selection, change, 3))).toBe("conflict");
    expect(await snapshot()).toEqual(before);
    expect(unwrap(await changeMembers(admin, selection, change, 2))).toMatchObject({ changed: 2, left: 1 });
    for (const user of users) expect(await rightsOf(user)).toEqual(["users.read"]);
  });
});

describe("a group", () => {
  test("is made once, has a name of its own, and is not saved over somebody else's change", async () => {
    const id = newId();
    const input = given({ name: "Night shift" });
    expect(unwrap(await createGroup(admin, input, id))).toEqual({ id });
    expect(unwrap(await createGroup(admin, input, id))).toEqual({ id });
    const taken = await createGroup(admin, given({ name: "NIGHT SHIFT" }));
    expect(taken).toMatchObject({ ok: false, error: { issues: [{ path: "name" }] } });
    expect(unwrap(await updateGroup(admin, id, 1, { ...input, description: "At night" }))).toMatchObject({
      changed: 0,
    });
    expect(codeOf(await updateGroup(admin, id, 1, { ...input, description: "By day" }))).toBe("conflict");
    expect(codeOf(await removeGroup(admin, id, 1))).toBe("conflict");
    expect(codeOf(await updateGroup(admin, newId(), 1, input))).toBe("notFound");
  });

  test("leaves an event of itself, and of each who joins and leaves", async () => {
    const user = await makeUser(organization);
    const id = await makeGroup({ name: "Told", permissions: ["users.read"] }, [user]);
    await leave(id, [user]);
    await updateGroup(admin, id, 1, given({ name: "Told again", permissions: ["users.read"] }));
    await removeGroup(admin, id, 2);
    expect(await eventsOf(user.id)).toMatchObject([
      { action: "user.joinedGroup", changes: { after: { group: "Told" } } },
      { action: "user.leftGroup", changes: { before: { group: "Told" } } },
    ]);
    expect(await eventsOf(id)).toMatchObject([
      { action: "group.created", changes: { after: { name: "Told", permissions: "users.read" } } },
      { action: "group.updated", changes: { before: { name: "Told" }, after: { name: "Told again" } } },
      { action: "group.removed", changes: { before: { name: "Told again" } } },
    ]);
  });

  test("that two change at the same moment comes to what both say", async () => {
    const user = await makeUser(organization);
    const ids = await Promise.all(
      (["users.read", "audit.read", "billing.read", "groups.read"] as const).map((permission) =>
        makeGroup({ permissions: [permission] }),
      ),
    );
    await Promise.all(ids.map((id) => join(id, [user])));
    expect(await rightsOf(user)).toEqual(["audit.read", "billing.read", "groups.read", "users.read"]);
  });
});

describe("no way up", () => {
  test("nobody gives by a group what they do not hold", async () => {
    const peopleAdmin = await makeActor(organization, "user", "userManagementAdmin");
    const viewer = await makeActor(organization, "viewer");
    const user = await makeUser(organization);
    const above = await makeGroup({ permissions: ["settings.update"] });
    const within = await makeGroup({ permissions: ["users.suspend"] });
    expect(codeOf(await createGroup(viewer, given()))).toBe("forbidden");
    expect(codeOf(await createGroup(peopleAdmin, given()))).toBe("forbidden");
    for (const actor of [peopleAdmin, viewer]) {
      const result = await changeMembers(actor, { ids: [user.id] }, { kind: "joinGroup", groupId: above });
      expect(codeOf(result)).toBe("forbidden");
    }
    expect(await join(within, [user], peopleAdmin)).toMatchObject({ changed: 1, left: 0 });
    expect(await rightsOf(user)).toEqual(["users.suspend"]);

    // Whoever may change groups and lacks a right can neither put it into one nor touch one that has it.
    const keeper = await makeUser(organization);
    await join(await makeGroup({ permissions: ["groups.read", "groups.update", "users.read"] }), [keeper]);
    const actor = actorOf((await findUser(admin, keeper.id)) ?? keeper, organization);
    expect(codeOf(await createGroup(actor, given({ permissions: ["settings.update"] })))).toBe("forbidden");
    const own = await makeGroup({ permissions: ["users.read"] }, [], actor);
    expect(
      codeOf(await updateGroup(actor, own, 1, given({ permissions: ["users.read", "users.role.update"] }))),
    ).toBe("forbidden");
    expect(codeOf(await updateGroup(actor, above, 1, given({ permissions: [] })))).toBe("forbidden");
    expect(codeOf(await removeGroup(actor, above, 1))).toBe("forbidden");
    expect(await findGroup(actor, above)).toMatchObject({ mayChange: false });
  });

  test("who holds more by a group is out of reach of those who hold less", async () => {
    const peopleAdmin = await makeActor(organization, "user", "userManagementAdmin");
    const user = await makeUser(organization);
    const within = await makeGroup({ permissions: ["users.suspend"] }, [user]);
    await makeGroup({ permissions: ["billing.update"] }, [user]);
    const row = await findUser(admin, user.id);
    if (!row) throw new Error("The person is gone.");
    expect(can(peopleAdmin, "users.update", subjectOf(row))).toBe(false);
    expect(codeOf(await updateUser(peopleAdmin, user.id, row.version, inputFor(organization)))).toBe(
      "forbidden",
    );
    expect(unwrap(await suspendUsers(peopleAdmin, { ids: [user.id] }))).toMatchObject({
      changed: 0,
      left: 1,
    });
    expect(await leave(within, [user], peopleAdmin)).toMatchObject({ changed: 0, left: 1 });
    expect(unwrap(await suspendUsers(admin, { ids: [user.id] }))).toMatchObject({ changed: 1, left: 0 });
  });

  test("the condition on many rows says what is said of one", async () => {
    const home = await makeOrganization();
    const extras: Permission[][] = [
      [],
      ["users.read"],
      ["billing.update"],
      ["users.suspend", "settings.update"],
    ];
    const people = [];
    for (const role of ROLES) {
      for (const accessProfile of [null, ...ACCESS_PROFILES]) {
        for (const extraPermissions of extras)
          people.push(await makeUser(home, { role, accessProfile, extraPermissions }));
      }
    }
    const gone = await makeUser(home, { extraPermissions: ["a permission of another release"] });
    people.push(gone);
    for (const user of people) {
      const actor = actorOf(user, home);
      const rows = await readRows<{ id: string }>(
        home.id,
        Prisma.sql`SELECT u.id FROM users u WHERE ${reachSql(actor, "u")}`,
      );
      // Everybody holds this one, and it reads nothing: what is left is the question of reach.
      const within = people.filter((each) => can(actor, "account.update", subjectOf(each)));
      expect(rows.map(({ id }) => id).sort()).toEqual(within.map(({ id }) => id).sort());
    }
  });

  test("a group of one organization takes in nobody of another, and is found by nobody there", async () => {
    const theirs = await makeOrganization();
    const theirAdmin = await makeActor(theirs, "admin");
    const stranger = await makeUser(theirs);
    const id = await makeGroup();
    expect(await join(id, [stranger])).toMatchObject({ changed: 0, left: 0 });
    const before = await snapshot();
    const change = { kind: "joinGroup", groupId: id } as const;
    expect(codeOf(await changeMembers(theirAdmin, { ids: [stranger.id] }, change))).toBe("notFound");
    expect(codeOf(await updateGroup(theirAdmin, id, 1, given()))).toBe("notFound");
    expect(codeOf(await removeGroup(theirAdmin, id, 1))).toBe("notFound");
    expect(await findGroup(theirAdmin, id)).toBeNull();
    expect(await snapshot()).toEqual(before);
  });
});
