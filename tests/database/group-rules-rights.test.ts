import { expect, test } from "vitest";
import { giveGrants } from "@/lib/grants/commands";
import { createGroup, updateGroup } from "@/lib/groups/commands";
import { changeMembers } from "@/lib/groups/members";
import type { Actor } from "@/lib/permissions/actor";
import { OWN_ACCOUNT_ONLY } from "@/lib/permissions/grants";
import type { Permission } from "@/lib/permissions/permissions";
import { updateUser } from "@/lib/users/commands";
import { findUser } from "@/lib/users/queries";
import { adminQuery } from "@/tests/support/product-database";
import {
  heldSql,
  inputOf,
  makeActor,
  makeOrganization,
  makeUser,
  unwrap,
} from "@/tests/support/product-people";
import { randomness } from "@/tests/support/random-access";

const PERMISSIONS: Permission[] = ["users.read", "audit.read", "groups.read", "messages.read"];
const COMPANIES = ["Sales", "Works", "Logistics", ""];
const PEOPLE = 12;
const RULED = 4;
const CHANGES = 60;

/** Whose row says something else than their groups and single permissions come to, read anew. */
const wrongRights = (organizationId: string) =>
  adminQuery(
    `SELECT u.id, ${heldSql("u")} AS held FROM users u WHERE u.organization_id = $1 AND ${heldSql("u")} <> coalesce((
       SELECT array_agg(DISTINCT held.p ORDER BY held.p) FROM (
         SELECT unnest(g.permissions) FROM group_members m JOIN groups g ON g.id = m.group_id WHERE m.user_id = u.id
         UNION ALL SELECT permission FROM user_permissions WHERE user_id = u.id) AS held(p)), '{}')`,
    [organizationId],
  );

test(`after each of ${CHANGES} random changes everybody has what their groups and they alone come to`, async () => {
  const random = randomness(91);
  const oneOf = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
  const some = () => PERMISSIONS.filter(() => random() < 0.5);
  const organization = await makeOrganization();
  const admin = await makeActor(organization, "admin");
  const ids: string[] = [];
  for (let index = 0; index < PEOPLE; index += 1)
    ids.push((await makeUser(organization, { company: oneOf(COMPANIES) || null })).id);
  const ruleOf = () => ({
    match: "all" as const,
    conditions: [{ field: "company", is: oneOf(["is", "isNot"] as const), value: oneOf(["Sales", "Works"]) }],
  });
  const groups: string[] = [];
  for (let index = 0; index < RULED; index += 1) {
    const input = { name: `Ruled ${index}`, description: "", permissions: some(), rule: ruleOf() };
    groups.push(unwrap(await createGroup(admin, input)).id);
  }
  const byHand = unwrap(
    await createGroup(admin, { name: "By hand", description: "", permissions: ["users.read", "audit.read"] }),
  ).id;

  const kinds: Record<string, () => Promise<unknown>> = {
    rule: () => changeGroup(admin, oneOf(groups), (input) => ({ ...input, rule: ruleOf() })),
    permissions: () => changeGroup(admin, oneOf(groups), (input) => ({ ...input, permissions: some() })),
    both: () =>
      changeGroup(admin, oneOf(groups), (input) => ({ ...input, permissions: some(), rule: ruleOf() })),
    company: async () => {
      const user = await findUser(admin, oneOf(ids));
      if (!user) return;
      unwrap(await updateUser(admin, user.id, user.version, inputOf(user, { company: oneOf(COMPANIES) })));
    },
    single: async () => {
      const grants = { ...OWN_ACCOUNT_ONLY, permissions: some() };
      unwrap(await giveGrants(admin, { ids: [oneOf(ids)] }, grants));
    },
    member: async () => {
      const kind = oneOf(["joinGroup", "leaveGroup"] as const);
      unwrap(await changeMembers(admin, { ids: [oneOf(ids), oneOf(ids)] }, { kind, groupId: byHand }));
    },
  };
  const moved = { rule: 0, both: 0 };
  for (let change = 0; change < CHANGES; change += 1) {
    const kind = oneOf(Object.keys(kinds));
    const done = await kinds[kind]?.();
    if (kind === "rule" || kind === "both") moved[kind] += Number(done);
    expect(await wrongRights(organization.id), `after change ${change}, ${kind}`).toEqual([]);
  }
  expect(moved.rule).toBeGreaterThan(0);
  expect(moved.both).toBeGreaterThan(0);
});

type Input = Parameters<typeof updateGroup>[3];

/** @returns for how many people it changed what they may do */
async function changeGroup(admin: Actor, id: string, change: (input: Input) => Input): Promise<number> {
  const [row] = await adminQuery<Input & { version: number }>(
    "SELECT name, description, permissions, rule, version FROM groups WHERE id = $1",
    [id],
  );
  if (!row) throw new Error("There is no such group.");
  const { version, ...input } = row;
  return unwrap(await updateGroup(admin, id, version, change(input))).changed;
}
