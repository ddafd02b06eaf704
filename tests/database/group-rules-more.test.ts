import { beforeEach, describe, expect, test } from "vitest";
import { changeOwnDetails } from "@/lib/account/details";
import { createGroup, updateGroup } from "@/lib/groups/commands";
import { groupsOf, listGroups } from "@/lib/groups/queries";
import type { Rule, RuleCondition } from "@/lib/groups/rule";
import { planRule } from "@/lib/groups/rule-commands";
import { newId } from "@/lib/ids";
import type { Actor } from "@/lib/permissions/actor";
import { explainAccess } from "@/lib/permissions/explain-queries";
import { setProperties } from "@/lib/properties/bulk-commands";
import { updateProperty } from "@/lib/properties/commands";
import { removeUsers } from "@/lib/users/bulk-commands";
import { updateUser } from "@/lib/users/commands";
import { adminQuery } from "@/tests/support/product-database";
import {
  actorOf,
  codeOf,
  eventsOf,
  inputOf,
  makeActor,
  makeHome,
  makeUser,
  type TestOrganization,
  unwrap,
} from "@/tests/support/product-people";
import { makeProperty } from "@/tests/support/properties";

let organization: TestOrganization;
let admin: Actor;
beforeEach(async () => {
  ({ organization, admin } = await makeHome());
});

const group = (rule: Rule, permissions: ("users.read" | "audit.read")[] = []) => ({
  name: "Ruled",
  description: "",
  permissions,
  rule,
});
const asking = (...conditions: RuleCondition[]): Rule => ({ match: "all", conditions });
const membersOf = async (id: string) =>
  (await adminQuery("SELECT user_id FROM group_members WHERE group_id = $1 ORDER BY user_id", [id])).map(
    ({ user_id }) => user_id,
  );

describe("a rule asks of a property that is a person", () => {
  test("whether it is somebody, who is named wherever the rule is told", async () => {
    const boss = await makeUser(organization, { firstName: "Bea", lastName: "Boss" });
    const [one, two] = [await makeUser(organization), await makeUser(organization)];
    const { id: propertyId } = await makeProperty(admin, { name: "Boss", type: "person" });
    const rule = asking({ field: `property:${propertyId}`, is: "is", value: boss.id });
    const { id } = unwrap(await createGroup(admin, group(rule, ["users.read"])));
    expect(await membersOf(id)).toEqual([]);
    unwrap(
      await setProperties(
        admin,
        { ids: [one.id] },
        { kind: "setProperty", propertyId, value: boss.username },
      ),
    );
    expect(await membersOf(id)).toEqual([one.id]);
    const words = "Boss is Bea Boss";
    expect((await listGroups(admin)).map((each) => each.rule)).toEqual([words]);
    expect((await groupsOf(admin, one.id))[0]?.rule).toBe(words);
    expect(JSON.stringify(await explainAccess(admin, one.id))).toContain(words);
    expect((await eventsOf(id))[0]?.changes).toMatchObject({ after: { rule: words } });

    const isNot = asking({ field: `property:${propertyId}`, is: "isNot", value: boss.id });
    unwrap(await updateGroup(admin, id, 1, group(isNot, ["users.read"])));
    expect(await membersOf(id)).toEqual([admin.userId, boss.id, two.id].toSorted(byText));
    expect((await eventsOf(id)).at(-1)?.changes).toMatchObject({
      before: { rule: words },
      after: { rule: "Boss is not Bea Boss" },
    });
    unwrap(await removeUsers(admin, { ids: [boss.id] }));
    expect((await listGroups(admin))[0]?.rule).toBe("Boss is not Bea Boss (removed)");
    // It can be saved as it is, whoever has gone since.
    unwrap(await updateGroup(admin, id, 2, { ...group(isNot, ["users.read"]), name: "Renamed" }));
  });

  test("and is refused with nobody, somebody elsewhere, and what is no person", async () => {
    const { organization: elsewhere } = await makeHome();
    const stranger = await makeUser(elsewhere);
    const { id: propertyId } = await makeProperty(admin, { type: "person" });
    for (const value of ["", stranger.id, newId(), "x"]) {
      const planned = await planRule(
        admin,
        null,
        asking({ field: `property:${propertyId}`, is: "is", value }),
      );
      expect(planned).toMatchObject({
        error: { issues: [{ path: "rule.conditions.0.value", message: "Choose somebody." }] },
      });
    }
    const planned = await planRule(
      admin,
      null,
      asking({ field: `property:${propertyId}`, is: "contains", value: admin.userId }),
    );
    expect(codeOf(planned)).toBe("invalid");
  });
});

describe("a rule asks of the other email, the UDID and the end of access", () => {
  test("and follows them as they are written", async () => {
    const user = await makeUser(organization, { otherEmail: "una@Home.example" });
    const rules = {
      email: asking({ field: "otherEmail", is: "endsWith", value: "@home.example" }),
      udid: asking({ field: "udid", is: "is", value: "00-ab" }),
      end: asking({ field: "accessEndsAt", is: "until", value: "2030-12-31" }),
      none: asking({ field: "accessEndsAt", is: "isEmpty", value: "" }),
    };
    const ids: Record<string, string> = {};
    for (const [name, rule] of Object.entries(rules))
      ids[name] = unwrap(await createGroup(admin, { ...group(rule), name })).id;
    const isIn = async () => {
      const found = await groupsOf(admin, user.id);
      return found.map(({ name }) => name).toSorted(byText);
    };
    expect(await isIn()).toEqual(["email", "none"]);
    const changed = { otherEmail: null, udid: "00-AB", accessEndsAt: "2030-12-31" };
    unwrap(await updateUser(admin, user.id, 1, inputOf(user, changed)));
    expect(await isIn()).toEqual(["end", "udid"]);
    unwrap(await updateUser(admin, user.id, 2, inputOf(user, { ...changed, accessEndsAt: "2031-01-01" })));
    expect(await isIn()).toEqual(["udid"]);
    unwrap(await updateUser(admin, user.id, 3, inputOf(user, { accessEndsAt: null })));
    expect(await isIn()).toEqual(["email", "none"]);
  });

  test("and whoever writes them brings nobody into what they do not hold", async () => {
    const manager = await makeActor(organization, "user", "userManagementAdmin");
    const user = await makeUser(organization);
    for (const rule of [
      asking({ field: "udid", is: "is", value: "key" }),
      asking({ field: "accessEndsAt", is: "is", value: "2030-12-31" }),
      asking({ field: "otherEmail", is: "contains", value: "door" }),
    ]) {
      const { field, value } = rule.conditions[0] ?? { field: "", value: "" };
      unwrap(await createGroup(admin, { ...group(rule, ["audit.read"]), name: field }));
      const wanted = { [field]: field === "otherEmail" ? "door@mail.example" : value };
      expect(await updateUser(manager, user.id, 1, inputOf(user, wanted))).toMatchObject({
        error: { code: "forbidden", issues: [{ path: field }] },
      });
    }
    const written = "UPDATE users SET udid = 'key' WHERE id = $1";
    await expect(adminQuery(written, [user.id])).rejects.toThrow("By a rule somebody would get rights");
  });
});

describe("a choice that is dropped", () => {
  test("takes nobody out of a group by rule who stands above whoever drops it", async () => {
    const choices = ["Red", "Blue", "Green"];
    const { id: propertyId, input } = await makeProperty(admin, { type: "choice", choices });
    const keeper = await makeUser(organization, { extraPermissions: ["settings.read", "settings.update"] });
    const actor = actorOf(keeper, organization);
    const boss = await makeUser(organization, { role: "viewer" });
    const plain = await makeUser(organization);
    const value = { kind: "setProperty" as const, propertyId };
    unwrap(await setProperties(admin, { ids: [boss.id] }, { ...value, value: "Red" }));
    unwrap(await setProperties(admin, { ids: [plain.id] }, { ...value, value: "Blue" }));
    const rule: Rule = {
      match: "any",
      conditions: ["Red", "Blue"].map((color) => ({
        field: `property:${propertyId}`,
        is: "is" as const,
        value: color,
      })),
    };
    const { id } = unwrap(await createGroup(admin, group(rule, ["audit.read"])));
    const drop = (who: Actor, left: string[], version: number) =>
      updateProperty(who, propertyId, version, { ...input, choices: left }, 1);
    const inIt = await membersOf(id);
    expect(inIt).toEqual([boss.id, plain.id].toSorted(byText));
    // Whoever is in the group holds what it gives: all of its people stand above.
    for (const left of [
      ["Blue", "Green"],
      ["Red", "Green"],
    ])
      expect(await drop(actor, left, 1)).toMatchObject({
        error: { code: "forbidden", message: expect.stringContaining("would go out") },
      });
    expect(await membersOf(id)).toEqual(inIt);
    unwrap(await updateProperty(actor, propertyId, 1, { ...input, choices: ["Red", "Blue"] }));
    unwrap(await drop(admin, ["Blue"], 2));
    expect(await membersOf(id)).toEqual([plain.id]);
  });
});

describe("whoever may not see groups", () => {
  test("is told of none when a rule refuses their own details", async () => {
    const user = await makeUser(organization, { mobilePhone: "+4930901820" });
    await adminQuery("UPDATE organizations SET own_fields = '{mobilePhone}' WHERE id = $1", [
      organization.id,
    ]);
    const rule = asking({ field: "mobilePhone", is: "beginsWith", value: "+4989" });
    unwrap(await createGroup(admin, { ...group(rule, ["audit.read"]), name: "Secret cabinet" }));
    const refused = await changeOwnDetails(actorOf(user, organization), user.version, {
      mobilePhone: "+498912345678",
    });
    expect(codeOf(refused)).toBe("forbidden");
    expect(JSON.stringify(refused)).not.toContain("cabinet");
    const viewer = await makeActor(organization, "viewer");
    const told = await changeOwnDetails(viewer, 1, { mobilePhone: "+498912345679" });
    expect(codeOf(told)).toBe("ok");
  });
});

const byText = (one: string, other: string) => (one < other ? -1 : 1);
