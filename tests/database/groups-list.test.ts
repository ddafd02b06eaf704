import { beforeAll, describe, expect, test, vi } from "vitest";
import { pool } from "@/lib/db";
import { unguardFormula } from "@/lib/exports/csv";
import type { User } from "@/lib/generated/prisma/client";
import { createGroup, removeGroup } from "@/lib/groups/commands";
import { groupName, groupNames, groupsOfPeople } from "@/lib/groups/list-queries";
import { changeMembers } from "@/lib/groups/members";
import type { Rule } from "@/lib/groups/rule";
import { newId } from "@/lib/ids";
import { matchColumns } from "@/lib/imports/columns/match";
import { IMPORT_LIMITS } from "@/lib/imports/limits";
import { readTable } from "@/lib/imports/table/table";
import { readWorkbook } from "@/lib/imports/table/workbook";
import type { Actor } from "@/lib/permissions/actor";
import type { Permission } from "@/lib/permissions/permissions";
import { propertyInput } from "@/lib/properties/input";
import { knownQuery } from "@/lib/properties/list-queries";
import { changeUsers, planUsers } from "@/lib/users/bulk-commands";
import { chosenCells } from "@/lib/users/column-queries";
import { chosenColumns, GROUPS_COLUMN } from "@/lib/users/columns";
import { recordExport } from "@/lib/users/export-commands";
import { exportBytes } from "@/lib/users/export-file";
import { exportBatches } from "@/lib/users/export-queries";
import { readUserListQuery, type UserListQuery } from "@/lib/users/list";
import { countMatching, listUsers, type UserPage } from "@/lib/users/queries";
import { adminQuery, snapshot } from "@/tests/support/product-database";
import {
  actorOf,
  eventsOf,
  makeActor,
  makeOrganization,
  makeUser,
  type TestOrganization,
  unwrap,
} from "@/tests/support/product-people";
import { makeProperty, propertyGiven } from "@/tests/support/properties";
import { randomness } from "@/tests/support/random-access";

const PEOPLE = 130;
const COMPANIES = ["Sales", "Works", "Logistics", null];
const random = randomness(5);
const below = (limit: number) => Math.floor(random() * limit);

let organization: TestOrganization;
let elsewhere: TestOrganization;
let admin: Actor;
let people: User[];
let ids: string[];
beforeAll(async () => {
  [organization, elsewhere] = [await makeOrganization(), await makeOrganization()];
  admin = await makeActor(organization, "admin");
  people = await fill(organization, admin);
  await fill(elsewhere, await makeActor(elsewhere, "admin"), 20);
  ids = (
    await adminQuery<{ id: string }>("SELECT id FROM groups WHERE organization_id = $1 ORDER BY id", [
      organization.id,
    ])
  ).map(({ id }) => id);
});

/** People at random, in groups at random: nine that are chosen, in whose names is much, and three by rule. */
async function fill(home: TestOrganization, by: Actor, count = PEOPLE): Promise<User[]> {
  const made: User[] = [];
  for (let index = 0; index < count; index += 1) {
    const removed = index % 13 === 12;
    made.push(
      await makeUser(home, {
        lastName: ["Miller", "Núñez", "Quill"][below(3)] ?? "",
        company: COMPANIES[below(COMPANIES.length)] ?? null,
        suspendedAt: below(5) === 0 ? new Date() : null,
        removedAt: removed ? new Date() : null,
      }),
    );
  }
  for (const company of COMPANIES.slice(0, 3)) {
    const rule: Rule = { match: "all", conditions: [{ field: "company", is: "is", value: company ?? "" }] };
    unwrap(await createGroup(by, { name: `By ${company}`, description: "", permissions: [], rule }));
  }
  for (const name of [
    "Alpha",
    "=1+1",
    "beta, gamma",
    'The "desk"',
    "<b>bold</b>",
    "delta",
    "Echo",
    "fox",
    "zed",
  ]) {
    const { id: groupId } = unwrap(await createGroup(by, { name, description: "", permissions: [] }));
    const members = made.filter(() => random() < 0.6).map(({ id }) => id);
    unwrap(await changeMembers(by, { ids: members }, { kind: "joinGroup", groupId }));
  }
  return made;
}

/** Who is in what, read past everything that the product reads it by. */
async function memberships(organizationId = organization.id) {
  const rows = await adminQuery<{ user: string; group: string; name: string; rule: unknown }>(
    `SELECT m.user_id AS user, g.id AS group, g.name, g.rule FROM group_members m JOIN groups g ON g.id = m.group_id
     WHERE g.organization_id = $1`,
    [organizationId],
  );
  // As the database sorts them.
  const order = (await adminQuery<{ id: string }>("SELECT id FROM groups ORDER BY lower(name), id")).map(
    ({ id }) => id,
  );
  return rows.toSorted((a, b) => order.indexOf(a.group) - order.indexOf(b.group));
}

const plain = readUserListQuery({});
const shown = { ...plain, columns: [GROUPS_COLUMN] };

async function walk(query: UserListQuery, actor = admin): Promise<UserPage["rows"]> {
  const rows: UserPage["rows"] = [];
  let page: UserPage | null = null;
  do {
    page = await listUsers(actor, { ...query, after: page?.next ?? null });
    rows.push(...page.rows);
  } while (page.next);
  return rows;
}

async function exported(query: UserListQuery, format: "csv" | "xlsx" = "csv", actor = admin) {
  const { query: known, properties } = await knownQuery(actor, query);
  const extras = { properties, groups: known.columns?.includes(GROUPS_COLUMN) ?? false };
  const chunks: Uint8Array[] = [];
  for await (const chunk of exportBytes(exportBatches(actor, known, properties), format, extras))
    chunks.push(chunk);
  return new Uint8Array(Buffer.concat(chunks));
}

function readFile(bytes: Uint8Array, format: "csv" | "xlsx") {
  const reading = format === "csv" ? readTable(bytes) : readWorkbook(bytes, IMPORT_LIMITS);
  const table = reading.ok && ("table" in reading.value ? reading.value.table : reading.value);
  if (!table) throw new Error("The file is no table.");
  return { ...table, rows: [...table.rows] };
}

/** Somebody without a role who has these permissions alone. */
const holderOf = async (...permissions: Permission[]) =>
  actorOf(await makeUser(organization, { extraPermissions: permissions }), organization);

const matching = (
  filter: { groupId: string; search?: string; status?: "suspended" | "active" },
  members: Set<string>,
) =>
  people
    .filter(({ id, removedAt }) => removedAt === null && members.has(id))
    .filter(({ lastName }) => !filter.search || lastName.toLowerCase().startsWith(filter.search))
    .filter(({ suspendedAt }) => !filter.status || (suspendedAt !== null) === (filter.status === "suspended"))
    .map(({ id }) => id)
    .toSorted();

describe("the column of groups", () => {
  test("names everybody's groups by name, those by rule as such, on every page", async () => {
    const { query, properties } = await knownQuery(admin, shown);
    const columns = chosenColumns(query.columns, properties);
    expect(columns.map(({ name }) => name)).toEqual(["Groups"]);
    const all = await memberships();
    const rows = await walk(query);
    expect(rows.length).toBeGreaterThan(100);
    const cells = await chosenCells(admin, columns, rows);
    for (const [index, { id }] of rows.entries()) {
      const names = all
        .filter(({ user }) => user === id)
        .map(({ name, rule }) => (rule ? `${name} (by rule)` : name));
      const words =
        names.length > 7 ? `${names.slice(0, 6).join(", ")} and ${names.length - 6} more` : names.join(", ");
      expect(cells[index]).toEqual([words]);
    }
    expect(cells.some(([cell]) => cell?.includes("(by rule)"))).toBe(true);
    expect(cells.some(([cell]) => / and \d more$/.test(cell ?? ""))).toBe(true);
    expect(cells.some(([cell]) => cell === "")).toBe(true);
  });

  test("costs one statement more, and nothing where it is not chosen", async () => {
    const connections = vi.spyOn(pool(), "connect");
    const { rows } = await listUsers(admin, plain);
    expect(connections).toHaveBeenCalledTimes(1);
    await listUsers(admin, shown);
    expect(connections).toHaveBeenCalledTimes(2);
    await chosenCells(admin, chosenColumns([GROUPS_COLUMN]), rows);
    expect(connections).toHaveBeenCalledTimes(3);
    connections.mockRestore();
    // The column brings nothing of properties along.
    expect((await listUsers(admin, shown)).rows.every(({ properties }) => properties === undefined)).toBe(
      true,
    );
  });

  test("stands beside columns of properties, in the order of the address", async () => {
    const home = await makeOrganization();
    const theirs = await makeActor(home, "admin");
    const size = await makeProperty(theirs, { name: "Size", type: "number" });
    const user = await makeUser(home, { lastName: "Aaa", properties: { [size.id]: "38" } });
    const { id: groupId } = unwrap(
      await createGroup(theirs, { name: "Desk", description: "", permissions: [] }),
    );
    unwrap(await changeMembers(theirs, { ids: [user.id] }, { kind: "joinGroup", groupId }));
    for (const [columns, names, cells] of [
      [`groups,${size.id}`, ["Groups", "Size"], ["Desk", "38"]],
      [`${size.id},groups`, ["Size", "Groups"], ["38", "Desk"]],
    ] as const) {
      const { query, properties } = await knownQuery(theirs, readUserListQuery({ columns, q: "aaa" }));
      const chosen = chosenColumns(query.columns, properties);
      expect(chosen.map(({ name }) => name)).toEqual(names);
      expect(await chosenCells(theirs, chosen, (await listUsers(theirs, query)).rows)).toEqual([cells]);
    }
  });

  test("tells nobody of another organization's groups, nor them of these", async () => {
    const theirs = await memberships(elsewhere.id);
    const strangers = [...new Set(theirs.map(({ user }) => user))];
    expect(strangers.length).toBeGreaterThan(5);
    expect((await groupsOfPeople(admin, strangers)).size).toBe(0);
    const [stranger = ""] = strangers;
    const mixed = await groupsOfPeople(admin, [...strangers, ...people.map(({ id }) => id)]);
    expect(mixed.has(stranger)).toBe(false);
    expect((await groupNames(admin)).map(({ id }) => id).toSorted()).toEqual(ids);
    for (const { group } of theirs) expect(await groupName(admin, group)).toBeNull();
  });

  test("leaves out groups that are removed", async () => {
    const user = await makeUser(organization);
    const group = { name: "Short-lived", description: "", permissions: [] };
    const { id: groupId } = unwrap(await createGroup(admin, group));
    unwrap(await changeMembers(admin, { ids: [user.id] }, { kind: "joinGroup", groupId }));
    expect((await groupsOfPeople(admin, [user.id])).get(user.id)).toEqual([
      { name: "Short-lived", byRule: false },
    ]);
    expect((await listUsers(admin, { ...plain, groupId })).total).toBe(1);
    unwrap(await removeGroup(admin, groupId, 1));
    expect((await groupsOfPeople(admin, [user.id])).size).toBe(0);
    expect(await groupName(admin, groupId)).toBeNull();
    expect(await listUsers(admin, { ...plain, groupId })).toMatchObject({ rows: [], total: 0 });
  });
});

describe("the list of one group", () => {
  test("is its people, with search and status too, in every way that the list is used", async () => {
    const all = await memberships();
    let found = 0;
    for (const groupId of ids) {
      const members = new Set(all.filter(({ group }) => group === groupId).map(({ user }) => user));
      for (const part of [
        {},
        { search: "quill" },
        { status: "suspended" },
        { search: "mi", status: "active" },
      ] as const) {
        const filter = { ...plain, ...part, groupId };
        const expected = matching({ groupId, ...part }, members);
        found += expected.length;
        expect((await walk(filter)).map(({ id }) => id).toSorted()).toEqual(expected);
        expect((await listUsers(admin, filter)).total).toBe(expected.length);
        expect(await countMatching(admin, filter)).toBe(expected.length);
        const reactivate = await planUsers(admin, { filter }, { kind: "reactivate" });
        const suspended = people.filter(({ id, suspendedAt }) => suspendedAt && expected.includes(id));
        expect(unwrap(reactivate).changed).toBe(suspended.length);
        const bytes = await exported({ ...filter, columns: [GROUPS_COLUMN] });
        if (expected.length > 0) expect(readFile(bytes, "csv").rows).toHaveLength(expected.length);
        else expect(Buffer.from(bytes).toString().trim().split("\r\n")).toHaveLength(1);
      }
    }
    expect(found).toBeGreaterThan(500);
  });

  test("of another organization is nobody's, and nobody is changed by it", async () => {
    const before = await snapshot();
    for (const { group } of await memberships(elsewhere.id)) {
      const filter = { ...plain, groupId: group };
      expect(await listUsers(admin, filter)).toMatchObject({ rows: [], total: 0 });
      expect(unwrap(await planUsers(admin, { filter }, { kind: "suspend" }))).toEqual({
        changed: 0,
        left: 0,
      });
    }
    expect(await snapshot()).toEqual(before);
  });
});

describe("whoever may not see groups", () => {
  test("has no column of them, wherever the address says so", async () => {
    const viewer = await makeActor(organization, "user", "userManagementViewer");
    const exporter = await holderOf("users.read", "users.export");
    for (const actor of [viewer, exporter]) {
      expect((await knownQuery(actor, shown)).query.columns).toBeUndefined();
      await expect((async () => groupNames(actor))()).rejects.toThrow(/groups\.read/);
      await expect((async () => groupName(actor, ids[0] ?? ""))()).rejects.toThrow(/groups\.read/);
      await expect(chosenCells(actor, chosenColumns([GROUPS_COLUMN]), [{ id: newId() }])).rejects.toThrow(
        /groups\.read/,
      );
    }
    const text = Buffer.from(await exported(shown, "csv", exporter)).toString();
    expect(text.split("\r\n")[0]).not.toContain("Groups");
    for (const name of ["Alpha", "By Sales", "zed"]) expect(text).not.toContain(name);
    await expect(exportBatches(exporter, shown).next()).rejects.toThrow(/groups\.read/);
  });

  test("learns by no filter who is in one, and changes nobody by it", async () => {
    const actor = await holderOf("users.read", "users.export", "users.suspend", "messages.send");
    const before = await snapshot();
    for (const groupId of ids) {
      const filter = { ...plain, groupId };
      expect(await listUsers(actor, filter)).toMatchObject({ rows: [], total: 0 });
      expect(await listUsers(actor, { ...filter, search: "quill" })).toMatchObject({ rows: [], total: 0 });
      expect(await countMatching(actor, filter)).toBe(0);
      expect(await exportBatches(actor, filter).next()).toMatchObject({ done: true });
      expect(unwrap(await planUsers(actor, { filter }, { kind: "suspend" }))).toEqual({
        changed: 0,
        left: 0,
      });
      expect(unwrap(await changeUsers(actor, { filter }, { kind: "suspend" }))).toMatchObject({ changed: 0 });
    }
    expect(await snapshot()).toEqual(before);
  });
});

describe("an exported file", () => {
  test.each(["csv", "xlsx"] as const)(
    "%s names all of everybody's groups where the list shows them",
    async (format) => {
      const text = format === "csv" ? Buffer.from(await exported(shown, format)).toString() : "";
      if (text) {
        expect(text.split("\r\n")[0]).toMatch(/,Current status,Created,Groups$/);
        expect(text).not.toMatch(/(^|[,"])=1\+1/m);
      }
      const table = readFile(await exported(shown, format), format);
      const all = await memberships();
      const username = table.headers.indexOf("Username");
      const groups = table.headers.indexOf("Groups");
      expect(table.rows.length).toBeGreaterThan(100);
      for (const { cells } of table.rows) {
        const user = people.find((each) => each.username === cells[username]);
        const names = all
          .filter(({ user: id }) => id === user?.id)
          .map(({ name, rule }) => (rule ? `${name} (by rule)` : name));
        if (user) expect(unguardFormula(cells[groups] ?? "")).toBe(names.join(", "));
      }
      // It imports as it is: what it tells of groups is left alone, and no question is asked about it.
      const { columns, questions } = matchColumns(table.headers, table.samples);
      expect(questions).toEqual([]);
      expect(columns[groups]).toMatchObject({ field: null, how: "ignored" });
    },
  );

  test("has no such column where the list shows none", async () => {
    const text = Buffer.from(await exported(plain)).toString();
    expect(text.split("\r\n")[0]).toMatch(/,Current status,Created$/);
    expect(text).not.toContain("By Sales");
  });

  test("is told of with the group that it was narrowed to", async () => {
    const [{ id: groupId, name } = { id: "", name: "" }] = await groupNames(admin);
    unwrap(await recordExport(admin, { ...plain, groupId }));
    const events = await eventsOf(organization.id);
    expect(events.at(-1)).toMatchObject({ action: "user.exported", changes: { after: { group: name } } });
  });

  test("is not mixed up with a property: none may be called so", async () => {
    const parsed = propertyInput.safeParse({
      ...propertyGiven(),
      name: "groups",
      defaultValue: "",
      value: "",
    });
    expect(parsed.success).toBe(false);
    const other = propertyInput.safeParse({
      ...propertyGiven(),
      name: "Group number",
      defaultValue: "",
      value: "",
    });
    expect(other.success).toBe(true);
  });
});
