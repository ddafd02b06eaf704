import { beforeAll, describe, expect, test } from "vitest";
import { withOrganization } from "@/lib/db";
import type { User } from "@/lib/generated/prisma/client";
import type { Actor } from "@/lib/permissions/actor";
import { columnCells, knownQuery } from "@/lib/properties/list-queries";
import { type PropertyValues, propertyValuesOf } from "@/lib/properties/types";
import { suspendUsers } from "@/lib/users/bulk-commands";
import { PAGE_SIZE, readUserListQuery, SORTS, type UserListQuery } from "@/lib/users/list";
import { countMatching, listUsers } from "@/lib/users/queries";
import { adminQuery } from "@/tests/support/product-database";
import {
  makeActor,
  makeOrganization,
  makeUser,
  type TestOrganization,
  unwrap,
} from "@/tests/support/product-people";
import { makeProperty } from "@/tests/support/properties";

let organization: TestOrganization;
let admin: Actor;
let place: string;
let size: string;
let boss: string;
let chief: User;
let people: User[];
beforeAll(async () => {
  organization = await makeOrganization();
  admin = await makeActor(organization, "admin");
  place = (await makeProperty(admin, { name: "Place", type: "choice", choices: ["Bonn", "Lisbon", "Rare"] }))
    .id;
  size = (await makeProperty(admin, { name: "Size", type: "number" })).id;
  boss = (await makeProperty(admin, { name: "Boss", type: "person" })).id;
  chief = await makeUser(organization, { firstName: "Cleo", lastName: "Chief" });
  // More than a look-up lists, so that both ways of reading are taken.
  await fill(1_400, (index) => ({
    ...(index % 10 === 3
      ? {}
      : { [place]: index % 400 === 7 ? "Rare" : index % 7 === 0 ? "Lisbon" : "Bonn" }),
    [size]: String(36 + (index % 9) / 2),
    ...(index % 2 === 0 ? { [boss]: chief.id } : {}),
  }));
  people = await withOrganization(organization.id, (tx) => tx.user.findMany());
});

/** Writes many people at once; each twentieth has been removed. */
async function fill(count: number, valuesOf: (index: number) => PropertyValues) {
  const rows = Array.from({ length: count }, (_, index) => ({
    name: `Name ${(index * 7919) % count}`,
    username: `p${index}@${organization.domain}`,
    email: `p${(index * 104_729) % count}@x.example`,
    removed: index % 20 === 19,
    properties: valuesOf(index),
  }));
  await adminQuery(
    `INSERT INTO users (organization_id, id, first_name, last_name, username, domain_id, access_email, removed_at,
       properties, activated_at)
     SELECT $1, uuid7(), 'P', r.name, r.username, $2, r.email, CASE WHEN r.removed THEN now() END, r.properties, now()
     FROM jsonb_to_recordset($3::jsonb) AS r(name text, username text, email text, removed boolean, properties jsonb)`,
    [organization.id, organization.domainId, JSON.stringify(rows)],
  );
}

const having = (values: PropertyValues, search = "") =>
  people
    .filter(({ removedAt }) => removedAt === null)
    .filter((user) => user.searchText.includes(search))
    .filter(({ properties }) =>
      Object.entries(values).every(([id, value]) => propertyValuesOf(properties)[id] === value),
    );

/** Every page of a view from the first to the last, and back again. */
async function walk(query: UserListQuery): Promise<{ forth: string[]; back: string[]; total: number }> {
  const forth: string[] = [];
  let page = await listUsers(admin, query);
  const { total } = page;
  forth.push(...page.rows.map(({ id }) => id));
  const pages = [page];
  while (page.next) {
    page = await listUsers(admin, { ...query, after: page.next });
    forth.push(...page.rows.map(({ id }) => id));
    pages.push(page);
  }
  const back: string[] = page.rows.map(({ id }) => id);
  while (page.previous) {
    page = await listUsers(admin, { ...query, before: page.previous });
    back.unshift(...page.rows.map(({ id }) => id));
  }
  return { forth, back, total };
}

const KEYS: Record<UserListQuery["sort"], (user: User) => string> = {
  name: ({ sortName }) => sortName,
  email: ({ accessEmail }) => accessEmail,
  username: ({ username }) => username,
  created: ({ createdAt }) => createdAt.toISOString(),
};

describe("a list by a property", () => {
  const views = () =>
    [
      { [place]: "Rare" },
      { [place]: "Bonn" },
      { [place]: "Lisbon", [size]: "38.5" },
      { [boss]: chief.id },
      { [boss]: chief.id, [place]: "Rare" },
      { [place]: "Nowhere" },
    ] as const;

  test.each([0, 1, 2, 3, 4, 5].flatMap((view) => SORTS.map((sort) => ({ view, sort }))))(
    "is who has it, in order, page by page: $view by $sort",
    async ({ view, sort }) => {
      const properties = views()[view] ?? {};
      for (const descending of [false, true]) {
        const query = { ...readUserListQuery({}), properties, sort, descending };
        const expected = having(properties)
          .sort((one, other) => {
            const [a, b] = [one, other].map((user) => `${KEYS[sort](user)}\0${user.id}`);
            return Buffer.compare(Buffer.from(a ?? ""), Buffer.from(b ?? "")) * (descending ? -1 : 1);
          })
          .map(({ id }) => id);
        const { forth, back, total } = await walk(query);
        expect(new Set(forth)).toEqual(new Set(expected));
        expect(forth).toHaveLength(expected.length);
        expect(back).toEqual(forth);
        if (sort === "username") expect(forth).toEqual(expected);
        expect(total).toBe(Math.min(expected.length, 1001));
      }
      expect(await countMatching(admin, { ...readUserListQuery({}), properties })).toBe(
        having(properties).length,
      );
    },
  );

  test("is narrowed by a search and by a status too", async () => {
    const query = { ...readUserListQuery({}), search: "name 12", properties: { [place]: "Bonn" } };
    const found = await walk(query);
    const expected = having({ [place]: "Bonn" }, "name").filter(({ searchText }) =>
      searchText.includes("12"),
    );
    expect(new Set(found.forth)).toEqual(new Set(expected.map(({ id }) => id)));
    expect((await listUsers(admin, { ...query, status: "locked" })).rows).toEqual([]);
  });

  test("is of one's own organization", async () => {
    const elsewhere = await makeOrganization();
    await makeUser(elsewhere, { properties: { [place]: "Rare" } });
    const theirs = await makeActor(elsewhere, "admin");
    const query = { ...readUserListQuery({}), properties: { [place]: "Rare" } };
    expect((await listUsers(admin, query)).total).toBe(having({ [place]: "Rare" }).length);
    expect((await listUsers(theirs, query)).total).toBe(1);
    expect((await knownQuery(theirs, query)).query.properties).toBeUndefined();
  });

  test("is what a change of all who match is for", async () => {
    const properties = { [place]: "Rare" };
    const filter = { ...readUserListQuery({}), properties };
    const { changed } = unwrap(await suspendUsers(admin, { filter }));
    expect(changed).toBe(having(properties).length);
  });
});

describe("an address", () => {
  test("names values as people write them, and columns", async () => {
    const asked = readUserListQuery({
      [`property.${size}`]: "38,5",
      [`property.${place}`]: "lisbon",
      [`property.${boss}`]: chief.username,
      "property.nonsense": "x",
      [`property.${organization.id}`]: "x",
      columns: [boss, size, "x", size],
    });
    const { query, properties, texts } = await knownQuery(admin, asked);
    expect(texts).toEqual({ [size]: "38.5", [place]: "Lisbon", [boss]: chief.username });
    expect(query.properties).toEqual({ [size]: "38.5", [place]: "Lisbon", [boss]: chief.id });
    expect(query.columns).toEqual([boss, size]);
    const page = await listUsers(admin, query);
    const columns = (query.columns ?? []).flatMap((id) => properties.find((each) => each.id === id) ?? []);
    const cells = await columnCells(admin, columns, page.rows);
    expect(cells).toHaveLength(Math.min(PAGE_SIZE, page.rows.length));
    for (const row of cells) expect(row).toEqual(["Cleo Chief", "38.5"]);
  });

  test("with a value that the property cannot have finds nobody", async () => {
    const { query } = await knownQuery(admin, readUserListQuery({ [`property.${size}`]: "large" }));
    expect((await listUsers(admin, query)).rows).toEqual([]);
  });

  test("with a value that is cut within a character finds nobody, and is no error", async () => {
    const params = { [`property.${place}`]: `${"a".repeat(499)}\u{1f600}` };
    const { query } = await knownQuery(admin, readUserListQuery(params));
    expect((await listUsers(admin, query)).rows).toEqual([]);
    expect(await countMatching(admin, query)).toBe(0);
  });
});
