import { beforeEach, describe, expect, test } from "vitest";
import { newId } from "@/lib/ids";
import type { Actor } from "@/lib/permissions/actor";
import { planProperties, setProperties } from "@/lib/properties/bulk-commands";
import { createProperty, planProperty, removeProperty, updateProperty } from "@/lib/properties/commands";
import { propertyInput } from "@/lib/properties/input";
import { moveProperty } from "@/lib/properties/order-commands";
import { findProperty, listProperties, shownProperties } from "@/lib/properties/queries";
import { removeUsers, restoreUsers } from "@/lib/users/bulk-commands";
import { createUser, updateUser } from "@/lib/users/commands";
import { findUser } from "@/lib/users/queries";
import { asApplication, snapshot } from "@/tests/support/product-database";
import {
  codeOf,
  eventsOf,
  inputFor,
  inputOf,
  makeActor,
  makeOrganization,
  makeUser,
  readUser,
  setUser,
  type TestOrganization,
  unwrap,
} from "@/tests/support/product-people";
import { makeProperty, propertyGiven } from "@/tests/support/properties";

let organization: TestOrganization;
let admin: Actor;
beforeEach(async () => {
  organization = await makeOrganization();
  admin = await makeActor(organization, "admin");
});

async function personOf(userId: string) {
  const user = await findUser(admin, userId);
  if (!user) throw new Error("There is no such person.");
  return user;
}

const valuesOf = async (userId: string) => (await findUser(admin, userId))?.properties;

async function add(properties: Record<string, string>, fields: Parameters<typeof inputFor>[1] = {}) {
  const { id } = unwrap(await createUser(admin, inputFor(organization, { properties, ...fields })));
  return id;
}

async function edit(userId: string, properties: Record<string, string | null>) {
  const user = await personOf(userId);
  return updateUser(admin, userId, user.version, { ...inputOf(user), properties });
}

describe("a property", () => {
  test("is made once, listed in order, and told of", async () => {
    const id = newId();
    const input = propertyGiven({ name: "Badge", help: "Its number.", isUnique: true });
    for (let i = 0; i < 2; i += 1) unwrap(await createProperty(admin, input, id));
    const { id: second } = await makeProperty(admin, { name: "Floor" });
    expect((await listProperties(admin)).map((each) => each.id)).toEqual([id, second]);
    expect(await findProperty(admin, id)).toMatchObject({ ...input, values: 0, version: 1 });
    expect(await eventsOf(id)).toMatchObject([
      {
        action: "property.created",
        subject_type: "property",
        changes: { after: { name: "Badge", propertyType: "Text", isUnique: true, help: "Its number." } },
      },
    ]);
  });

  test("is changed and moved with an event; by an old version it is not", async () => {
    const one = await makeProperty(admin);
    const two = await makeProperty(admin);
    unwrap(await updateProperty(admin, one.id, 1, { ...one.input, name: "Storey" }));
    expect(codeOf(await updateProperty(admin, one.id, 1, { ...one.input, name: "Level" }))).toBe("conflict");
    unwrap(await moveProperty(admin, two.id, -1));
    unwrap(await moveProperty(admin, two.id, -1));
    expect((await listProperties(admin)).map(({ id }) => id)).toEqual([two.id, one.id]);
    expect((await eventsOf(one.id))[1]).toMatchObject({
      action: "property.updated",
      changes: { before: { name: one.input.name }, after: { name: "Storey" } },
    });
  });

  test("has a name of its own, however it is written", async () => {
    await makeProperty(admin, { name: "Shoe size" });
    const other = await createProperty(admin, propertyGiven({ name: "shoe-SIZE" }));
    expect(other).toMatchObject({ error: { issues: [{ path: "name" }] } });
  });

  test.each(["First name", "Email", "Errors", "Name", "Current status", "…", ""])(
    "is not called %j",
    (name) => {
      const parsed = propertyInput.safeParse({ ...propertyGiven(), name, defaultValue: "", value: "" });
      expect(parsed.error?.issues[0]?.path).toEqual(["name"]);
    },
  );

  test("is defined by whoever may change settings, and by nobody else", async () => {
    const { id, input } = await makeProperty(admin);
    const before = await snapshot();
    for (const actor of [
      await makeActor(organization, "viewer"),
      await makeActor(organization, "billing"),
      await makeActor(organization, "user", "userManagementAdmin"),
    ]) {
      expect(codeOf(await createProperty(actor, propertyGiven()))).toBe("forbidden");
      expect(codeOf(await updateProperty(actor, id, 1, { ...input, name: "X" }))).toBe("forbidden");
      expect(codeOf(await removeProperty(actor, id, 1, 0))).toBe("forbidden");
      expect(codeOf(await planProperty(actor, id, input))).toBe("forbidden");
      expect(codeOf(await moveProperty(actor, id, 1))).toBe("forbidden");
    }
    expect({ ...(await snapshot()), users: 0, user_count_changes: 0, figure_changes: 0 }).toEqual({
      ...before,
      users: 0,
      user_count_changes: 0,
      figure_changes: 0,
    });
  });

  test("of another organization is not there", async () => {
    const elsewhere = await makeActor(await makeOrganization(), "admin");
    const { id, input } = await makeProperty(elsewhere);
    expect(codeOf(await updateProperty(admin, id, 1, { ...input, name: "X" }))).toBe("notFound");
    expect(codeOf(await removeProperty(admin, id, 1, 0))).toBe("notFound");
    expect(await findProperty(admin, id)).toBeNull();
    expect(await createUser(admin, inputFor(organization, { properties: { [id]: "1" } }))).toMatchObject({
      error: { code: "invalid", issues: [{ path: `properties.${id}` }] },
    });
    const userId = await add({});
    expect(codeOf(await edit(userId, { [id]: "1" }))).toBe("invalid");
    expect(await valuesOf(userId)).toEqual({});
  });
});

describe("a person's values", () => {
  test("are canonical, by defaults where nothing is said, and told by the property's name", async () => {
    const size = await makeProperty(admin, { name: "Shoe size", type: "number" });
    const place = await makeProperty(admin, {
      name: "Place",
      type: "choice",
      choices: ["Lisbon", "Bonn"],
      defaultValue: "Bonn",
    });
    const boss = await makeProperty(admin, { name: "Boss", type: "person" });
    const chief = await makeUser(organization, { firstName: "Cleo", lastName: "Chief" });
    const id = await add({ [size.id]: "1.042,50", [boss.id]: chief.username });
    expect(await valuesOf(id)).toEqual({ [size.id]: "1042.5", [place.id]: "Bonn", [boss.id]: chief.id });
    expect((await eventsOf(id))[0]).toMatchObject({
      changes: {
        after: { "property.Shoe size": "1042.5", "property.Place": "Bonn", "property.Boss": "Cleo Chief" },
      },
    });
    unwrap(await edit(id, { [size.id]: null, [place.id]: "lisbon" }));
    expect(await valuesOf(id)).toEqual({ [place.id]: "Lisbon", [boss.id]: chief.id });
    expect((await eventsOf(id))[1]?.changes).toEqual({
      before: { "property.Shoe size": "1042.5", "property.Place": "Bonn" },
      after: { "property.Shoe size": null, "property.Place": "Lisbon" },
    });
    expect(await shownProperties(admin, { properties: await valuesOf(id) })).toEqual([
      { name: "Shoe size", shown: "" },
      { name: "Place", shown: "Lisbon" },
      { name: "Boss", shown: "Cleo Chief" },
    ]);
  });

  test("are asked for where they are required", async () => {
    const { id } = await makeProperty(admin, { name: "Badge", isRequired: true });
    const missing = { error: { issues: [{ path: `properties.${id}`, message: "Badge is missing." }] } };
    expect(await createUser(admin, inputFor(organization, { properties: {} }))).toMatchObject(missing);
    const userId = await add({ [id]: "7" });
    expect(await edit(userId, { [id]: null })).toMatchObject(missing);
    expect(await edit(userId, { [id]: " " })).toMatchObject(missing);
    unwrap(await edit(userId, {}));
    expect(await valuesOf(userId)).toEqual({ [id]: "7" });
  });

  test("are told with whatever else is wrong", async () => {
    const { id } = await makeProperty(admin, { type: "number" });
    const taken = inputFor(organization, {});
    unwrap(await createUser(admin, taken));
    const result = await createUser(admin, { ...taken, properties: { [id]: "many" } });
    expect(result).toMatchObject({
      error: { issues: [{ path: "usernameLocal" }, { path: `properties.${id}` }] },
    });
  });

  test("are those of the form that was sent, once", async () => {
    const { id } = await makeProperty(admin);
    const userId = newId();
    const input = inputFor(organization, { properties: { [id]: "7" } });
    for (let i = 0; i < 2; i += 1) unwrap(await createUser(admin, input, userId));
    expect(codeOf(await createUser(admin, { ...input, properties: { [id]: "8" } }, userId))).toBe("conflict");
  });

  test("are not written over by somebody who has seen earlier ones", async () => {
    const { id } = await makeProperty(admin);
    const userId = await add({ [id]: "7" });
    const user = await personOf(userId);
    unwrap(await edit(userId, { [id]: "8" }));
    const late = { ...inputOf(user), properties: { [id]: "9" } };
    expect(codeOf(await updateUser(admin, userId, user.version, late))).toBe("conflict");
    unwrap(await updateUser(admin, userId, user.version, { ...late, properties: { [id]: "8" } }));
  });

  test("who are people stay named when those are removed, and nobody new is given them", async () => {
    const { id } = await makeProperty(admin, { name: "Boss", type: "person" });
    const chief = await makeUser(organization, { firstName: "Cleo", lastName: "Chief" });
    const userId = await add({ [id]: chief.id });
    unwrap(await removeUsers(admin, { ids: [chief.id] }));
    const shown = async () =>
      (await shownProperties(admin, { properties: await valuesOf(userId) }))[0]?.shown;
    expect(await shown()).toBe("Cleo Chief (removed)");
    unwrap(await edit(userId, { [id]: chief.id }));
    expect(await createUser(admin, inputFor(organization, { properties: { [id]: chief.id } }))).toMatchObject(
      {
        error: { issues: [{ path: `properties.${id}` }] },
      },
    );
    unwrap(await restoreUsers(admin, { ids: [chief.id] }));
    expect(await shown()).toBe("Cleo Chief");
  });

  test("are people of their own organization alone", async () => {
    const { id } = await makeProperty(admin, { type: "person" });
    const stranger = await makeUser(await makeOrganization());
    for (const text of [stranger.id, stranger.username, stranger.accessEmail]) {
      const result = await createUser(admin, inputFor(organization, { properties: { [id]: text } }));
      expect(result).toMatchObject({ error: { issues: [{ path: `properties.${id}` }] } });
    }
  });
});

describe("a value that nobody else may have", () => {
  test("goes to one of twenty at the same moment, and the others are told who has it", async () => {
    const { id } = await makeProperty(admin, { name: "Badge", isUnique: true });
    const results = await Promise.all(
      Array.from({ length: 20 }, () =>
        createUser(admin, inputFor(organization, { properties: { [id]: "7" } })),
      ),
    );
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    for (const result of results.filter(({ ok }) => !ok)) {
      expect(result).toMatchObject({ error: { code: "invalid", issues: [{ path: `properties.${id}` }] } });
    }
    const held = await asApplication(organization.id, (client) =>
      client.query(`SELECT FROM users WHERE properties ->> $1 = '7'`, [id]),
    );
    expect(held.rowCount).toBe(1);
  });

  test("goes to one of twenty who are edited at the same moment", async () => {
    const { id } = await makeProperty(admin, { isUnique: true });
    const people = await Promise.all(Array.from({ length: 20 }, () => makeUser(organization)));
    const results = await Promise.all(people.map((person) => edit(person.id, { [id]: "7" })));
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    expect(results.filter((result) => codeOf(result) === "invalid")).toHaveLength(19);
  });

  test("is free again when its holder is removed, who then comes back without it or not at all", async () => {
    const { id } = await makeProperty(admin, { name: "Badge", isUnique: true });
    const first = await add({ [id]: "7" }, { firstName: "Ada", lastName: "Adams" });
    unwrap(await removeUsers(admin, { ids: [first] }));
    const second = await add({ [id]: "7" }, { firstName: "Ben", lastName: "Berg" });
    expect(await restoreUsers(admin, { ids: [first] })).toMatchObject({
      error: {
        code: "conflict",
        message: "Ben Berg has the Badge “7” of Ada Adams by now. Edit Ben Berg first.",
      },
    });
    unwrap(await edit(second, { [id]: "8" }));
    unwrap(await restoreUsers(admin, { ids: [first] }));
    expect(codeOf(await edit(second, { [id]: "7" }))).toBe("invalid");
  });

  test("is not held twice by two removals that are taken back at once", async () => {
    const { id } = await makeProperty(admin, { name: "Badge", isUnique: true });
    const ids: string[] = [];
    for (const firstName of ["Ada", "Ben"]) {
      const each = await add({ [id]: "7" }, { firstName, lastName: "Adams" });
      unwrap(await removeUsers(admin, { ids: [each] }));
      ids.push(each);
    }
    expect(await restoreUsers(admin, { ids })).toMatchObject({
      error: { message: expect.stringMatching(/ both have the Badge “7”: take back one of them\.$/) },
    });
  });

  test("is swapped by nobody in between, and kept by its holder", async () => {
    const { id } = await makeProperty(admin, { isUnique: true });
    const userId = await add({ [id]: "7" });
    unwrap(await edit(userId, { [id]: "7" }));
    unwrap(await edit(userId, { [id]: "8" }));
    await add({ [id]: "7" });
  });

  test("is asked for only where no two have the same", async () => {
    const { id, input } = await makeProperty(admin);
    const [one] = await Promise.all([add({ [id]: "7" }), add({ [id]: "7" }), add({ [id]: "8" })]);
    const unique = { ...input, isUnique: true };
    expect(await updateProperty(admin, id, 1, unique)).toMatchObject({
      error: {
        issues: [{ path: "isUnique", message: expect.stringMatching(/^2 people have the value “7”/) }],
      },
    });
    unwrap(await edit(one, { [id]: "9" }));
    unwrap(await updateProperty(admin, id, 1, unique));
    expect(codeOf(await edit(one, { [id]: "8" }))).toBe("invalid");
    unwrap(await updateProperty(admin, id, 2, input));
    unwrap(await edit(one, { [id]: "8" }));
  });

  test("is never held by two who are added while it becomes so", async () => {
    const { id, input } = await makeProperty(admin);
    const adding = Array.from({ length: 8 }, () =>
      createUser(admin, inputFor(organization, { properties: { [id]: "7" } })),
    );
    const [changed, ...added] = await Promise.all([
      updateProperty(admin, id, 1, { ...input, isUnique: true }),
      ...adding,
    ]);
    const held = added.filter((result) => result?.ok).length;
    expect(changed?.ok ? held : 1).toBe(1);
  });
});

describe("a value for many", () => {
  test("is given to those whom it makes a difference to, as it was counted, with an event for each", async () => {
    const { id } = await makeProperty(admin, { name: "Place", type: "choice", choices: ["Bonn", "Lisbon"] });
    const [one, two, three] = [await add({}), await add({ [id]: "Bonn" }), await add({ [id]: "Lisbon" })];
    const selection = { ids: [one, two, three] };
    const change = { kind: "setProperty" as const, propertyId: id, value: "lisbon" };
    expect(unwrap(await planProperties(admin, selection, change))).toEqual({ changed: 2, left: 1 });
    const before = await snapshot();
    expect(codeOf(await setProperties(admin, selection, change, 3))).toBe("conflict");
    expect(await snapshot()).toEqual(before);
    expect(unwrap(await setProperties(admin, selection, change, 2))).toMatchObject({ changed: 2, left: 1 });
    for (const each of selection.ids) expect(await valuesOf(each)).toEqual({ [id]: "Lisbon" });
    expect((await eventsOf(two)).at(-1)).toMatchObject({
      action: "user.updated",
      changes: { before: { "property.Place": "Bonn" }, after: { "property.Place": "Lisbon" } },
    });
    expect(await eventsOf(three)).toHaveLength(1);
    const away = { ...change, value: "" };
    expect(unwrap(await setProperties(admin, selection, away))).toMatchObject({ changed: 3, left: 0 });
    expect(await valuesOf(one)).toEqual({});
  });

  test("is judged as in a form, and is none that is unique, required or of somebody else", async () => {
    const size = await makeProperty(admin, { type: "number" });
    const badge = await makeProperty(admin, { isUnique: true });
    const place = await makeProperty(admin, { isRequired: true });
    const theirs = await makeProperty(await makeActor(await makeOrganization(), "admin"));
    const ids = [await add({ [place.id]: "Bonn" })];
    for (const [propertyId, value] of [
      [size.id, "large"],
      [badge.id, "7"],
      [place.id, " "],
      [theirs.id, "x"],
      [newId(), "x"],
    ] as const) {
      const change = { kind: "setProperty" as const, propertyId, value };
      expect(codeOf(await planProperties(admin, { ids }, change))).toBe("invalid");
      expect(codeOf(await setProperties(admin, { ids }, change))).toBe("invalid");
    }
  });

  test("is given to nobody out of reach, and by nobody who may not edit people", async () => {
    const { id } = await makeProperty(admin);
    const manager = await makeActor(organization, "user", "userManagementAdmin");
    const person = await makeUser(organization);
    const elsewhere = await makeUser(await makeOrganization());
    const change = { kind: "setProperty" as const, propertyId: id, value: "x" };
    const selection = { ids: [admin.userId, person.id, elsewhere.id] };
    expect(unwrap(await setProperties(manager, selection, change))).toMatchObject({ changed: 1, left: 1 });
    expect(await valuesOf(admin.userId)).toEqual({});
    expect((await readUser(elsewhere.id))?.properties).toEqual({});
    for (const role of ["viewer", "billing", "user"] as const) {
      const nobody = await makeActor(organization, role);
      expect(codeOf(await setProperties(nobody, selection, change))).toBe("forbidden");
      expect(codeOf(await planProperties(nobody, selection, change))).toBe("forbidden");
    }
  });
});

describe("what becomes of values", () => {
  test("when the type changes is counted before, and done as it was counted or not at all", async () => {
    const { id, input } = await makeProperty(admin, { name: "Size" });
    const people = [];
    for (const size of ["42", "1,5", "large", "large", "1.000,5"]) people.push(await add({ [id]: size }));
    await add({});
    const asNumber = { ...input, type: "number" as const };
    expect(unwrap(await planProperty(admin, id, asNumber))).toEqual({ values: 5, lost: 2 });
    const before = await snapshot();
    for (const expected of [0, 1, 5]) {
      expect(codeOf(await updateProperty(admin, id, 1, asNumber, expected))).toBe("conflict");
    }
    expect(await snapshot()).toEqual(before);
    expect(unwrap(await updateProperty(admin, id, 1, asNumber, 2))).toEqual({ values: 5, lost: 2 });
    const values = await Promise.all(people.map(valuesOf));
    expect(values).toEqual([{ [id]: "42" }, { [id]: "1.5" }, {}, {}, { [id]: "1000.5" }]);
    expect((await eventsOf(id))[1]?.changes).toEqual({
      before: { propertyType: "Text" },
      after: { propertyType: "Number", valuesLost: 2 },
    });
  });

  test("is that somebody who has the form open is told", async () => {
    const { id, input } = await makeProperty(admin);
    const userId = await add({ [id]: "many" });
    const user = await personOf(userId);
    unwrap(await updateProperty(admin, id, 1, { ...input, type: "number" }, 1));
    const late = { ...inputOf(user), company: "Acme", properties: { [id]: "1" } };
    expect(codeOf(await updateUser(admin, userId, user.version, late))).toBe("conflict");
  });

  test.each([
    ["number", "text", "42.5", "42.5"],
    ["date", "text", "2026-12-31", "2026-12-31"],
    ["text", "date", "31.12.2026", "2026-12-31"],
    ["text", "yesNo", "ja", "true"],
    ["yesNo", "text", "no", "No"],
    ["yesNo", "choice", "no", "No"],
    ["text", "choice", "YES", "Yes"],
    ["number", "date", "42", undefined],
    ["choice", "text", "Yes", "Yes"],
  ] as const)("from %s to %s makes %j %j", async (from, to, text, value) => {
    const choices = ["Yes", "No"];
    const { id, input } = await makeProperty(admin, {
      type: from,
      choices: from === "choice" ? choices : [],
    });
    const userId = await add({ [id]: text });
    const become = { ...input, type: to, choices: to === "choice" ? choices : [] };
    unwrap(await updateProperty(admin, id, 1, become, value === undefined ? 1 : 0));
    expect(await valuesOf(userId)).toEqual(value === undefined ? {} : { [id]: value });
  });

  test("from a person to a text is their username, and back the person", async () => {
    const { id, input } = await makeProperty(admin, { type: "person" });
    const chief = await makeUser(organization);
    const userId = await add({ [id]: chief.id });
    unwrap(await updateProperty(admin, id, 1, { ...input, type: "text" }));
    expect(await valuesOf(userId)).toEqual({ [id]: chief.username });
    unwrap(await updateProperty(admin, id, 2, input));
    expect(await valuesOf(userId)).toEqual({ [id]: chief.id });
  });

  test("when a choice goes, or the property is the organization's own, is that they are lost", async () => {
    const { id, input } = await makeProperty(admin, { type: "choice", choices: ["A", "B"] });
    const one = await add({ [id]: "A" });
    const two = await add({ [id]: "B" });
    expect(unwrap(await planProperty(admin, id, { ...input, choices: ["B", "C"] }))).toEqual({
      values: 2,
      lost: 1,
    });
    unwrap(await updateProperty(admin, id, 1, { ...input, choices: ["B", "C"] }, 1));
    expect(await valuesOf(one)).toEqual({});
    const own = { ...input, choices: ["B"], isUserProperty: false, value: "B" };
    expect(codeOf(await updateProperty(admin, id, 2, own))).toBe("conflict");
    unwrap(await updateProperty(admin, id, 2, own, 1));
    expect(await valuesOf(two)).toEqual({});
    expect(await findProperty(admin, id)).toMatchObject({ shown: "B", values: 0 });
  });

  test("when it is removed is that they go with it, those of removed people too", async () => {
    const { id } = await makeProperty(admin, { name: "Badge", isUnique: true });
    const other = await makeProperty(admin);
    const userId = await add({ [id]: "7", [other.id]: "stays" });
    const gone = await add({ [id]: "8" });
    unwrap(await removeUsers(admin, { ids: [gone] }));
    expect(await findProperty(admin, id)).toMatchObject({ values: 2 });
    expect(codeOf(await removeProperty(admin, id, 1, 1))).toBe("conflict");
    expect(unwrap(await removeProperty(admin, id, 1, 2))).toEqual({ values: 2, lost: 2 });
    expect(await valuesOf(userId)).toEqual({ [other.id]: "stays" });
    unwrap(await restoreUsers(admin, { ids: [gone] }));
    expect(await valuesOf(gone)).toEqual({});
    expect((await eventsOf(id)).at(-1)).toMatchObject({
      action: "property.removed",
      changes: { before: { name: "Badge", valuesLost: 2 } },
    });
  });

  test("that are unique is that they are so in the new type, or nothing is done", async () => {
    const { id, input } = await makeProperty(admin, { isUnique: true });
    await add({ [id]: "1.0" });
    await add({ [id]: "1" });
    const asNumber = { ...input, type: "number" as const };
    expect(await updateProperty(admin, id, 1, asNumber)).toMatchObject({
      error: { issues: [{ path: "isUnique" }] },
    });
  });

  test("of another organization is nothing", async () => {
    const { id } = await makeProperty(admin);
    const elsewhere = await makeOrganization();
    const stranger = await makeUser(elsewhere);
    await setUser(stranger, { properties: { [id]: "theirs" } });
    await add({ [id]: "ours" });
    unwrap(await removeProperty(admin, id, 1, 1));
    expect((await readUser(stranger.id))?.properties).toEqual({ [id]: "theirs" });
  });
});
