import { beforeAll, expect, test } from "vitest";
import { withOrganization } from "@/lib/db";
import { grantsProblem } from "@/lib/grants/check";
import { giveGrants } from "@/lib/grants/commands";
import { allowFollowing } from "@/lib/grants/follow-commands";
import { createGroup, updateGroup } from "@/lib/groups/commands";
import { changeMembers } from "@/lib/groups/members";
import { newId } from "@/lib/ids";
import type { Actor } from "@/lib/permissions/actor";
import { assignmentOf, OWN_ACCOUNT_ONLY } from "@/lib/permissions/grants";
import type { Grants } from "@/lib/permissions/grants-schema";
import { ALL_PERMISSIONS, isGivable, type Permission } from "@/lib/permissions/permissions";
import { ACCESS_PROFILES, permissionsOf, ROLES, rightsOf } from "@/lib/permissions/roles";
import { changeRoles } from "@/lib/users/bulk-commands";
import { updateUser } from "@/lib/users/commands";
import { findPersonRow, type PersonRow } from "@/lib/users/person-row";
import { blankUserForm } from "@/lib/users/user-form";
import { addFromForm } from "@/lib/users/user-form-commands";
import { adminQuery } from "@/tests/support/product-database";
import {
  actorOf,
  inputOf,
  makeActor,
  makeOrganization,
  makeUser,
  type TestOrganization,
  unwrap,
} from "@/tests/support/product-people";

/** Rights that no role has: enough to give, and little to be given. */
const PARTS: Permission[][] = [
  ["users.read", "users.update", "users.role.update", "users.groups.update", "users.create"],
  ["users.read", "users.groups.update", "groups.read", "groups.update"],
];

let organization: TestOrganization;
let actors: { name: string; actor: Actor }[];
let groups: { id: string; permission: Permission }[];
let everything: Grants[];
/** Groups that whoever's company is so comes into; and people who have one permission each, to be followed. */
let ruled: { id: string; company: string; permission: Permission }[];
let followed: Grants[];

beforeAll(async () => {
  organization = await makeOrganization();
  const admin = await makeActor(organization, "admin");
  const profiles = [null, ...ACCESS_PROFILES];
  const people = [
    ...ROLES.flatMap((role) => profiles.map((accessProfile) => ({ role, accessProfile }))),
    ...PARTS.map((extraPermissions) => ({ extraPermissions })),
  ];
  actors = await Promise.all(
    people.map(async (fields) => ({
      name: JSON.stringify(fields),
      actor: actorOf(await makeUser(organization, fields), organization),
    })),
  );
  const givable = ALL_PERMISSIONS.filter((each) => isGivable(each, false));
  groups = [];
  for (const permission of givable) {
    const made = await createGroup(admin, { name: permission, description: "", permissions: [permission] });
    groups.push({ id: unwrap(made).id, permission });
  }
  ruled = [];
  for (const permission of givable) {
    const company = `Works on ${permission}`;
    const rule = {
      match: "all" as const,
      conditions: [{ field: "company", is: "is" as const, value: company }],
    };
    const input = { name: company, description: "", permissions: [permission], rule };
    ruled.push({ id: unwrap(await createGroup(admin, input)).id, company, permission });
  }
  unwrap(await allowFollowing(admin, { isAllowed: true }));
  followed = [];
  for (const permission of givable) {
    const source = await makeUser(organization);
    unwrap(await giveGrants(admin, { ids: [source.id] }, { ...OWN_ACCOUNT_ONLY, permissions: [permission] }));
    const mirror = {
      ...OWN_ACCOUNT_ONLY,
      by: "mirror" as const,
      userId: source.id,
      without: [],
      follow: true,
    };
    followed.push({ ...mirror, permissions: [permission] });
  }
  everything = [
    ...ROLES.map((role) => ({ ...OWN_ACCOUNT_ONLY, role })),
    ...ACCESS_PROFILES.map((accessProfile) => ({ ...OWN_ACCOUNT_ONLY, accessProfile })),
    ...ALL_PERMISSIONS.map((permission) => ({ ...OWN_ACCOUNT_ONLY, permissions: [permission] })),
    ...groups.map(({ id }) => ({ ...OWN_ACCOUNT_ONLY, groups: [id] })),
  ];
});

async function holdingOf(id: string): Promise<ReadonlySet<Permission>> {
  const user = await withOrganization(organization.id, (tx) =>
    findPersonRow(tx, { organizationId: organization.id, id }),
  );
  if (!user) throw new Error("There is no such person.");
  const { role, accessProfile, extra } = rightsOf(user);
  return permissionsOf(role, accessProfile, extra);
}

/** Managing others is the organization's right and nobody's own: what a role says of it means nothing here. */
const counts = (permission: Permission) => isGivable(permission, false);

/** Tries a way on somebody, says whether anything changed, and puts it back. */
async function tryOn(actor: Actor, target: PersonRow, attempt: () => Promise<unknown>): Promise<boolean> {
  const before = await holdingOf(target.id);
  await attempt();
  const after = await holdingOf(target.id);
  const moved = ALL_PERMISSIONS.filter((each) => counts(each) && before.has(each) !== after.has(each));
  const beyond = moved.filter((each) => !actor.permissions.has(each));
  if (beyond.length > 0) throw new Error(`It moved ${beyond.join(", ")}.`);
  if (moved.length > 0) await putBack(target);
  return moved.length > 0;
}

async function putBack({
  id,
  organizationId,
  role,
  accessProfile,
  extraPermissions,
}: PersonRow): Promise<void> {
  await adminQuery("DELETE FROM follows WHERE user_id = $1", [id]);
  await adminQuery("DELETE FROM group_members WHERE user_id = $1", [id]);
  await adminQuery("DELETE FROM user_permissions WHERE user_id = $1", [id]);
  await adminQuery(
    "UPDATE users SET role = $2, access_profile = $3, company = NULL, version = 1 WHERE id = $1",
    [id, role, accessProfile],
  );
  await adminQuery("DELETE FROM held_permissions WHERE user_id = $1", [id]);
  if (extraPermissions.length > 0)
    await adminQuery("INSERT INTO held_permissions VALUES ($1, $2, $3)", [
      organizationId,
      id,
      extraPermissions,
    ]);
}

/** Every way to give rights to somebody who is there. */
async function tryEveryWay(actor: Actor, target: PersonRow, all: boolean): Promise<number> {
  let changed = 0;
  const attempt = async (run: () => Promise<unknown>) => {
    if (await tryOn(actor, target, run)) changed += 1;
  };
  const ids = [target.id];
  const sample = <T>(list: T[]) => (all ? list : list.filter((_, index) => index % 7 === 0));
  for (const role of ROLES) {
    await attempt(() => changeRoles(actor, { ids }, role));
    for (const accessProfile of [null, ...ACCESS_PROFILES])
      await attempt(() => updateUser(actor, target.id, 1, inputOf(target, { role, accessProfile })));
  }
  for (const grants of sample(everything)) {
    await attempt(() => giveGrants(actor, { ids }, grants));
  }
  for (const { company } of sample(ruled))
    await attempt(() => updateUser(actor, target.id, 1, inputOf(target, { company })));
  for (const grants of sample(followed)) await attempt(() => giveGrants(actor, { ids }, grants));
  for (const { id: groupId } of sample(groups))
    await attempt(() => changeMembers(actor, { ids }, { kind: "joinGroup", groupId }));
  return changed;
}

test("no way to give rights moves one that its actor does not hold, up or down", async () => {
  const targets = [
    await makeUser(organization),
    await makeUser(organization, { role: "viewer" }),
    await makeUser(organization, { accessProfile: "userManagementAdmin" }),
    await makeUser(organization, { extraPermissions: ["settings.update"] }),
  ];
  const changed: Record<string, number> = {};
  for (const { name, actor } of actors) {
    for (const [index, target] of targets.entries()) {
      changed[name] = (changed[name] ?? 0) + (await tryEveryWay(actor, target, index === 0));
    }
  }
  // The ways do work, for those who may: only then does it say something that nothing else happened.
  const who = Object.entries(changed).filter(([, count]) => count > 0);
  expect(who.length).toBeGreaterThanOrEqual(7);
  expect(changed[JSON.stringify({ role: "admin", accessProfile: null })]).toBeGreaterThan(80);
  expect(changed[JSON.stringify({ role: "viewer", accessProfile: null })]).toBe(0);
  expect(changed[JSON.stringify({ role: "billing", accessProfile: null })]).toBe(0);
  expect(changed[JSON.stringify({ role: "user", accessProfile: null })]).toBe(0);
}, 600_000);

test("nor does a rule that somebody writes give what they do not hold, or take it", async () => {
  let written = 0;
  for (const { actor } of actors) {
    for (const { id, company, permission } of ruled) {
      const other = newId();
      const target = await makeUser(organization, { company: other });
      const [group] = await adminQuery<{ version: number }>("SELECT version FROM groups WHERE id = $1", [id]);
      const input = { name: company, description: "", permissions: [permission] };
      const rule = (value: string) => ({
        match: "any" as const,
        conditions: [{ field: "company", is: "is" as const, value }],
      });
      const version = group?.version ?? 0;
      const saved = await updateGroup(actor, id, version, { ...input, rule: rule(other) });
      const made = await createGroup(actor, {
        ...input,
        name: `${newId()}`,
        rule: rule(other),
      });
      const beyond = [...(await holdingOf(target.id))].filter(
        (each) => counts(each) && !actor.permissions.has(each),
      );
      expect(beyond).toEqual([]);
      if (saved.ok || made.ok) {
        written += 1;
        expect(actor.permissions.has(permission)).toBe(true);
      }
      await adminQuery("DELETE FROM users WHERE id = $1", [target.id]);
    }
  }
  expect(written).toBeGreaterThan(20);
}, 300_000);

test("nor is anybody added with it by a form", async () => {
  let added = 0;
  let refused = 0;
  for (const { actor } of actors) {
    for (const grants of [...everything, ...followed]) {
      const given = await withOrganization(organization.id, (tx) => grantsProblem(tx, actor, grants));
      const id = newId();
      const form = {
        ...blankUserForm(organization.domain, "user"),
        firstName: "Nora",
        lastName: "Newcomer",
        usernameLocal: `n${id}`,
        accessEmail: `n${id}@mail.example`,
      };
      const saved = await addFromForm(actor, id, form, undefined, grants);
      if (!saved.ok) {
        refused += 1;
        continue;
      }
      added += 1;
      expect(given).toBeNull();
      const { role, accessProfile } = assignmentOf(grants);
      const beyond = [...(await holdingOf(id))].filter(
        (each) => counts(each) && !actor.permissions.has(each),
      );
      expect(beyond, `${role} ${accessProfile}`).toEqual([]);
    }
  }
  expect(added).toBeGreaterThan(100);
  expect(refused).toBeGreaterThan(100);
}, 300_000);
