import fc from "fast-check";
import SCIMMY from "scimmy";
import { describe, expect, test } from "vitest";
import type { Resource } from "@/lib/scim/attribute";
import { canonicalResource } from "@/lib/scim/canonical";
import { patched, readOperations } from "@/lib/scim/patch";
import { Refusal } from "@/lib/scim/refusal";
import { ENTERPRISE_URI, GROUP_TYPE, USER_URI, userType } from "@/lib/scim/schemas";

const PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
const type = userType([], false);

const BABS: Resource = {
  schemas: [USER_URI],
  id: "1",
  userName: "bjensen",
  name: { familyName: "Jensen", givenName: "Barbara" },
  title: "Chief",
  active: true,
  emails: [
    { value: "babs@work.example", type: "work", primary: true },
    { value: "babs@home.example", type: "home" },
  ],
  addresses: [{ type: "work", streetAddress: "1 Main Street", locality: "Hollywood" }],
};

const ours = (operations: unknown[], resource = BABS): Resource =>
  patched(resource, readOperations(type, { schemas: [PATCH], Operations: operations }, resource));

/** How an operation is refused. */
function refusal(operation: unknown, resource = BABS): string | undefined {
  try {
    ours([operation], resource);
  } catch (error) {
    if (error instanceof Refusal) return `${error.status} ${error.scimType}`;
    throw error;
  }
  return undefined;
}

/** What scimmy makes of the same; null where it refuses. */
async function theirs(operations: unknown[]): Promise<Resource | null> {
  const user = new SCIMMY.Schemas.User(structuredClone(BABS) as never);
  try {
    const message = new SCIMMY.Messages.PatchOp({ schemas: [PATCH], Operations: operations as never });
    const result = (await message.apply(user as never)) ?? user;
    return JSON.parse(JSON.stringify(result)) as Resource;
  } catch {
    return null;
  }
}

/** Without what nobody patches; neither order nor repetition of several values says anything (RFC 7643, 2.4). */
function plain(whole: Resource): Resource {
  const { schemas: _, meta: __, ...resource } = whole;
  const entries = Object.entries(resource).map(([name, value]): [string, unknown] => [
    name,
    Array.isArray(value)
      ? [...new Set(value.map(sorted).map((each) => JSON.stringify(each)))].toSorted()
      : value,
  ]);
  return Object.fromEntries(entries.filter(([, value]) => !(Array.isArray(value) && value.length === 0)));
}

const sorted = (object: Resource): Resource =>
  Object.fromEntries(Object.entries(object).toSorted(([one], [other]) => (one < other ? -1 : 1)));

const word = fc.constantFrom("Ada", "Bob", "Cy", "Dee");
const kind = fc.constantFrom("work", "home", "other");
const email = fc.record({ value: word.map((each) => `${each}@mail.example`), type: kind });
const operation = fc.oneof(
  fc.record({
    op: fc.constantFrom("add", "replace"),
    path: fc.constantFrom("title", "nickName", "displayName", "name.givenName", "name.middleName"),
    value: word,
  }),
  fc.record({
    op: fc.constant("remove"),
    path: fc.constantFrom("title", "nickName", "name.middleName", "emails"),
  }),
  fc.record({
    op: fc.constantFrom("add", "replace"),
    path: fc.constant("emails"),
    value: fc.array(email, { minLength: 1, maxLength: 2 }),
  }),
  fc.record({
    op: fc.constant("replace"),
    path: kind.map((each) => `emails[type eq "${each}"].value`),
    value: word,
  }),
  fc.record({
    op: fc.constant("replace"),
    path: kind.map((each) => `addresses[type eq "${each}"].locality`),
    value: word,
  }),
  fc.record({ op: fc.constant("remove"), path: kind.map((each) => `emails[type eq "${each}"]`) }),
  fc.record({
    op: fc.constant("remove"),
    path: kind.map((each) => `addresses[type eq "${each}" and locality sw "H"].streetAddress`),
  }),
  fc.record({ op: fc.constant("replace"), path: fc.constant("active"), value: fc.boolean() }),
  fc.record({
    op: fc.constantFrom("add", "replace"),
    value: fc.record({ title: word, name: fc.record({ familyName: word, givenName: word }) }),
  }),
  fc.record({
    op: fc.constant("add"),
    path: fc.constant("name"),
    value: fc.record({ honorificPrefix: word }),
  }),
  fc.record({
    op: fc.constant("replace"),
    path: fc.constantFrom("nope", "name.nope", "emails[nope eq 1]"),
    value: word,
  }),
);

test("operations make the same of a person as scimmy's, one after the other", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(operation, { minLength: 1, maxLength: 4 }), async (operations) => {
      const there = await theirs(operations);
      let here: Resource | null = null;
      try {
        here = ours(operations);
      } catch (error) {
        expect(error).toBeInstanceOf(Refusal);
      }
      expect(here && plain(here)).toEqual(there && plain(there));
    }),
    { numRuns: 400 },
  );
});

describe("scimmy differs, and the RFC says", () => {
  test("what is added where nothing is begins there (RFC 7644, 3.5.2.1)", async () => {
    const add = [{ op: "add", path: 'emails[type eq "other"].value', value: "b@c.example" }];
    expect(ours(add).emails).toContainEqual({ type: "other", value: "b@c.example" });
    expect(await theirs(add)).toBeNull();
  });

  test("what is there already is not added again (RFC 7644, 3.5.2.1)", async () => {
    const add = [{ op: "add", path: "emails", value: [{ value: "babs@home.example", type: "home" }] }];
    expect(ours(add)).toEqual(BABS);
    expect((await theirs(add))?.emails).toHaveLength(3);
  });

  test("texts are compared without regard to case unless they are case exact (RFC 7643, 2.2 and 7)", async () => {
    const remove = [{ op: "remove", path: 'addresses[locality eq "HOLLYWOOD"]' }];
    expect(ours(remove).addresses).toBeUndefined();
    expect((await theirs(remove))?.addresses).toHaveLength(1);
  });

  test("a new primary value takes that from the others (RFC 7644, 3.5.2)", async () => {
    const add = [{ op: "add", path: "emails", value: [{ value: "b@c.example", primary: true }] }];
    const primary = (resource: Resource | null) =>
      ((resource?.emails ?? []) as Resource[]).filter((each) => each.primary === true).length;
    expect(primary(ours(add))).toBe(1);
    expect(primary(await theirs(add))).toBe(2);
  });

  test("parts of a complex attribute that a replacement does not name stay (RFC 7644, 3.5.2.3)", async () => {
    const replace = [{ op: "replace", path: "name", value: { middleName: "Jane" } }];
    expect(ours(replace).name).toEqual({ familyName: "Jensen", givenName: "Barbara", middleName: "Jane" });
    expect((await theirs(replace))?.name).toEqual({ middleName: "Jane" });
  });

  test("a part of several values without a filter is replaced in each (RFC 7644, 3.5.2.3)", async () => {
    const replace = [{ op: "replace", path: "emails.display", value: "Babs" }];
    expect((ours(replace).emails as Resource[]).map(({ display }) => display)).toEqual(["Babs", "Babs"]);
    expect(await theirs(replace)).toBeNull();
  });

  test("what is required cannot be removed: mutability (RFC 7644, 3.5.2.2)", () => {
    expect(refusal({ op: "remove", path: "userName" })).toBe("400 mutability");
  });
});

describe("what Entra and Okta send", () => {
  test("truth as a text, capitals, values in arrays", () => {
    expect(ours([{ op: "Replace", path: "active", value: "False" }]).active).toBe(false);
    expect(ours([{ op: "Add", path: "active", value: [{ value: "True" }] }]).active).toBe(true);
    expect(ours([{ OP: "REPLACE", Path: "TITLE", Value: ["Boss"] }]).title).toBe("Boss");
  });

  test("operations without a path, whose names are paths", () => {
    const value = {
      active: false,
      "name.givenName": "Babs",
      'emails[type eq "work"].value': "new@work.example",
      [`${ENTERPRISE_URI}:department`]: "Tours",
      [ENTERPRISE_URI]: { costCenter: 7 },
      id: "1",
      schemas: [USER_URI],
    };
    const next = ours([{ op: "replace", value }]);
    expect(next).toMatchObject({
      active: false,
      name: { givenName: "Babs", familyName: "Jensen" },
      [ENTERPRISE_URI]: { department: "Tours", costCenter: "7" },
    });
    expect((next.emails as Resource[])[0]).toEqual({
      value: "new@work.example",
      type: "work",
      primary: true,
    });
  });

  test("a manager as a bare id", () => {
    const next = ours([{ op: "Add", path: `${ENTERPRISE_URI}:manager`, value: "42" }]);
    expect(next[ENTERPRISE_URI]).toEqual({ manager: { value: "42" } });
    expect(ours([{ op: "Remove", path: `${ENTERPRISE_URI}:manager` }], next)[ENTERPRISE_URI]).toBeUndefined();
  });

  test("members that go, named in the value", () => {
    const group = { displayName: "Guides", members: [{ value: "1" }, { value: "2" }, { value: "3" }] };
    const remove = { op: "Remove", path: "members", value: [{ value: "2" }] };
    const patch = (operation: unknown) =>
      patched(group, readOperations(GROUP_TYPE, { Operations: [operation] })).members;
    expect(patch(remove)).toEqual([{ value: "1" }, { value: "3" }]);
    expect(patch({ op: "remove", path: 'members[value eq "3"]' })).toEqual([{ value: "1" }, { value: "2" }]);
    expect(patch({ op: "remove", path: "members" })).toBeUndefined();
    expect(patch({ op: "add", path: "members", value: [{ value: "1" }, { value: "4" }] })).toHaveLength(4);
  });
});

describe("is refused, never passed over:", () => {
  test.each([
    [{ op: "move", path: "title", value: "x" }, "400 invalidSyntax"],
    [{ path: "title", value: "x" }, "400 invalidSyntax"],
    ["replace", "400 invalidSyntax"],
    [{ op: "replace", path: "shoeSize", value: "x" }, "400 invalidPath"],
    [{ op: "replace", value: { shoeSize: "x" } }, "400 invalidPath"],
    [{ op: "replace", path: `${ENTERPRISE_URI}:shoeSize`, value: "x" }, "400 invalidPath"],
    [{ op: "add", path: ENTERPRISE_URI, value: { shoeSize: 44 } }, "400 invalidPath"],
    [{ op: "replace", path: "title[type eq 1]", value: "x" }, "400 invalidPath"],
    [{ op: "replace", path: 'emails[type eq "work"', value: "x" }, "400 invalidFilter"],
    [{ op: "replace", path: 'emails[shoe eq "work"].value', value: "x" }, "400 invalidFilter"],
    [{ op: "replace", path: 'emails[type eq "fax"].value', value: "x" }, "400 noTarget"],
    [{ op: "replace", path: "id", value: "2" }, "400 mutability"],
    [{ op: "replace", value: { id: "2" } }, "400 mutability"],
    [{ op: "add", path: "groups", value: [{ value: "2" }] }, "400 mutability"],
    [{ op: "replace", path: "active", value: "maybe" }, "400 invalidValue"],
    [{ op: "replace", path: "title", value: { a: 1 } }, "400 invalidValue"],
    [{ op: "add", path: "title" }, "400 invalidValue"],
    [{ op: "remove" }, "400 noTarget"],
    [{ op: "replace", value: "x" }, "400 invalidValue"],
    [{ op: "replace", path: 7, value: "x" }, "400 invalidPath"],
  ])("%j", (operation, expected) => {
    expect(refusal(operation)).toBe(expected);
  });

  test("a body without operations", () => {
    for (const body of [null, [], {}, { Operations: [] }, { Operations: "x" }])
      expect(() => readOperations(type, body)).toThrow(Refusal);
  });
});

test("nothing of a resource is changed by operations of which one is refused", () => {
  const before = structuredClone(BABS);
  expect(() =>
    ours([
      { op: "replace", path: "title", value: "x" },
      { op: "replace", path: 'emails[type eq "fax"].value', value: "x" },
    ]),
  ).toThrow(Refusal);
  expect(BABS).toEqual(before);
});

test("a resource is read by its schemas' names and types, and nothing else of it", () => {
  const read = canonicalResource(type, {
    SCHEMAS: [USER_URI],
    USERNAME: "babs",
    id: "mine",
    shoeSize: 44,
    Active: "True",
    nickName: "",
    emails: { value: "a@b.example", primary: "true" },
    [ENTERPRISE_URI.toUpperCase()]: { EmployeeNumber: 7, manager: null },
  });
  expect(read).toEqual({
    userName: "babs",
    active: true,
    emails: [{ value: "a@b.example", primary: true }],
    [ENTERPRISE_URI]: { employeeNumber: "7" },
  });
});
