import { beforeAll, describe, expect, test } from "vitest";
import type { User } from "@/lib/generated/prisma/client";
import { giveGrants } from "@/lib/grants/commands";
import { createGroup, removeGroup } from "@/lib/groups/commands";
import { changeMembers } from "@/lib/groups/members";
import { newId } from "@/lib/ids";
import type { Actor } from "@/lib/permissions/actor";
import { OWN_ACCOUNT_ONLY } from "@/lib/permissions/grants";
import { givePolicy } from "@/lib/policies/bulk-commands";
import { setProperties } from "@/lib/properties/bulk-commands";
import type { Result } from "@/lib/result";
import {
  changeRoles,
  reactivateUsers,
  removeUsers,
  restoreUsers,
  suspendUsers,
} from "@/lib/users/bulk-commands";
import type { BulkResult } from "@/lib/users/bulk-result";
import { planUndo, undoChange } from "@/lib/users/undo/commands";
import { listChanges } from "@/lib/users/undo/queries";
import { adminQuery } from "@/tests/support/product-database";
import {
  actorOf,
  codeOf,
  eventsOf,
  heldSql,
  makeActor,
  makeOrganization,
  makeUser,
  setUser,
  type TestOrganization,
  unwrap,
} from "@/tests/support/product-people";
import { makeProperty } from "@/tests/support/properties";

let organization: TestOrganization;
let admin: Actor;
let groupId: string;
let propertyId: string;
beforeAll(async () => {
  organization = await makeOrganization();
  admin = await makeActor(organization, "admin");
  const made = await createGroup(admin, { name: "Desk", description: "", permissions: ["users.read"] });
  groupId = unwrap(made).id;
  propertyId = (await makeProperty(admin, { name: "Place", type: "choice", choices: ["Bonn", "Lisbon"] })).id;
});

const GRANTS = { ...OWN_ACCOUNT_ONLY, accessProfile: "userManagementViewer" } as const;

const idle = (value: number) => ({ key: "sessionIdleMinutes" as const, value, isInherited: false });

const place = (value: string) => ({ kind: "setProperty" as const, propertyId, value });

type Ids = { ids: string[] };
const grantsWithGroup = () => ({ ...GRANTS, groups: [groupId], permissions: ["audit.read" as const] });

/** Each change, how people are made ready for it, and what somebody else does to one of them after it. */
const CHANGES: Record<
  string,
  {
    prepare?: (people: Ids) => Promise<unknown>;
    change: (people: Ids) => Promise<Result<BulkResult>>;
    since: (people: Ids) => Promise<unknown>;
  }
> = {
  suspend: {
    change: (people) => suspendUsers(admin, people),
    since: async (people) => {
      await reactivateUsers(admin, people);
      await suspendUsers(admin, people);
    },
  },
  reactivate: {
    prepare: (people) => suspendUsers(admin, people),
    change: (people) => reactivateUsers(admin, people),
    since: (people) => suspendUsers(admin, people),
  },
  remove: {
    change: (people) => removeUsers(admin, people),
    since: (people) => restoreUsers(admin, people),
  },
  restore: {
    prepare: (people) => removeUsers(admin, people),
    change: (people) => restoreUsers(admin, people),
    since: (people) => removeUsers(admin, people),
  },
  changeRole: {
    change: (people) => changeRoles(admin, people, "viewer"),
    since: (people) => changeRoles(admin, people, "billing"),
  },
  joinGroup: {
    change: (people) => changeMembers(admin, people, { kind: "joinGroup", groupId }),
    since: async (people) => {
      await changeMembers(admin, people, { kind: "leaveGroup", groupId });
      await changeMembers(admin, people, { kind: "joinGroup", groupId });
    },
  },
  leaveGroup: {
    prepare: (people) => changeMembers(admin, people, { kind: "joinGroup", groupId }),
    change: (people) => changeMembers(admin, people, { kind: "leaveGroup", groupId }),
    since: (people) => changeMembers(admin, people, { kind: "joinGroup", groupId }),
  },
  sayPolicy: {
    prepare: ({ ids: [first = ""] }) => givePolicy(admin, { ids: [first] }, idle(30)),
    change: (people) => givePolicy(admin, people, idle(45)),
    since: (people) => givePolicy(admin, people, idle(50)),
  },
  setProperty: {
    prepare: ({ ids: [first = ""] }) => setProperties(admin, { ids: [first] }, place("Bonn")),
    change: (people) => setProperties(admin, people, place("Lisbon")),
    since: (people) => setProperties(admin, people, place("Bonn")),
  },
  giveRights: {
    prepare: ({ ids: [first = "", ...others] }) =>
      Promise.all([
        giveGrants(admin, { ids: [first] }, { ...OWN_ACCOUNT_ONLY, role: "billing" }),
        giveGrants(admin, { ids: others }, { ...OWN_ACCOUNT_ONLY, permissions: ["groups.read"] }),
      ]),
    change: (people) => giveGrants(admin, people, grantsWithGroup()),
    since: (people) => giveGrants(admin, people, { ...OWN_ACCOUNT_ONLY, role: "viewer" }),
  },
};

const COUNT = 5;
const makePeople = () => Promise.all(Array.from({ length: COUNT }, () => makeUser(organization)));

/** Everything about people but the number of their changes and the moments of those. */
const contentsOf = (ids: string[]) =>
  adminQuery(
    `SELECT u.id, u.role, u.access_profile, ${heldSql("u")} AS held, u.suspended_at IS NULL AS works, u.removed_at IS NULL AS there,
       u.policies -> 'sessionIdleMinutes' -> 'value' AS idle,
       u.properties, array(SELECT group_id FROM group_members m WHERE m.user_id = u.id ORDER BY 1) AS groups,
       array(SELECT permission FROM user_permissions p WHERE p.user_id = u.id ORDER BY 1) AS permissions
     FROM users u WHERE u.id = ANY($1) ORDER BY u.id`,
    [ids],
  );

describe.each(Object.entries(CHANGES))("%s", (_, { prepare, change, since }) => {
  test("is taken back for everybody who is still as it left them, once", async () => {
    const ids = (await makePeople()).map(({ id }) => id).sort();
    await prepare?.({ ids });
    const before = await contentsOf(ids);
    const done = unwrap(await change({ ids }));
    expect(done).toMatchObject({ changed: COUNT, left: 0 });
    const id = done.undo ?? "";
    expect(await contentsOf(ids)).not.toEqual(before);
    expect(unwrap(await planUndo(admin, id))).toEqual({ changed: COUNT, left: 0 });

    const last = ids.at(-1) ?? "";
    await since({ ids: [last] });
    const [other] = await contentsOf([last]);
    expect(unwrap(await planUndo(admin, id))).toEqual({ changed: COUNT - 1, left: 1 });

    const eventsBefore = (await eventsOf(ids[0] ?? "")).length;
    const twice = await Promise.all([undoChange(admin, id), undoChange(admin, id)]);
    expect(twice.filter(({ ok }) => ok).map((each) => unwrap(each))).toEqual([
      { changed: COUNT - 1, left: 1 },
    ]);
    expect(twice.map(codeOf).sort()).toContain("conflict");
    expect(await contentsOf(ids)).toEqual([...before.slice(0, -1), other]);
    expect(await eventsOf(ids[0] ?? "")).toHaveLength(eventsBefore + 1);
  });
});

describe("taking back", () => {
  const suspended = async (people?: User[]) => {
    const ids = (people ?? (await makePeople())).map(({ id }) => id);
    return { ids, undo: unwrap(await suspendUsers(admin, { ids })).undo ?? "" };
  };

  test("is for whoever holds the right of the change, in the organization alone", async () => {
    const { ids, undo } = await suspended();
    const before = await contentsOf(ids);
    const stranger = await makeActor(await makeOrganization(), "admin");
    expect(codeOf(await undoChange(stranger, undo))).toBe("notFound");
    for (const role of ["viewer", "billing", "user"] as const)
      expect(codeOf(await undoChange(await makeActor(organization, role), undo)), role).toBe("forbidden");
    expect(codeOf(await undoChange(admin, newId()))).toBe("notFound");
    expect(codeOf(await undoChange(admin, "' OR true"))).toBe("notFound");
    expect(await contentsOf(ids)).toEqual(before);
  });

  test("reaches nobody above whoever takes it back", async () => {
    const above = await makeUser(organization, { role: "admin" });
    const { undo } = await suspended([above]);
    const manager = actorOf(
      await makeUser(organization, { accessProfile: "userManagementAdmin" }),
      organization,
    );
    expect(unwrap(await undoChange(manager, undo))).toEqual({ changed: 0, left: 1 });
    expect(await contentsOf([above.id])).toMatchObject([{ works: false }]);
  });

  test("gives nobody a role that whoever takes it back could not give", async () => {
    const above = await makeUser(organization, { role: "admin" });
    const undo = unwrap(await changeRoles(admin, { ids: [above.id] }, "user")).undo ?? "";
    const manager = actorOf(
      await makeUser(organization, { extraPermissions: ["users.read", "users.role.update"] }),
      organization,
    );
    expect(codeOf(await undoChange(manager, undo))).toBe("forbidden");
    expect(await contentsOf([above.id])).toMatchObject([{ role: "user" }]);
    expect(codeOf(await undoChange(admin, undo))).toBe("ok");
  });

  test("leaves an admin in the organization", async () => {
    const own = await makeOrganization();
    const first = await makeActor(own, "admin");
    const heir = await makeUser(own);
    const undo = unwrap(await changeRoles(first, { ids: [heir.id] }, "admin")).undo ?? "";
    const next = actorOf({ ...heir, role: "admin" }, own);
    unwrap(await suspendUsers(next, { ids: [first.userId] }));
    const result = await undoChange(next, undo);
    expect(result).toMatchObject({ ok: false, error: { message: expect.stringMatching(/admin/) } });
    expect(await contentsOf([heir.id])).toMatchObject([{ role: "admin" }]);
  });

  test("is possible for 30 days", async () => {
    const { undo } = await suspended();
    await adminQuery("UPDATE bulk_changes SET made_at = now() - interval '31 days' WHERE id = $1", [undo]);
    expect(codeOf(await undoChange(admin, undo))).toBe("conflict");
    expect((await listChanges(admin)).map(({ id }) => id)).not.toContain(undo);
  });

  test("goes without a group that is gone", async () => {
    const made = unwrap(await createGroup(admin, { name: "Short", description: "", permissions: [] }));
    const [user] = await makePeople();
    if (!user) throw new Error("There is nobody.");
    const ids = [user.id];
    await changeMembers(admin, { ids }, { kind: "joinGroup", groupId: made.id });
    const undo = unwrap(await giveGrants(admin, { ids }, grantsWithGroup())).undo ?? "";
    await removeGroup(admin, made.id, 1);
    expect(unwrap(await undoChange(admin, undo))).toEqual({ changed: 1, left: 0 });
    expect(await contentsOf(ids)).toMatchObject([{ role: "user", groups: [], permissions: [] }]);
  });

  test("what changes nobody is not kept, and the list says what was done by whom", async () => {
    const [user] = await makePeople();
    const ids = [user?.id ?? ""];
    if (user) await setUser(user, { suspendedAt: new Date() });
    expect(unwrap(await suspendUsers(admin, { ids })).undo).toBeUndefined();
    const undo = unwrap(await changeMembers(admin, { ids }, { kind: "joinGroup", groupId })).undo;
    const [listed] = await listChanges(admin);
    expect(listed).toMatchObject({ id: undo, people: 1, about: "Desk", by: admin.name, mayUndo: true });
    unwrap(await undoChange(admin, undo ?? ""));
    const [taken] = await listChanges(admin);
    expect(taken).toMatchObject({ id: undo, mayUndo: false, undone: { people: 1, by: admin.name } });
  });
});
