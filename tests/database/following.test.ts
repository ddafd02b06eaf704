import { beforeEach, describe, expect, test } from "vitest";
import { createApiKey, revokeApiKey } from "@/lib/api-keys/commands";
import type { User } from "@/lib/generated/prisma/client";
import { giveGrants, planGrants } from "@/lib/grants/commands";
import { allowFollowing, stopFollowing } from "@/lib/grants/follow-commands";
import { followingOf, followingPolicy } from "@/lib/grants/follow-queries";
import { findMirror } from "@/lib/grants/mirror";
import { createGroup, removeGroup, updateGroup } from "@/lib/groups/commands";
import { changeMembers } from "@/lib/groups/members";
import { NO_CHOICES } from "@/lib/imports/choices";
import { commitImport } from "@/lib/imports/commands/commit";
import { carryOutImport } from "@/lib/imports/jobs/commit";
import { type Actor, actorIn } from "@/lib/permissions/actor";
import { explainAccess } from "@/lib/permissions/explain-queries";
import { OWN_ACCOUNT_ONLY } from "@/lib/permissions/grants";
import type { Grants, Mirror } from "@/lib/permissions/grants-schema";
import type { Permission } from "@/lib/permissions/permissions";
import { changeRoles, removeUsers, suspendUsers } from "@/lib/users/bulk-commands";
import { createUser } from "@/lib/users/commands";
import { jobOf, prepareRun } from "@/tests/support/import-runs";
import { adminQuery, snapshot } from "@/tests/support/product-database";
import {
  actorOf,
  codeOf,
  eventsOf,
  heldSql,
  inputFor,
  makeHome,
  makeOrganization,
  makeUser,
  personOf,
  type TestOrganization,
  unwrap,
} from "@/tests/support/product-people";

let organization: TestOrganization;
let admin: Actor;
let source: User;
let follower: User;
beforeEach(async () => {
  ({ organization, admin } = await makeHome());
  source = await makeUser(organization, { firstName: "Sora" });
  follower = await makeUser(organization, { firstName: "Fola" });
  unwrap(await allowFollowing(admin, { isAllowed: true }));
});

const extraOf = async ({ id }: { id: string }) =>
  (await adminQuery(`SELECT ${heldSql("users")} AS extra FROM users WHERE id = $1`, [id]))[0]?.extra;
const group = async (permissions: Permission[]) =>
  unwrap(await createGroup(admin, { name: permissions.join(" "), description: "", permissions })).id;
const change = (kind: "joinGroup" | "leaveGroup", groupId: string, { id }: { id: string }) =>
  changeMembers(admin, { ids: [id] }, { kind, groupId });
const give = (user: { id: string }, fields: Partial<Grants>, actor = admin) =>
  giveGrants(actor, { ids: [user.id] }, { ...OWN_ACCOUNT_ONLY, ...fields } as Grants);

async function mirrorOf(user: User, actor = admin): Promise<Mirror> {
  const mirror = await findMirror(actor, user);
  if (!mirror) throw new Error("Nobody is found.");
  return { ...mirror, follow: true };
}
const follow = async (actor = admin, who = follower, whom = source) =>
  giveGrants(actor, { ids: [who.id] }, await mirrorOf(whom, actor));

test("whoever follows gets and loses what the other does, by whichever way", async () => {
  const first = await group(["audit.read"]);
  unwrap(await change("joinGroup", first, source));
  unwrap(await follow());
  expect(await extraOf(follower)).toEqual(["audit.read"]);
  const second = await group(["billing.read", "users.read"]);
  unwrap(await change("joinGroup", second, source));
  expect(await extraOf(follower)).toEqual(["audit.read", "billing.read", "users.read"]);
  unwrap(await change("leaveGroup", first, source));
  expect(await extraOf(follower)).toEqual(["billing.read", "users.read"]);
  unwrap(await give(source, { groups: [second], permissions: ["messages.read"] }));
  expect(await extraOf(follower)).toEqual(["billing.read", "messages.read", "users.read"]);
  unwrap(await updateGroup(admin, second, 1, { name: "Two", description: "", permissions: ["users.read"] }));
  expect(await extraOf(follower)).toEqual(["messages.read", "users.read"]);
  unwrap(await removeGroup(admin, second, 2));
  expect(await extraOf(follower)).toEqual(["messages.read"]);
  unwrap(await give(source, {}));
  expect(await extraOf(follower)).toEqual([]);
});

test("what is left out stays out, and role and profile are copied once", async () => {
  const left = await group(["audit.read"]);
  unwrap(await change("joinGroup", left, source));
  const mirror = await mirrorOf(source);
  unwrap(await giveGrants(admin, { ids: [follower.id] }, { ...mirror, without: [left, "billing.read"] }));
  unwrap(await give(source, { role: "viewer", groups: [left], permissions: ["billing.read", "users.read"] }));
  expect(await extraOf(follower)).toEqual(["users.read"]);
  const [row] = await adminQuery("SELECT role FROM users WHERE id = $1", [follower.id]);
  expect(row?.role).toBe("user");
});

test("nothing comes by it that the one who set it up could not give then", async () => {
  const lesser = actorOf(
    await makeUser(organization, {
      extraPermissions: ["users.read", "users.update", "users.role.update", "users.groups.update"],
    }),
    organization,
  );
  unwrap(await follow(lesser));
  const above = await group(["users.read", "apiKeys.update"]);
  unwrap(await change("joinGroup", above, source));
  unwrap(await give(source, { groups: [above], permissions: ["users.update", "settings.update"] }));
  expect(await extraOf(follower)).toEqual(["users.update"]);
  unwrap(await updateGroup(admin, above, 1, { name: "Less", description: "", permissions: ["users.read"] }));
  expect(await extraOf(follower)).toEqual(["users.read", "users.update"]);
  unwrap(await updateGroup(admin, above, 2, { name: "More", description: "", permissions: ["audit.read"] }));
  expect(await extraOf(follower)).toEqual(["users.update"]);
});

test("there are no circles and no chains, and nobody follows where it is not allowed", async () => {
  const third = await makeUser(organization);
  unwrap(await follow());
  const before = await snapshot();
  expect(unwrap(await follow(admin, source, source)).changed).toBe(0);
  expect(codeOf(await follow(admin, third, follower))).toBe("conflict");
  expect(unwrap(await planGrants(admin, { ids: [source.id] }, await mirrorOf(third))).changed).toBe(0);
  expect(unwrap(await follow(admin, source, third)).changed).toBe(0);
  expect(await snapshot()).toEqual(before);
  expect(unwrap(await allowFollowing(admin, { isAllowed: false }))).toEqual({ ended: 1 });
  expect(codeOf(await follow(admin, third, source))).toBe("conflict");
});

test("somebody who is added can follow from the first day", async () => {
  const id = await group(["audit.read"]);
  unwrap(await change("joinGroup", id, source));
  const added = await createUser(admin, inputFor(organization), undefined, undefined, await mirrorOf(source));
  expect(await extraOf(unwrap(added))).toEqual(["audit.read"]);
  unwrap(await change("leaveGroup", id, source));
  expect(await extraOf(unwrap(added))).toEqual([]);
});

test("people of an import follow, too", async () => {
  unwrap(await give(source, { permissions: ["audit.read"] }));
  const file = "First name,Last name,Access email\nAda,Adams,ada@x.example\nBen,Bell,ben@x.example\n";
  const found = await prepareRun(admin, file, { matching: ["firstName", "lastName", "accessEmail"] });
  const choices = { ...NO_CHOICES, grants: await mirrorOf(source) };
  unwrap(await commitImport(admin, found.id, { planVersion: found.planVersion, onError: "skip", choices }));
  await carryOutImport(jobOf(admin, found.id));
  const rightsNow = async () =>
    (await adminQuery(`SELECT ${heldSql("users")} AS extra FROM users WHERE import_id = $1`, [found.id])).map(
      ({ extra }) => extra,
    );
  expect(await rightsNow()).toEqual([["audit.read"], ["audit.read"]]);
  unwrap(await give(source, { permissions: ["users.read"] }));
  expect(await rightsNow()).toEqual([["users.read"], ["users.read"]]);
});

test.each([true, false])("it stops, and what came by it is kept: %s", async (keep) => {
  const id = await group(["audit.read"]);
  unwrap(await change("joinGroup", id, source));
  unwrap(await follow());
  expect(unwrap(await change("leaveGroup", id, follower))).toEqual({ changed: 0, left: 1 });
  expect(await followingOf(admin, follower.id)).toMatchObject({ source: { id: source.id }, by: admin.name });
  expect((await followingOf(admin, source.id)).followers).toBe(1);
  unwrap(await stopFollowing(admin, follower.id, { keep }));
  expect((await followingOf(admin, follower.id)).source).toBeNull();
  expect(await extraOf(follower)).toEqual(keep ? ["audit.read"] : []);
  expect((await eventsOf(follower.id)).at(-1)).toMatchObject({
    action: "user.followingEnded",
    changes: { before: { follows: expect.stringContaining("Sora") }, after: { rightsKept: keep } },
  });
  unwrap(await give(source, { permissions: ["users.read"] }));
  expect(await extraOf(follower)).toEqual(keep ? ["audit.read"] : []);
});

test("giving exactly other rights ends it, and turning it off leaves what everybody has", async () => {
  unwrap(await give(source, { permissions: ["users.read"] }));
  unwrap(await follow());
  const reasons = (await explainAccess(admin, follower.id))?.find(
    ({ permission }) => permission === "users.read",
  )?.reasons;
  expect(reasons).toMatchObject([{ kind: "alone", given: { isFollowed: true, by: admin.name } }]);
  expect((await eventsOf(follower.id)).at(-1)?.changes).toMatchObject({
    after: { follows: expect.stringContaining("Sora") },
  });
  unwrap(await give(follower, { permissions: ["billing.read"] }));
  unwrap(await give(source, { permissions: ["users.read", "audit.read"] }));
  expect(await extraOf(follower)).toEqual(["billing.read"]);
  unwrap(await follow());
  unwrap(await allowFollowing(admin, { isAllowed: false }));
  unwrap(await give(source, {}));
  expect(await extraOf(follower)).toEqual(["audit.read", "users.read"]);
});

describe("what somebody set up who may not give it any more", () => {
  const setter = (fields: Parameters<typeof makeUser>[1] = { role: "admin" }) =>
    makeUser(organization, fields);
  const losses: [string, (user: User) => Promise<unknown>][] = [
    ["is removed", async ({ id }) => unwrap(await removeUsers(admin, { ids: [id] }))],
    ["is suspended", async ({ id }) => unwrap(await suspendUsers(admin, { ids: [id] }))],
    ["has another role", async ({ id }) => unwrap(await changeRoles(admin, { ids: [id] }, "viewer"))],
    [
      "has access no more",
      ({ id }) =>
        adminQuery("UPDATE users SET access_ends_at = now() - interval '1 hour' WHERE id = $1", [id]),
    ],
  ];
  test.each(losses)("comes to nobody when whoever did it %s", async (_, lose) => {
    const user = await setter();
    unwrap(await follow(actorOf(user, organization)));
    unwrap(await give(source, { permissions: ["users.read"] }));
    expect(await extraOf(follower)).toEqual(["users.read"]);
    await lose(user);
    unwrap(await give(source, { permissions: ["users.read", "audit.read"] }));
    expect(await extraOf(follower)).toEqual(["users.read"]);
    const grouped = await group(["billing.read"]);
    unwrap(await change("joinGroup", grouped, source));
    expect(await extraOf(follower)).toEqual(["users.read"]);
    // What goes there goes here.
    unwrap(await give(source, { permissions: ["audit.read"] }));
    expect(await extraOf(follower)).toEqual([]);
    expect(await followingOf(admin, follower.id)).toMatchObject({ goesOn: false, source: { id: source.id } });
    expect(await followingPolicy(admin)).toMatchObject({
      standingStill: { count: 1, people: [{ id: follower.id, by: `${user.firstName} ${user.lastName}` }] },
    });
  });

  test("comes again once somebody else has them follow, and is shown beforehand", async () => {
    const user = await setter();
    unwrap(await follow(actorOf(user, organization)));
    const again = async () =>
      unwrap(await planGrants(admin, { ids: [follower.id] }, await mirrorOf(source))).changed;
    expect(await again()).toBe(0);
    unwrap(await changeRoles(admin, { ids: [user.id] }, "user"));
    expect(await again()).toBe(1);
    unwrap(await give(source, { permissions: ["audit.read"] }));
    expect(await extraOf(follower)).toEqual([]);
    unwrap(await follow());
    expect(await extraOf(follower)).toEqual(["audit.read"]);
    expect(await followingOf(admin, follower.id)).toMatchObject({ goesOn: true, by: admin.name });
    expect((await followingPolicy(admin)).standingStill.count).toBe(0);
    expect(await again()).toBe(0);
    unwrap(await give(source, { permissions: ["audit.read", "users.read"] }));
    expect(await extraOf(follower)).toEqual(["audit.read", "users.read"]);
  });

  test("is judged by what they hold beside their role, too", async () => {
    const rights: Permission[] = ["users.read", "users.update", "users.role.update", "users.groups.update"];
    const user = await setter({ extraPermissions: [...rights, "audit.read"] });
    unwrap(await follow(actorOf(user, organization)));
    unwrap(await give(user, { permissions: rights }));
    unwrap(await give(source, { permissions: ["audit.read"] }));
    expect(await extraOf(follower)).toEqual([]);
    unwrap(await give(user, { permissions: [...rights, "audit.read", "billing.read"] }));
    unwrap(await give(source, { permissions: ["audit.read", "users.read", "billing.read"] }));
    expect(await extraOf(follower)).toEqual(["audit.read", "users.read"]);
    unwrap(await changeRoles(admin, { ids: [user.id] }, "admin"));
    expect((await followingOf(admin, follower.id)).goesOn).toBe(true);
  });

  test("is judged at home where they manage from another organization", async () => {
    const managing = await makeOrganization({ managing: true });
    await adminQuery("UPDATE organizations SET managed_by = $1 WHERE id = $2", [
      managing.id,
      organization.id,
    ]);
    const manager = await makeUser(managing, { role: "admin" });
    const there = actorIn(personOf(manager), organization);
    if (!there) throw new Error("They may do nothing there.");
    unwrap(await follow(there));
    unwrap(await give(source, { permissions: ["users.read"] }));
    expect(await extraOf(follower)).toEqual(["users.read"]);
    await adminQuery("UPDATE users SET suspended_at = now() WHERE id = $1", [manager.id]);
    unwrap(await give(source, { permissions: ["users.read", "audit.read"] }));
    expect(await extraOf(follower)).toEqual(["users.read"]);
  });

  test("ends with the key by which they did it", async () => {
    const key = unwrap(
      await createApiKey(admin, { name: "Nightly", scopes: ["directory.read"], expiresInDays: 30 }),
    );
    unwrap(await follow({ ...admin, apiKeyId: key.id }));
    unwrap(await revokeApiKey(admin, key.id));
    unwrap(await give(source, { permissions: ["users.read"] }));
    expect(await extraOf(follower)).toEqual([]);
  });
});
