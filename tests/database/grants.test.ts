import { beforeEach, describe, expect, test } from "vitest";
import type { User } from "@/lib/generated/prisma/client";
import { giveGrants, planGrants } from "@/lib/grants/commands";
import { findMirrorCandidates } from "@/lib/grants/mirror";
import { createGroup } from "@/lib/groups/commands";
import { changeMembers } from "@/lib/groups/members";
import { newId } from "@/lib/ids";
import type { Actor } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import { OWN_ACCOUNT_ONLY } from "@/lib/permissions/grants";
import type { Grants } from "@/lib/permissions/grants-schema";
import type { Permission } from "@/lib/permissions/permissions";
import { suspendUsers } from "@/lib/users/bulk-commands";
import { findUser } from "@/lib/users/queries";
import { blankUserForm } from "@/lib/users/user-form";
import { addFromForm } from "@/lib/users/user-form-commands";
import { adminQuery, snapshot } from "@/tests/support/product-database";
import {
  actorOf,
  codeOf,
  eventsOf,
  makeActor,
  makeOrganization,
  makeUser,
  type TestOrganization,
  unwrap,
} from "@/tests/support/product-people";

let organization: TestOrganization;
let admin: Actor;
beforeEach(async () => {
  organization = await makeOrganization();
  admin = await makeActor(organization, "admin");
});

const grantsOf = (fields: Partial<typeof OWN_ACCOUNT_ONLY>): Grants => ({ ...OWN_ACCOUNT_ONLY, ...fields });
const give = (users: { id: string }[], grants: Grants, actor = admin, expected?: number) =>
  giveGrants(actor, { ids: users.map(({ id }) => id) }, grants, { expected });
const extraOf = async ({ id }: { id: string }) => (await findUser(admin, id))?.extraPermissions;
const makeGroup = async (permissions: Permission[]) =>
  unwrap(await createGroup(admin, { name: `Group ${newId()}`, description: "", permissions })).id;
async function actorAs(user: User): Promise<Actor> {
  return actorOf((await findUser(admin, user.id)) ?? user, organization);
}

describe("rights given anew", () => {
  test("are exactly those that were chosen, with the next request and with an event each", async () => {
    const [one, other] = [await makeUser(organization), await makeUser(organization, { role: "viewer" })];
    const group = await makeGroup(["audit.read"]);
    const grants = grantsOf({ groups: [group], permissions: ["billing.read", "users.read"] });
    expect(unwrap(await give([one, other], grants))).toMatchObject({ changed: 2, left: 0 });
    for (const user of [one, other]) {
      expect(await extraOf(user)).toEqual(["audit.read", "billing.read", "users.read"]);
      expect((await findUser(admin, user.id))?.role).toBe("user");
      expect(can(await actorAs(user), "billing.read")).toBe(true);
      expect(can(await actorAs(user), "messages.read")).toBe(false);
    }
    const [event] = await eventsOf(other.id);
    expect(event).toMatchObject({
      action: "user.rightsChanged",
      changes: {
        before: { role: "viewer", groups: "", permissions: "" },
        after: { role: "user", permissions: "billing.read users.read" },
      },
    });
    // What they had beyond it goes, and what stays keeps who gave it.
    const keeper = await makeActor(organization, "admin");
    unwrap(await give([one], grantsOf({ permissions: ["users.read"] }), keeper));
    expect(await extraOf(one)).toEqual(["users.read"]);
    expect(
      await adminQuery(
        "SELECT permission, given_by->>'name' AS name FROM user_permissions WHERE user_id = $1",
        [one.id],
      ),
    ).toEqual([{ permission: "users.read", name: admin.name }]);
  });

  test("are counted beforehand by the conditions that carry it out; those who have them already are left", async () => {
    const users = [await makeUser(organization), await makeUser(organization), await makeUser(organization)];
    const grants = grantsOf({ permissions: ["users.read"] });
    unwrap(await give(users.slice(0, 1), grants));
    const selection = { ids: users.map(({ id }) => id) };
    expect(unwrap(await planGrants(admin, selection, grants))).toMatchObject({ changed: 2, left: 1 });
    const before = await snapshot();
    expect(codeOf(await giveGrants(admin, selection, grants, { expected: 3 }))).toBe("conflict");
    expect(await snapshot()).toEqual(before);
    expect(unwrap(await giveGrants(admin, selection, grants, { expected: 2 }))).toMatchObject({
      changed: 2,
      left: 1,
    });
    expect(unwrap(await giveGrants(admin, selection, grants, { expected: 0 }))).toMatchObject({
      changed: 0,
      left: 3,
    });
  });

  test("as another person has them, without the lines that were left out, and with whose they are", async () => {
    const group = await makeGroup(["audit.read"]);
    const model = await makeUser(organization, { lastName: `Model ${newId()}` });
    unwrap(await give([model], grantsOf({ groups: [group], permissions: ["users.read", "billing.read"] })));
    const [candidate] = await findMirrorCandidates(admin, model.lastName);
    if (!candidate) throw new Error("Nobody is found.");
    expect(candidate.lines.map(({ key }) => key)).toEqual([group, "users.read", "billing.read"]);
    const user = await makeUser(organization);
    const mirror: Grants = { ...candidate.grants, without: ["billing.read"] };
    unwrap(await give([user], mirror));
    expect(await extraOf(user)).toEqual(["audit.read", "users.read"]);
    for (const table of ["group_members", "user_permissions"])
      expect(await adminQuery(`SELECT mirror_of FROM ${table} WHERE user_id = $1`, [user.id])).toEqual([
        { mirror_of: model.id },
      ]);
    // It is what was shown, or nothing.
    unwrap(await give([model], grantsOf({ permissions: ["users.read"] })));
    expect(codeOf(await give([user], mirror))).toBe("conflict");
  });

  test("stay beside what groups give when a group changes, and go with the person's last of them", async () => {
    const user = await makeUser(organization);
    const group = await makeGroup(["audit.read", "users.read"]);
    unwrap(await give([user], grantsOf({ permissions: ["users.read"] })));
    const move = (kind: "joinGroup" | "leaveGroup") =>
      changeMembers(admin, { ids: [user.id] }, { kind, groupId: group });
    unwrap(await move("joinGroup"));
    expect(await extraOf(user)).toEqual(["audit.read", "users.read"]);
    unwrap(await move("leaveGroup"));
    expect(await extraOf(user)).toEqual(["users.read"]);
  });
});

describe("somebody who is added by a form", () => {
  const formOf = (local: string) => ({
    ...blankUserForm(organization.domain, "user"),
    firstName: "Nora",
    lastName: "Newcomer",
    usernameLocal: local,
    accessEmail: `${local}@mail.example`,
  });

  test("gets a role, groups and single permissions in the one transaction, however often it is sent", async () => {
    const group = unwrap(
      await createGroup(admin, { name: "Front desk", description: "", permissions: ["audit.read"] }),
    ).id;
    const grants = grantsOf({ role: "billing", groups: [group], permissions: ["users.read"] });
    const id = newId();
    const sent = () => addFromForm(admin, id, formOf("nora"), undefined, grants);
    for (const saved of [await sent(), await sent()]) expect(unwrap(saved)).toEqual({ id });
    expect(await extraOf({ id })).toEqual(["audit.read", "users.read"]);
    expect((await findUser(admin, id))?.role).toBe("billing");
    const [event] = await eventsOf(id);
    expect(event).toMatchObject({
      action: "user.created",
      changes: { after: { role: "billing", groups: "Front desk", permissions: "users.read" } },
    });
  });

  test("is not added at all with more than whoever adds them holds", async () => {
    const manager = await makeActor(organization, "user", "userManagementAdmin");
    const before = await snapshot();
    for (const grants of [grantsOf({ permissions: ["audit.read"] }), grantsOf({ role: "viewer" })])
      expect(codeOf(await addFromForm(manager, newId(), formOf("nick"), undefined, grants))).toBe(
        "forbidden",
      );
    expect(await snapshot()).toEqual(before);
  });
});

describe("no way up", () => {
  test("nobody gives what they do not hold, nor takes from those who stand above them", async () => {
    const manager = await makeActor(organization, "user", "userManagementAdmin");
    const user = await makeUser(organization);
    const above = await makeUser(organization);
    unwrap(await give([above], grantsOf({ permissions: ["settings.update"] })));
    const group = await makeGroup(["settings.update"]);
    for (const grants of [
      grantsOf({ permissions: ["settings.update"] }),
      grantsOf({ groups: [group] }),
      grantsOf({ role: "viewer" }),
      grantsOf({ permissions: ["account.update"] }),
      grantsOf({ permissions: ["organizations.manage"] }),
    ]) {
      expect(codeOf(await give([user], grants, manager))).toBe("forbidden");
      expect(codeOf(await planGrants(manager, { ids: [user.id] }, grants))).toBe("forbidden");
    }
    expect(unwrap(await give([above], OWN_ACCOUNT_ONLY, manager))).toMatchObject({ changed: 0, left: 1 });
    expect(unwrap(await suspendUsers(manager, { ids: [above.id] }))).toMatchObject({ changed: 0, left: 1 });
    for (const role of ["viewer", "billing", "user"] as const)
      expect(codeOf(await give([user], OWN_ACCOUNT_ONLY, await makeActor(organization, role)))).toBe(
        "forbidden",
      );
    expect(await extraOf(user)).toEqual([]);
    expect(await extraOf(above)).toEqual(["settings.update"]);
  });

  test("whoever may change a role and no groups gives none of this, and takes none", async () => {
    const user = await makeUser(organization);
    const half = await makeUser(organization);
    unwrap(await give([half], grantsOf({ permissions: ["users.read", "users.role.update"] })));
    const actor = await actorAs(half);
    expect(codeOf(await give([user], grantsOf({ permissions: ["users.read"] }), actor))).toBe("forbidden");
  });

  test("the last admin keeps their role, whoever takes it", async () => {
    expect(codeOf(await give([{ id: admin.userId }], OWN_ACCOUNT_ONLY))).toBe("conflict");
    expect((await findUser(admin, admin.userId))?.role).toBe("admin");
  });

  test("nobody of another organization is reached", async () => {
    const theirs = await makeOrganization();
    const stranger = await makeUser(theirs);
    const grants = grantsOf({ permissions: ["users.read"] });
    expect(unwrap(await give([stranger], grants))).toMatchObject({ changed: 0, left: 0 });
    const group = await makeGroup(["users.read"]);
    const theirAdmin = await makeActor(theirs, "admin");
    expect(codeOf(await give([stranger], grantsOf({ groups: [group] }), theirAdmin))).toBe("conflict");
  });
});
