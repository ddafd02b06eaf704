import { beforeAll, describe, expect, test } from "vitest";
import { changeOwnDetails } from "@/lib/account/details";
import { command } from "@/lib/command";
import { type Transaction, withOrganization } from "@/lib/db";
import { giveGrants } from "@/lib/grants/commands";
import { createGroup, updateGroup } from "@/lib/groups/commands";
import type { GroupInput } from "@/lib/groups/input";
import { changeMembers } from "@/lib/groups/members";
import { groupsOf, listGroups } from "@/lib/groups/queries";
import type { Rule, RuleCondition } from "@/lib/groups/rule";
import { planRule } from "@/lib/groups/rule-commands";
import { newId } from "@/lib/ids";
import { commitImport } from "@/lib/imports/commands/commit";
import { carryOutImport } from "@/lib/imports/jobs/commit";
import type { Actor } from "@/lib/permissions/actor";
import { OWN_ACCOUNT_ONLY } from "@/lib/permissions/grants";
import { ok, type Result } from "@/lib/result";
import { changeRoles, removeUsers, restoreUsers } from "@/lib/users/bulk-commands";
import { createUser, updateUser } from "@/lib/users/commands";
import type { UserField } from "@/lib/users/fields";
import { commitRun, detailsOf, jobOf, prepareRun, undoRun } from "@/tests/support/import-runs";
import { adminQuery, snapshot } from "@/tests/support/product-database";
import {
  actorOf,
  codeOf,
  eventsOf,
  heldSql,
  inputFor,
  inputOf,
  makeActor,
  makeHome,
  makeOrganization,
  makeUser,
  readUser,
  setUser,
  type TestOrganization,
  unwrap,
} from "@/tests/support/product-people";
import { type KeptRule, meets, type PersonRow } from "@/tests/support/read-rules";

let organization: TestOrganization;
let admin: Actor;
beforeAll(async () => {
  organization = await makeOrganization();
  admin = await makeActor(organization, "admin");
});

let made = 0;
const given = (fields: Partial<GroupInput> = {}): GroupInput => {
  made += 1;
  return { name: `Ruled ${made}`, description: "", permissions: [], ...fields };
};

const all = (...conditions: RuleCondition[]): Rule => ({ match: "all", conditions });
const companyIs = (value: string): Rule => all({ field: "company", is: "is", value });

async function makeRuled(rule: Rule, fields: Partial<GroupInput> = {}): Promise<string> {
  const { id } = unwrap(await createGroup(admin, given({ ...fields, rule })));
  return id;
}

const membersOf = async (groupId: string): Promise<unknown[]> =>
  (await adminQuery("SELECT user_id FROM group_members WHERE group_id = $1 ORDER BY user_id", [groupId])).map(
    ({ user_id }) => user_id,
  );

const extraOf = async (id: string) =>
  (await adminQuery(`SELECT ${heldSql("users")} AS extra FROM users WHERE id = $1`, [id]))[0]?.extra;

describe("a rule", () => {
  test("says who is in its group, without accents and capitals", async () => {
    const sales = await makeUser(organization, { company: "Vértrieb Süd" });
    const other = await makeUser(organization, { company: "Vertrieb" });
    const id = await makeRuled(companyIs("VERTRIEB SUD"), { permissions: ["users.read"] });
    expect(await membersOf(id)).toEqual([sales.id]);
    expect(await extraOf(sales.id)).toEqual(["users.read"]);
    expect(await extraOf(other.id)).toEqual([]);
    expect((await eventsOf(id)).at(-1)?.changes).toMatchObject({
      after: { rule: "Company is “VERTRIEB SUD”", cameIn: 1, wentOut: 0 },
    });
  });

  test("moves people when it changes, as many as were shown and nobody else", async () => {
    const [one, two] = [
      await makeUser(organization, { company: "Moves A" }),
      await makeUser(organization, { company: "Moves B" }),
    ];
    const input = given({ rule: companyIs("Moves A"), permissions: ["users.read"] });
    const { id } = unwrap(await createGroup(admin, input));
    const next = { ...input, rule: companyIs("Moves B") };
    expect(unwrap(await planRule(admin, id, next.rule))).toEqual({ people: 1, cameIn: 1, wentOut: 1 });
    const before = await snapshot();
    expect(codeOf(await updateGroup(admin, id, 1, next, { cameIn: 2, wentOut: 1 }))).toBe("conflict");
    expect(await snapshot()).toEqual(before);
    expect(unwrap(await updateGroup(admin, id, 1, next, { cameIn: 1, wentOut: 1 }))).toEqual({
      cameIn: 1,
      wentOut: 1,
      changed: 2,
    });
    expect(await membersOf(id)).toEqual([two.id]);
    expect([await extraOf(one.id), await extraOf(two.id)]).toEqual([[], ["users.read"]]);
  });

  test("is wrong at the condition that asks what cannot be asked", async () => {
    const rule = all(
      { field: "createdAt", is: "contains", value: "1" },
      { field: "gone", is: "is", value: "x" },
      { field: "company", is: "is", value: "" },
    );
    const refused = await createGroup(admin, given({ rule }));
    expect(refused.ok ? [] : refused.error.issues?.map(({ path }) => path)).toEqual([
      "rule.conditions.0.is",
      "rule.conditions.1.field",
      "rule.conditions.2.value",
    ]);
  });
});

describe("whoever changes", () => {
  test("by the form, by themselves, removed and taken back is in the group and out of it with it", async () => {
    const id = await makeRuled(all({ field: "businessPhone", is: "beginsWith", value: "+49 30" }), {
      permissions: [],
    });
    const { id: userId } = unwrap(
      await createUser(admin, inputFor(organization, { businessPhone: "+493012345678" })),
    );
    expect(await membersOf(id)).toEqual([userId]);
    const own = await makeUser(organization, {});
    unwrap(await changeOwnDetails(actorOf(own, organization), 1, { businessPhone: "+49 30 87654321" }));
    expect(await membersOf(id)).toEqual([userId, own.id].sort());
    unwrap(await removeUsers(admin, { ids: [userId] }));
    expect(await membersOf(id)).toEqual([own.id]);
    unwrap(await restoreUsers(admin, { ids: [userId] }));
    expect(await membersOf(id)).toEqual([userId, own.id].sort());
    unwrap(await updateUser(admin, own.id, 2, inputOf(own, { businessPhone: "+4989123456" })));
    expect(await membersOf(id)).toEqual([userId]);
  });
});

describe("an import", () => {
  const FILE = "First name,Last name,Access email,Mobile phone\nAda,Adams,ada@x.example,+4791234567\n";
  const matching: UserField[] = ["firstName", "lastName", "accessEmail", "mobilePhone"];
  const norway = all({ field: "mobilePhone", is: "beginsWith", value: "+47" });

  test("takes people in when it is committed, out when it is taken back", async () => {
    const { admin: chief } = await makeHome();
    const { id } = unwrap(await createGroup(chief, given({ rule: norway, permissions: ["apiKeys.update"] })));
    const found = await commitRun(chief, await prepareRun(chief, FILE, { matching }));
    expect(found.state).toBe("done");
    expect(await membersOf(id)).toHaveLength(1);
    expect((await undoRun(chief, found.id)).state).toBe("undone");
    expect(await membersOf(id)).toEqual([]);
  });

  test("of somebody who holds less writes nothing, and says who would come into which group", async () => {
    const { organization: theirs, admin: chief } = await makeHome();
    const lesser = await makeActor(theirs, "user", "userManagementAdmin");
    const { id, planVersion } = await prepareRun(lesser, FILE, { matching });
    unwrap(await commitImport(lesser, id, { planVersion, onError: "skip" }));
    // Of the role, which is chosen for all, no row could say so.
    const rule = all(...norway.conditions, { field: "role", is: "is", value: "user" });
    unwrap(await createGroup(chief, given({ name: "Keys", rule, permissions: ["apiKeys.update"] })));
    await carryOutImport(jobOf(lesser, id));
    const found = await detailsOf(lesser, id);
    expect(found).toMatchObject({ state: "review", refusal: { code: "rule_gain" } });
    expect(found.refusal?.message).toContain("Ada Adams into “Keys”");
    expect(await adminQuery("SELECT FROM users WHERE import_id = $1", [found.id])).toEqual([]);
  });

  test("is not taken back by somebody whom that would give too much", async () => {
    const { organization: theirs, admin: chief } = await makeHome();
    const ada = await makeUser(theirs, { accessEmail: "ada@x.example", mobilePhone: "+4912345678" });
    const lesser = await makeActor(theirs, "user", "userManagementAdmin");
    const prepared = await prepareRun(lesser, FILE, { matching, mode: "both" });
    const found = await commitRun(lesser, prepared);
    expect(found.state).toBe("done");
    const rule = all({ field: "mobilePhone", is: "beginsWith", value: "+49" });
    unwrap(await createGroup(chief, given({ rule, permissions: ["apiKeys.update"] })));
    const after = await undoRun(lesser, found.id);
    expect(after).toMatchObject({ state: "done", refusal: { code: "not_allowed" } });
    expect((await readUser(ada.id))?.mobile_phone).toBe("+4791234567");
  });
});

test("a rule and those whom it asks about, changed at the same moment, end as if one came after the other", async () => {
  const { organization: theirs, admin: chief } = await makeHome();
  const people = await Promise.all(Array.from({ length: 6 }, () => makeUser(theirs, { company: "Odd" })));
  const input = given({ rule: companyIs("Odd"), permissions: ["users.read"] });
  const { id } = unwrap(await createGroup(chief, input));
  for (let round = 0; round < 8; round += 1) {
    const company = round % 2 === 0 ? "Even" : "Odd";
    const [saved, ...moved] = await Promise.all([
      updateGroup(chief, id, round + 1, {
        ...input,
        rule: {
          match: round % 2 === 0 ? "all" : "any",
          conditions: companyIs(round % 4 < 2 ? "Even" : "Odd").conditions,
        },
      }),
      ...people.map((user) => updateUser(chief, user.id, round + 1, inputOf(user, { company }))),
      changeRoles(chief, { ids: [people[0]?.id ?? ""] }, "user"),
    ]);
    for (const result of [saved, ...moved]) unwrap(result as Result<unknown>);
    const [group] = await adminQuery<{ rule: KeptRule }>("SELECT rule FROM groups WHERE id = $1", [id]);
    const rows = await adminQuery<PersonRow & { id: string; held: string[] }>(
      `SELECT *, ${heldSql("users")} AS held FROM users WHERE organization_id = $1 AND id <> $2 ORDER BY id`,
      [theirs.id, chief.userId],
    );
    const meant = rows.filter((row) => group && meets(group.rule, row));
    expect(await membersOf(id)).toEqual(meant.map((row) => row.id));
    for (const row of rows) expect(row.held).toEqual(meant.includes(row) ? ["users.read"] : []);
  }
});

describe("nobody", () => {
  test("is put in by hand or taken out", async () => {
    const user = await makeUser(organization);
    const member = await makeUser(organization, { company: "By hand" });
    const id = await makeRuled(companyIs("By hand"));
    const before = await snapshot();
    for (const kind of ["joinGroup", "leaveGroup"] as const)
      expect(codeOf(await changeMembers(admin, { ids: [user.id] }, { kind, groupId: id }))).toBe("conflict");
    const grants = { ...OWN_ACCOUNT_ONLY, groups: [id] };
    expect(codeOf(await giveGrants(admin, { ids: [user.id] }, grants))).toBe("conflict");
    expect(await snapshot()).toEqual(before);
    unwrap(await giveGrants(admin, { ids: [member.id] }, { ...OWN_ACCOUNT_ONLY, role: "viewer" }));
    expect(await membersOf(id)).toEqual([member.id]);
  });

  test("comes by rights through what they write that they do not hold", async () => {
    await makeRuled(all({ field: "mobilePhone", is: "beginsWith", value: "+43664" }), {
      name: "Keys of Austria",
      permissions: ["apiKeys.update"],
    });
    const lesser = await makeActor(organization, "user", "userManagementAdmin");
    const user = await makeUser(organization);
    const phone = { mobilePhone: "+436641234567" };
    const before = await snapshot();
    const group = "“Keys of Austria”";
    for (const refused of [
      await createUser(lesser, inputFor(organization, phone)),
      await updateUser(lesser, user.id, 1, inputOf(user, phone)),
    ])
      expect(refused).toMatchObject({
        error: { code: "forbidden", message: expect.stringContaining(group) },
      });
    // Somebody who may see no groups is not told of one.
    const own = await changeOwnDetails(actorOf(user, organization), 1, phone);
    expect(own).toMatchObject({
      error: { code: "forbidden", message: expect.not.stringContaining(group) },
    });
    expect(await snapshot()).toEqual(before);
    await expect(setUser(user, phone)).rejects.toThrow();
    unwrap(await updateUser(admin, user.id, 1, inputOf(user, phone)));
    expect(await extraOf(user.id)).toEqual(["apiKeys.update"]);
  });

  test("is told it without the field that does it, where it is a field of the form", async () => {
    const { organization: theirs, admin: chief } = await makeHome();
    const lesser = await makeActor(theirs, "user", "userManagementAdmin");
    const property = { organizationId: theirs.id, id: newId(), name: "Floor", type: "number" };
    await withOrganization(theirs.id, (tx) => tx.property.create({ data: property }));
    const ruled = async (name: string, ...conditions: RuleCondition[]) =>
      unwrap(
        await createGroup(chief, given({ name, rule: all(...conditions), permissions: ["apiKeys.update"] })),
      );
    await ruled("Sales", { field: "company", is: "is", value: "sales" });
    await ruled("Upstairs", { field: `property:${property.id}`, is: "atLeast", value: "10" });
    await ruled("Robots", { field: "username", is: "beginsWith", value: "robot" });
    const keyholder = { company: "Night", role: "user" } as const;
    const asked = (["company", "role"] as const).map((field) => ({
      field,
      is: "is" as const,
      value: keyholder[field],
    }));
    await ruled("Keyholders", ...asked);
    const user = await makeUser(theirs, { company: "Day" });
    const told = (result: Result<unknown>) => {
      expect(codeOf(result)).toBe("forbidden");
      return result.ok ? [] : result.error.issues?.map(({ path, message }) => [path, message.split("“")[1]]);
    };
    const edit = (fields: Parameters<typeof inputOf>[1]) =>
      updateUser(lesser, user.id, 1, inputOf(user, fields));
    const before = await snapshot();
    expect(told(await edit({ company: "Sales" }))).toEqual([
      ["company", "Sales”, which gives rights that you do not hold."],
    ]);
    expect(told(await edit({ company: "Night", properties: { [property.id]: "12" } }))).toEqual([
      ["company", expect.stringContaining("Keyholders")],
      [`properties.${property.id}`, expect.stringContaining("Upstairs")],
    ]);
    const robot = { usernameLocal: "robot1", properties: { [property.id]: "3" } };
    expect(told(await createUser(lesser, inputFor(theirs, robot)))).toEqual([
      ["usernameLocal", expect.stringContaining("Robots")],
    ]);
    expect(told(await createUser(lesser, inputFor(theirs, { company: "Night" })))).toEqual([
      ["company", expect.stringContaining("Keyholders")],
    ]);
    expect(await snapshot()).toEqual(before);
    unwrap(await edit({ company: "Dusk", properties: { [property.id]: "9" } }));
    unwrap(await createUser(lesser, inputFor(theirs, { company: "Dusk" })));
  });

  test("is taken in by a rule of somebody who may not take people in", async () => {
    const id = await makeRuled(companyIs("Anybody's"));
    const extraPermissions = ["groups.read", "groups.update", "users.read"];
    const actor = actorOf(await makeUser(organization, { extraPermissions }), organization);
    expect(codeOf(await planRule(actor, id, companyIs("Mine")))).toBe("forbidden");
    expect(codeOf(await updateGroup(actor, id, 1, given({ rule: companyIs("Mine") })))).toBe("forbidden");
    expect(codeOf(await updateGroup(actor, id, 1, given()))).toBe("forbidden");
    expect(codeOf(await createGroup(actor, given({ rule: companyIs("Mine") })))).toBe("forbidden");
    unwrap(await updateGroup(actor, id, 1, given({ rule: companyIs("Anybody's") })));
  });

  test("changes or removes a property that a rule asks for", async () => {
    const property = { organizationId: organization.id, id: newId(), name: "Floor", type: "number" };
    await withOrganization(organization.id, (tx) => tx.property.create({ data: property }));
    const user = await makeUser(organization, { properties: { [property.id]: "12" } });
    const rule = all({ field: `property:${property.id}`, is: "atLeast", value: "10" });
    const id = await makeRuled(rule, { name: "Upstairs" });
    expect(await membersOf(id)).toEqual([user.id]);
    const key = { organizationId_id: { organizationId: organization.id, id: property.id } };
    for (const run of [
      (tx: Transaction) => tx.property.delete({ where: key }),
      (tx: Transaction) => tx.property.update({ where: key, data: { type: "text" } }),
    ]) {
      const refused = await command(admin, "settings.update", async (tx) => {
        await run(tx);
        return ok(null);
      });
      expect(refused).toMatchObject({ ok: false, error: { code: "conflict" } });
      expect(refused.ok ? "" : refused.error.message).toContain("“Upstairs”");
    }
    await setUser(user, { properties: { [property.id]: "9" } });
    expect(await membersOf(id)).toEqual([]);
    expect((await groupsOf(admin, user.id)).map(({ name }) => name)).toEqual([]);
    expect((await listGroups(admin)).find(({ name }) => name === "Upstairs")?.rule).toBe(
      "Floor is at least 10",
    );
  });

  test("above whoever changes a rule goes out by it", async () => {
    const lesser = await makeActor(organization, "user", "userManagementAdmin");
    const chief = await makeUser(organization, { role: "admin", company: "Above" });
    const input = given({ rule: companyIs("Above"), permissions: ["users.read"] });
    const { id } = unwrap(await createGroup(admin, input));
    const permissions = new Set([...lesser.permissions, "groups.update" as const]);
    const editor = { ...lesser, permissions };
    const next = { ...input, rule: companyIs("Nobody's") };
    expect(codeOf(await planRule(editor, id, next.rule))).toBe("forbidden");
    expect(codeOf(await updateGroup(editor, id, 1, next))).toBe("forbidden");
    expect(await membersOf(id)).toEqual([chief.id]);
  });
});
