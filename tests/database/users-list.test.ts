import { beforeAll, describe, expect, test } from "vitest";
import { withOrganization } from "@/lib/db";
import { newId } from "@/lib/ids";
import type { Actor } from "@/lib/permissions/actor";
import { removeUsers, restoreUsers } from "@/lib/users/bulk-commands";
import { type Cursor, readUserListQuery, SORTS, type Sort, type UserListQuery } from "@/lib/users/list";
import { COUNT_MAX, countMatching, listUsers, type UserPage } from "@/lib/users/queries";
import { adminQuery } from "@/tests/support/product-database";
import {
  makeActor,
  makeOrganization,
  makeUser,
  type TestOrganization,
  unwrap,
} from "@/tests/support/product-people";

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

describe("pages", () => {
  const PEOPLE = 173;
  let organization: TestOrganization;
  let viewer: Actor;
  let ids: string[];

  beforeAll(async () => {
    organization = await makeOrganization();
    viewer = await makeActor(organization, "viewer");
    // Many share a name, an address and a moment; a few lie a millisecond apart.
    await withOrganization(organization.id, (tx) =>
      tx.user.createMany({
        data: Array.from({ length: PEOPLE - 1 }, (_, index) => ({
          organizationId: organization.id,
          domainId: organization.domainId,
          id: newId(),
          firstName: ["Ángela", "angela", "Zoë"][index % 3] ?? "",
          lastName: ["Miller", "miller", "Núñez", "O’Neil"][index % 4] ?? "",
          username: `person${index}@${organization.domain}`,
          accessEmail: `shared${index % 5}@mail.example`,
          createdAt: new Date(1_700_000_000_000 + (index % 7)),
        })),
      }),
    );
    const rows = await adminQuery<{ id: string }>("SELECT id FROM users WHERE organization_id = $1", [
      organization.id,
    ]);
    ids = rows.map(({ id }) => id);
  });

  const everyOrder = SORTS.flatMap((sort) => [false, true].map((descending) => [sort, descending] as const));
  const column: Record<Sort, string> = {
    name: "sort_name",
    email: "access_email",
    username: "username",
    created: "created_at",
  };

  test.each(everyOrder)(
    "by %s, descending: %s, hold everyone once, forwards and backwards",
    async (sort, descending) => {
      const query = { ...plain, sort, descending };
      const forwards: string[] = [];
      const pages: string[][] = [];
      let last: Cursor | null = null;
      let after: Cursor | null = null;
      do {
        const page = await listUsers(viewer, { ...query, after });
        expect(page).toMatchObject({ total: PEOPLE, totalIsExact: true });
        expect(page.previous === null).toBe(after === null);
        pages.push(page.rows.map(({ id }) => id));
        forwards.push(...page.rows.map(({ id }) => id));
        last = page.previous;
        after = page.next;
      } while (after);
      const direction = descending ? "DESC" : "ASC";
      const expected = await adminQuery<{ id: string }>(
        `SELECT id FROM users WHERE organization_id = $1 ORDER BY ${column[sort]} ${direction}, id ${direction}`,
        [organization.id],
      );
      expect(forwards).toEqual(expected.map(({ id }) => id));
      expect(pages.map((page) => page.length)).toEqual([50, 50, 50, 23]);

      const backwards: string[][] = [pages.at(-1) ?? []];
      for (let before = last; before; ) {
        const page = await listUsers(viewer, { ...query, before });
        expect(page.next).not.toBeNull();
        backwards.unshift(page.rows.map(({ id }) => id));
        before = page.previous;
      }
      expect(backwards).toEqual(pages);
      expect(new Set(forwards)).toEqual(new Set(ids));
    },
  );

  test.each(everyOrder)(
    "of a search, by %s, descending: %s, hold whom it finds once, forwards and backwards, and nobody who is removed",
    async (sort, descending) => {
      const gone = await makeUser(organization, { firstName: "Zoë", lastName: "Miller" });
      unwrap(await removeUsers(await makeActor(organization, "admin"), { ids: [gone.id] }));
      for (const search of ["mill", "mill zoë", "mill z", "person1"]) {
        const query = { ...plain, sort, descending, search };
        const rows = await adminQuery<{ id: string }>(
          `SELECT id FROM users WHERE organization_id = $1 AND removed_at IS NULL AND id <> $2
             AND search_text LIKE ALL (SELECT '%' || fold(word) || '%' FROM unnest($3::text[]) word)
           ORDER BY ${column[sort]} ${descending ? "DESC" : "ASC"}, id ${descending ? "DESC" : "ASC"}`,
          [organization.id, gone.id, search.split(" ")],
        );
        const expected = rows.map(({ id }) => id);
        const first = await listUsers(viewer, query);
        expect(first).toMatchObject({ total: expected.length, previous: null });
        const found = first.rows.map(({ id }) => id);
        for (let { next } = first; next; ) {
          const page: UserPage = await listUsers(viewer, { ...query, after: next });
          found.push(...page.rows.map(({ id }) => id));
          const back = await listUsers(viewer, { ...query, before: page.previous });
          expect(back.rows.map(({ id }) => id)).toEqual(
            found.slice(0, -page.rows.length).slice(-first.rows.length),
          );
          next = page.next;
        }
        expect(found).toEqual(expected);
      }
    },
  );

  test("stand where they are when people come and go", async () => {
    const first = await listUsers(viewer, plain);
    const newcomer = await makeUser(organization, { firstName: "Aa", lastName: "Aa" });
    const second = await listUsers(viewer, { ...plain, after: first.next });
    unwrap(await removeUsers(await makeActor(organization, "admin"), { ids: [newcomer.id] }));
    const again = await listUsers(viewer, { ...plain, after: first.next });
    expect(second.rows).toEqual(again.rows);
    expect(first.rows.some(({ id }) => second.rows.some((row) => row.id === id))).toBe(false);
  });

  test.each(everyOrder)(
    "by %s, descending: %s, with the cursor of another order are a page all the same",
    async (sort, descending) => {
      const cursors = await Promise.all(
        SORTS.map(async (each) => (await listUsers(viewer, { ...plain, sort: each })).next),
      );
      for (const cursor of cursors) {
        const text = Buffer.from(JSON.stringify([cursor?.value, cursor?.id])).toString("base64url");
        const address = { sort: descending ? `${sort}:desc` : sort, after: text };
        await expect(listUsers(viewer, readUserListQuery(address))).resolves.toBeTruthy();
      }
    },
  );

  test.each([
    "",
    "'",
    "2026-02-30 00:00:00+00",
    "infinity",
    "-1",
    "1e99",
    "99999999999999999999",
    "\ud800",
    "ü".repeat(5000),
  ])("with the made-up cursor %j are a page all the same", async (value) => {
    const after = Buffer.from(JSON.stringify([value, newId()])).toString("base64url");
    for (const sort of SORTS) {
      await expect(listUsers(viewer, readUserListQuery({ sort, after }))).resolves.toBeTruthy();
    }
  });
});

describe("the people of an import", () => {
  test("are those whom it created, with the other filters, and nobody of another organization", async () => {
    const organization = await makeOrganization();
    const admin = await makeActor(organization, "admin");
    const [importId, other] = [newId(), newId()];
    const mine = await makeUser(organization, { firstName: "Ada", importId });
    const ben = await makeUser(organization, { firstName: "Ben", importId, suspendedAt: new Date() });
    await makeUser(organization, { importId: other });
    const gone = await makeUser(organization, { importId, removedAt: new Date() });
    const foreign = await makeOrganization();
    await makeUser(foreign, { importId });
    const idsOf = async (query: Partial<UserListQuery>, actor = admin) => {
      const page = await listUsers(actor, { ...plain, ...query });
      expect(page.total).toBe(page.rows.length);
      expect(await countMatching(actor, { ...plain, ...query })).toBe(page.rows.length);
      return page.rows.map(({ id }) => id).toSorted();
    };
    expect(await idsOf({ importId })).toEqual([mine.id, ben.id].toSorted());
    expect(await idsOf({ importId, search: "ada" })).toEqual([mine.id]);
    expect(await idsOf({ importId, search: "a" })).toContain(mine.id);
    expect(await idsOf({ importId, status: "suspended" })).toEqual([ben.id]);
    expect(await idsOf({ importId, status: "removed" })).toEqual([gone.id]);
    expect(await idsOf({ importId, role: "admin" })).toEqual([]);
    expect(await idsOf({ importId: newId() })).toEqual([]);
    expect(await idsOf({ importId }, await makeActor(foreign, "admin"))).toHaveLength(1);
    unwrap(await removeUsers(admin, { filter: { ...plain, importId: other } }));
    expect(await idsOf({ importId })).toHaveLength(2);
    expect(await idsOf({ importId: other })).toEqual([]);
  });
});

describe("the search", () => {
  let viewer: Actor;
  beforeAll(async () => {
    const organization = await makeOrganization();
    viewer = await makeActor(organization, "viewer");
    const people = [
      ["María José", "Núñez García", "mjng", "maria.nunez@mail.example"],
      ["Łukasz", "Żak", "lz", "lukasz@mail.example"],
      ["Zoë", "Groß", "zg", "zoe@mail.example"],
      ["Percent", "100%", "percent", "percent@mail.example"],
      ["Under", "a_b", "under_score", "under@mail.example"],
      ["Back", "C:\\temp", "back", "back@mail.example"],
      ["Half", "½", "half", "half@mail.example"],
      ["محمد", "على", "mohammed", "mohammed@mail.example"],
      ["Quote", "O'Neil", "quote", "quote@mail.example"],
    ];
    for (const [firstName = "", lastName = "", local, accessEmail = ""] of people) {
      await makeUser(organization, {
        firstName,
        lastName,
        username: `${local}@${organization.domain}`,
        accessEmail,
      });
    }
    const foreign = await makeOrganization();
    await makeUser(foreign, { firstName: "María", lastName: "Foreign" });
  });

  const search = async (text: string) => {
    const page = await listUsers(viewer, { ...plain, ...readUserListQuery({ q: text }) });
    expect(page.total).toBe(page.rows.length);
    expect(await countMatching(viewer, readUserListQuery({ q: text }))).toBe(page.rows.length);
    return page.rows.map(({ firstName }) => firstName).toSorted();
  };

  test.each([
    ["maria", ["María José"]],
    ["MARÍA", ["María José"]],
    ["Mari\u0301a", ["María José"]],
    ["nunez", ["María José"]],
    ["nuñez garcía", ["María José"]],
    ["garcia jose", ["María José"]],
    ["  jose   mjng ", ["María José"]],
    ["maria.nunez@mail", ["María José"]],
    ["jose zak", []],
    ["lukasz", ["Łukasz"]],
    ["ŁUKASZ żak", ["Łukasz"]],
    ["gross", ["Zoë"]],
    ["GROẞ", ["Zoë"]],
    ["zoe@", ["Zoë"]],
    ["%", ["Percent"]],
    ["100%", ["Percent"]],
    ["％", ["Percent"]],
    ["0%1", []],
    ["a_b", ["Under"]],
    ["a＿b", ["Under"]],
    ["under_score", ["Under"]],
    ["r_s", ["Under"]],
    ["\\", ["Back"]],
    ["＼", ["Back"]],
    [":\\t", ["Back"]],
    ["\\%", []],
    ["½", ["Half"]],
    ["محمد", ["محمد"]],
    ["o'neil", ["Quote"]],
    ["o’neil", ["Quote"]],
    ["'; --", []],
    ["\0maria\0", ["María José"]],
    ["\ud800", []],
    ["x".repeat(5000), []],
    ["a ".repeat(200), expect.any(Array)],
  ])("for %j finds %j", async (text, expected) => {
    expect(await search(text)).toEqual(expected);
  });
});

describe("the number of people", () => {
  test("is exact without a filter, through additions, removals, restorations and rollbacks", async () => {
    const organization = await makeOrganization();
    const admin = await makeActor(organization, "admin");
    const total = async () => (await listUsers(admin, plain)).total;
    expect(await total()).toBe(1);
    const users = await Promise.all(Array.from({ length: 9 }, () => makeUser(organization)));
    expect(await total()).toBe(10);
    const removed = { ids: users.slice(0, 4).map(({ id }) => id) };
    unwrap(await removeUsers(admin, removed));
    expect(await total()).toBe(6);
    unwrap(await restoreUsers(admin, removed));
    expect(await total()).toBe(10);
    await withOrganization(organization.id, async (tx) => {
      await tx.user.deleteMany({ where: { id: users[0]?.id ?? "" } });
      throw new Error("Take it back.");
    }).catch(() => undefined);
    expect(await total()).toBe(10);
    await withOrganization(organization.id, (tx) =>
      tx.user.deleteMany({ where: { id: users[0]?.id ?? "" } }),
    );
    expect(await total()).toBe(9);
    expect((await listUsers(admin, { ...plain, status: "removed" })).total).toBe(0);
  });

  test("with a filter stops at a thousand and says so, and is exact on demand", async () => {
    const organization = await makeOrganization();
    const admin = await makeActor(organization, "admin");
    const crowd = COUNT_MAX + 5;
    await adminQuery(
      `INSERT INTO users (organization_id, id, first_name, last_name, username, domain_id, access_email)
       SELECT $1, uuid7(), 'Many', n, n || '@x.example', $2, n || '@x.example' FROM generate_series(1, $3::int) n`,
      [organization.id, organization.domainId, crowd],
    );
    const many = { ...plain, search: "many" };
    expect(await listUsers(admin, many)).toMatchObject({ total: COUNT_MAX + 1, totalIsExact: false });
    expect(await countMatching(admin, many)).toBe(crowd);
    expect(await listUsers(admin, plain)).toMatchObject({ total: crowd + 1, totalIsExact: true });
  });
});
