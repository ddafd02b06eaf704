import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ROLES } from "@/lib/permissions/roles";
import { hasFilter, STATUS_FILTERS } from "@/lib/users/filter";
import {
  readUserFilter,
  readUserListQuery,
  SORTS,
  type UserListQuery,
  userListSearchParams,
} from "@/lib/users/list";

const ID = "019aa000-0000-7000-8000-000000000001";
const plain: UserListQuery = {
  search: "",
  status: null,
  role: null,
  importId: null,
  groupId: null,
  sort: "name",
  descending: false,
  after: null,
  before: null,
};
const cursor = (...parts: unknown[]) => Buffer.from(JSON.stringify(parts)).toString("base64url");

describe("an address is read", () => {
  test("as the plain list when it says nothing", () => {
    expect(readUserListQuery({})).toEqual(plain);
  });

  test("with search, filters, order and place", () => {
    const address = {
      q: " maria ",
      status: "locked",
      role: "viewer",
      import: ID,
      group: ID,
      sort: "email:desc",
      after: cursor("m@x", ID),
    };
    expect(readUserListQuery(address)).toEqual({
      search: "maria",
      status: "locked",
      role: "viewer",
      importId: ID,
      groupId: ID,
      sort: "email",
      descending: true,
      after: { value: "m@x", id: ID },
      before: null,
    });
  });

  test("with columns: ids, and groups", () => {
    const { columns } = readUserListQuery({ columns: `groups,${ID},groups,Groups,x` });
    expect(columns).toEqual(["groups", ID]);
    expect(userListSearchParams({ columns }).columns).toBe(`groups,${ID}`);
  });

  test.each([
    { status: "nonsense", role: "root", sort: "password" },
    { status: "__proto__", role: "constructor", sort: "toString" },
    { q: ["a", "b"], status: ["active"], sort: ["name"], after: [cursor("a", ID)] },
    { import: "1 OR true" },
    { import: `${ID}\0` },
    { import: [ID] },
    { group: "1 OR true" },
    { after: "not base64url!" },
    { after: cursor() },
    { after: cursor("a") },
    { after: cursor("a", ID, 1) },
    { after: cursor(1, ID) },
    { after: cursor("a", "1; DROP TABLE users") },
    { after: cursor("a", null) },
    { after: cursor("a\0", ID) },
    { after: Buffer.from("{}").toString("base64url") },
    { sort: "name:up", before: "" },
  ])("as the plain list when it makes no sense: %j", (address) => {
    expect(readUserListQuery(address)).toEqual(plain);
  });

  test.each(["", "x", "-1", "1.5", "1e9", "2026-02-30 00:00:00+00", "123456789012345"])(
    "without the place %j in an order by moments",
    (value) => {
      expect(readUserListQuery({ sort: "created", after: cursor(value, ID) }).after).toBeNull();
    },
  );

  test("with a place in an order by moments", () => {
    const after = { value: "1700000000001", id: ID };
    expect(readUserListQuery({ sort: "created", after: cursor(after.value, ID) }).after).toEqual(after);
  });

  test("with a search that is cut where it is endless", () => {
    expect(readUserFilter({ q: "x".repeat(1000) }).search).toHaveLength(200);
    expect(readUserFilter({ q: "\0ma\0ria" }).search).toBe("maria");
  });
});

describe("an address is written", () => {
  test("without what goes without saying", () => {
    const written = userListSearchParams(plain);
    expect(Object.values(written).filter((value) => value !== undefined)).toEqual([]);
    expect(userListSearchParams({})).toEqual(written);
  });

  test("so that it reads as it was", () => {
    const text = fc
      .string({ unit: "grapheme", maxLength: 50 })
      .filter((each) => each.trim() === each && !each.includes("\0"));
    const place = fc.option(fc.record({ value: text, id: fc.uuid({ version: 7 }) }), { nil: null });
    const query = fc.record<UserListQuery>({
      search: text,
      status: fc.constantFrom(null, ...STATUS_FILTERS),
      role: fc.constantFrom(null, ...ROLES),
      importId: fc.option(fc.uuid({ version: 7 }), { nil: null }),
      groupId: fc.option(fc.uuid({ version: 7 }), { nil: null }),
      sort: fc.constantFrom(...SORTS.filter((sort) => sort !== "created")),
      descending: fc.boolean(),
      after: place,
      before: place,
    });
    fc.assert(
      fc.property(query, (each) => {
        expect(readUserListQuery(userListSearchParams(each))).toEqual(each);
      }),
    );
  });
});

test("a filter is whatever leaves somebody out", () => {
  expect(hasFilter(plain)).toBe(false);
  expect(hasFilter({ ...plain, search: "a" })).toBe(true);
  expect(hasFilter({ ...plain, status: "removed" })).toBe(true);
  expect(hasFilter({ ...plain, role: "user" })).toBe(true);
  expect(hasFilter({ ...plain, importId: ID })).toBe(true);
  expect(hasFilter({ ...plain, groupId: ID })).toBe(true);
});
