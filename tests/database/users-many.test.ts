import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { withOrganization } from "@/lib/db";
import { createGroup } from "@/lib/groups/commands";
import type { Actor } from "@/lib/permissions/actor";
import { OWN_ACCOUNT_ONLY } from "@/lib/permissions/grants";
import { setProperties } from "@/lib/properties/bulk-commands";
import { lockAdmins } from "@/lib/users/admins";
import { changeUsers, suspendUsers } from "@/lib/users/bulk-commands";
import { NO_FILTER } from "@/lib/users/filter";
import { changeAtOnce } from "@/lib/users/many/at-once";
import { changeMany } from "@/lib/users/many/commands";
import { changeByTurns } from "@/lib/users/many/job";
import { stopChange } from "@/lib/users/many/stop";
import { AT_ONCE_MAX } from "@/lib/users/many/waiting";
import { undoChange } from "@/lib/users/undo/commands";
import type { Undoable } from "@/lib/users/undo/kinds";
import { listChanges } from "@/lib/users/undo/queries";
import { addMany } from "@/tests/support/many-people";
import { adminQuery, snapshot } from "@/tests/support/product-database";
import {
  actorOf,
  codeOf,
  heldSql,
  makeActor,
  makeOrganization,
  makeUser,
  setUser,
  type TestOrganization,
  unwrap,
} from "@/tests/support/product-people";
import { makeProperty } from "@/tests/support/properties";

const MANY = 2 * AT_ONCE_MAX + 300;
const everybody = { filter: { ...NO_FILTER, search: "mona" } };
const suspend: Undoable = { kind: "suspend" };

async function setUp(count = MANY) {
  const organization = await makeOrganization();
  const admin = await makeActor(organization, "admin");
  const ids = await addMany(organization, count);
  return { organization, admin, ids };
}

/** Asks for a change of everybody there, which the worker is to make. */
async function ask(admin: Actor, change: Undoable, expected: number) {
  const asked = unwrap(await changeMany(admin, everybody, change, expected));
  expect(asked.changed).toBe(expected);
  return asked.running ?? "";
}

const work = ({ id: organizationId }: TestOrganization, changeId: string) =>
  changeByTurns({ organizationId, changeId });

const one = async (admin: Actor, id: string) => {
  const listed = (await listChanges(admin)).find((each) => each.id === id);
  if (!listed) throw new Error("The change is not listed.");
  return listed;
};

/** How many events of a kind people have: how many people, and the most that one has. */
const eventsBy = async (organizationId: string, action: string) => {
  const [row] = await adminQuery<{ people: number; most: number }>(
    `SELECT count(*)::int AS people, coalesce(max(n), 0)::int AS most FROM (SELECT count(*) AS n FROM audit_events
     WHERE organization_id = $1 AND action = $2 GROUP BY subject_id) each`,
    [organizationId, action],
  );
  return row;
};

const countSuspended = async (organizationId: string) => {
  const [row] = await adminQuery<{ count: number }>(
    "SELECT count(*)::int AS count FROM users WHERE organization_id = $1 AND suspended_at IS NOT NULL",
    [organizationId],
  );
  return row?.count ?? 0;
};

test("few are changed at once; of very many nobody is before the worker comes to them", async () => {
  const { organization, admin, ids } = await setUp();
  const few = unwrap(await changeMany(admin, { ids: ids.slice(0, 3) }, suspend, 3));
  expect(few).toMatchObject({ changed: 3, left: 0 });
  expect(few.running).toBeUndefined();
  expect(codeOf(await changeMany(admin, everybody, suspend, MANY))).toBe("conflict");
  const id = await ask(admin, suspend, MANY - 3);
  expect(await countSuspended(organization.id)).toBe(3);
  expect(await one(admin, id)).toMatchObject({
    people: 0,
    running: { what: "making", done: 0, of: MANY },
    mayUndo: false,
  });
  expect(codeOf(await undoChange(admin, id))).toBe("conflict");

  // Whoever comes to match it later was not asked about.
  await addMany(organization, 5, "Late");
  await work(organization, id);
  expect(await countSuspended(organization.id)).toBe(MANY);
  expect(await eventsBy(organization.id, "user.suspended")).toEqual({ people: MANY, most: 1 });
  expect(await one(admin, id)).toMatchObject({
    people: MANY - 3,
    running: null,
    refusal: null,
    leftOut: { gone: 0, beyond: 0, same: 3, unreached: 0 },
    mayUndo: true,
  });
  // Run again, it finds it done.
  const before = await snapshot();
  await work(organization, id);
  expect(await snapshot()).toEqual(before);
});

test("it goes on where it was after every lot, with nobody twice, and several at once are one", async () => {
  const { organization, admin } = await setUp();
  const id = await ask(admin, suspend, MANY);
  // The second lot fails in the database: it is as if it had been killed.
  await adminQuery(`CREATE FUNCTION fail_second() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.looked_at > ${AT_ONCE_MAX} THEN RAISE 'The machine went down.'; END IF; RETURN NEW; END $$`);
  await adminQuery(`CREATE TRIGGER fail_second BEFORE UPDATE ON bulk_changes FOR EACH ROW
    WHEN (NEW.id = '${id}') EXECUTE FUNCTION fail_second()`);
  await expect(work(organization, id)).rejects.toThrow(/went down/);
  expect(await countSuspended(organization.id)).toBe(AT_ONCE_MAX);
  expect(await one(admin, id)).toMatchObject({
    people: AT_ONCE_MAX,
    running: { done: AT_ONCE_MAX, of: MANY },
  });
  await adminQuery("DROP TRIGGER fail_second ON bulk_changes");
  await Promise.all([work(organization, id), work(organization, id), work(organization, id)]);
  expect(await countSuspended(organization.id)).toBe(MANY);
  expect(await eventsBy(organization.id, "user.suspended")).toEqual({ people: MANY, most: 1 });
  expect(await one(admin, id)).toMatchObject({ people: MANY, running: null });
});

test("who loses the right meanwhile changes nobody any more, and those above them stay as they are", async () => {
  const { organization, admin, ids } = await setUp();
  const manager = await makeUser(organization, { accessProfile: "userManagementAdmin" });
  const by = actorOf(manager, organization);
  const id = await ask(by, suspend, MANY);
  await adminQuery("UPDATE users SET role = 'viewer' WHERE id = ANY($1)", [ids.slice(0, 2)]);
  await adminQuery("UPDATE users SET removed_at = now() WHERE id = $1", [ids[2]]);
  await adminQuery("UPDATE users SET suspended_at = now() WHERE id = $1", [ids[3]]);
  await adminQuery(
    `CREATE FUNCTION demote() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
       UPDATE users SET access_profile = NULL WHERE id = '${manager.id}'; RETURN NEW; END $$`,
  );
  await adminQuery(`CREATE TRIGGER demote AFTER UPDATE ON bulk_changes FOR EACH ROW
    WHEN (NEW.id = '${id}' AND NEW.looked_at >= ${AT_ONCE_MAX}) EXECUTE FUNCTION demote()`);
  await work(organization, id);
  await adminQuery("DROP TRIGGER demote ON bulk_changes");
  const ended = await one(admin, id);
  expect(ended).toMatchObject({
    people: AT_ONCE_MAX - 4,
    running: null,
    refusal: expect.stringMatching(/may not do so any more/),
    leftOut: { gone: 1, beyond: 2, same: 1, unreached: MANY - AT_ONCE_MAX },
  });
  expect(await countSuspended(organization.id)).toBe(AT_ONCE_MAX - 3);
  // What was done is taken back as any other.
  expect(unwrap(await undoChange(admin, id))).toEqual({ changed: AT_ONCE_MAX - 4, left: 0 });
});

test("who loses the right while the worker waits for its turn changes nobody", async () => {
  const { organization, admin } = await setUp(AT_ONCE_MAX + 1);
  const other = await makeUser(organization, { role: "admin" });
  const id = await ask(actorOf(other, organization), suspend, AT_ONCE_MAX + 1);
  let working: Promise<void> | undefined;
  await withOrganization(organization.id, async (tx) => {
    await lockAdmins(tx, organization.id);
    working = work(organization, id);
    await sleep(400);
    const where = { organizationId_id: { organizationId: organization.id, id: other.id } };
    await tx.user.update({ where, data: { role: "billing" } });
  });
  await working;
  expect(await countSuspended(organization.id)).toBe(0);
  expect(await one(admin, id)).toMatchObject({
    people: 0,
    refusal: expect.stringMatching(/not do so any more/),
  });
});

test("who is suspended meanwhile changes nobody", async () => {
  const { organization, admin } = await setUp(AT_ONCE_MAX + 1);
  const other = await makeUser(organization, { role: "admin" });
  const id = await ask(actorOf(other, organization), suspend, AT_ONCE_MAX + 1);
  unwrap(await suspendUsers(admin, { ids: [other.id] }));
  await work(organization, id);
  expect(await countSuspended(organization.id)).toBe(1);
  expect(await one(admin, id)).toMatchObject({
    people: 0,
    leftOut: { unreached: AT_ONCE_MAX + 1 },
    mayUndo: false,
  });
});

test("an organization keeps an admin: it shows before anybody is changed", async () => {
  const { organization, admin, ids } = await setUp();
  await adminQuery("UPDATE users SET role = 'admin' WHERE id = $1", [ids[1500]]);
  const id = await ask(admin, { kind: "changeRole", role: "billing" }, MANY);
  await adminQuery("UPDATE users SET access_ends_at = now() + interval '1 day' WHERE id = $1", [
    admin.userId,
  ]);
  await work(organization, id);
  const ended = await one(admin, id);
  expect(ended).toMatchObject({
    people: 0,
    refusal: expect.stringMatching(/keeps at least one active admin/),
  });
  const [row] = await adminQuery<{ count: number }>(
    "SELECT count(*)::int AS count FROM users WHERE organization_id = $1 AND role = 'billing'",
    [organization.id],
  );
  expect(row?.count).toBe(0);
});

test("whoever changes themselves too comes last", async () => {
  const { organization, admin } = await setUp();
  const [self] = await adminQuery<{ id: string }>(
    "UPDATE users SET last_name = 'Mona' WHERE id = $1 RETURNING id",
    [admin.userId],
  );
  await makeUser(organization, { role: "admin" });
  const id = await ask(admin, { kind: "changeRole", role: "viewer" }, MANY + 1);
  await work(organization, id);
  const [row] = await adminQuery<{ count: number }>(
    "SELECT count(*)::int AS count FROM users WHERE organization_id = $1 AND role = 'viewer'",
    [organization.id],
  );
  expect(self).toBeDefined();
  expect(row?.count).toBe(MANY + 1);
  expect(
    (await adminQuery<{ people: number }>("SELECT people FROM bulk_changes WHERE id = $1", [id]))[0]?.people,
  ).toBe(MANY + 1);
});

test("another organization's worker, and another one's people, do nothing with it", async () => {
  const { organization, admin, ids } = await setUp(AT_ONCE_MAX + 5);
  const elsewhere = await setUp(AT_ONCE_MAX + 5);
  const id = await ask(admin, suspend, AT_ONCE_MAX + 5);
  const before = await snapshot();
  await work(elsewhere.organization, id);
  expect(codeOf(await undoChange(elsewhere.admin, id))).toBe("notFound");
  expect(await snapshot()).toEqual(before);
  // Somebody of another organization among those who wait: no constraint keeps them out, and yet nothing comes of it.
  await adminQuery("UPDATE bulk_change_waiting SET user_id = $2 WHERE change_id = $1 AND user_id = $3", [
    id,
    elsewhere.ids[0],
    ids[0],
  ]);
  await work(organization, id);
  expect(await countSuspended(elsewhere.organization.id)).toBe(0);
  expect(await one(admin, id)).toMatchObject({ people: AT_ONCE_MAX + 4, leftOut: { gone: 1 } });
});

test("of very many it is taken back by the worker too, and whoever was changed since stays", async () => {
  const { organization, admin, ids } = await setUp();
  const id = await ask(admin, suspend, MANY);
  await work(organization, id);
  unwrap(await changeUsers(admin, { ids: ids.slice(0, 7) }, { kind: "reactivate" }));
  const asked = unwrap(await undoChange(admin, id));
  expect(asked).toEqual({ changed: MANY - 7, left: 7, running: id });
  expect(codeOf(await undoChange(admin, id))).toBe("conflict");
  expect(await countSuspended(organization.id)).toBe(MANY - 7);
  expect(await one(admin, id)).toMatchObject({ running: { what: "takingBack", done: 0, of: MANY - 7 } });
  // One who is changed while they wait stays too.
  unwrap(await changeUsers(admin, { ids: [ids[2000] ?? ""] }, { kind: "reactivate" }));
  await work(organization, id);
  expect(await countSuspended(organization.id)).toBe(0);
  expect(await eventsBy(organization.id, "user.reactivated")).toEqual({ people: MANY, most: 1 });
  expect(await one(admin, id)).toMatchObject({
    running: null,
    mayUndo: false,
    undone: { people: MANY - 8, by: admin.name },
  });
});

test("an undo that ends early is done for the rest by somebody who may", async () => {
  const { organization, admin } = await setUp();
  const id = await ask(admin, suspend, MANY);
  await work(organization, id);
  const other = await makeUser(organization, { role: "admin" });
  unwrap(await undoChange(actorOf(other, organization), id));
  await setUser(other, { role: "user" });
  await work(organization, id);
  expect(await one(admin, id)).toMatchObject({
    running: null,
    undone: null,
    mayUndo: true,
    refusal: expect.any(String),
  });
  expect(await countSuspended(organization.id)).toBe(MANY);
  unwrap(await undoChange(admin, id));
  await work(organization, id);
  expect(await countSuspended(organization.id)).toBe(0);
  expect(await one(admin, id)).toMatchObject({ undone: { people: MANY }, refusal: null });
});

test("nobody stops what somebody asked for who holds more, but whoever holds as much does", async () => {
  const { organization, admin } = await setUp();
  const helper = await makeActor(organization, "user", "userManagementAdmin");
  const id = await ask(admin, { kind: "changeRole", role: "viewer" }, MANY);
  expect((await one(helper, id)).mayStop).toBe(false);
  expect(codeOf(await stopChange(helper, id))).toBe("forbidden");
  expect(await one(admin, id)).toMatchObject({ running: { what: "making" }, refusal: null });
  const other = await makeActor(organization, "admin");
  expect((await one(other, id)).mayStop).toBe(true);
  unwrap(await stopChange(other, id));
  const own = await ask(helper, suspend, MANY);
  expect((await one(helper, own)).mayStop).toBe(true);
  unwrap(await stopChange(helper, own));
  // What nobody stands behind any more is stopped by whoever may do the like.
  const left = await ask(other, suspend, MANY);
  await adminQuery("UPDATE users SET suspended_at = now() WHERE id = $1", [other.userId]);
  unwrap(await stopChange(helper, left));
});

test("whoever may do it stops it: what is done stays, and what is taken back too", async () => {
  const { organization, admin } = await setUp();
  const elsewhere = await setUp(1);
  const id = await ask(admin, suspend, MANY);
  expect((await one(admin, id)).mayStop).toBe(true);
  expect(codeOf(await stopChange(elsewhere.admin, id))).toBe("notFound");
  expect(codeOf(await stopChange(admin, "' OR true"))).toBe("notFound");
  expect(codeOf(await stopChange(await makeActor(organization, "viewer"), id))).toBe("forbidden");
  expect(await one(admin, id)).toMatchObject({ running: { what: "making" } });
  const working = work(organization, id);
  while (((await one(admin, id)).running?.done ?? MANY) === 0) await sleep(5);
  expect(await stopChange(admin, id)).toEqual({ ok: true, value: null });
  await working;
  const made = await one(admin, id);
  expect(made).toMatchObject({ running: null, mayStop: false, refusal: `${admin.name} stopped it.` });
  expect(made.people + (made.leftOut?.unreached ?? 0)).toBe(MANY);
  expect([AT_ONCE_MAX, 2 * AT_ONCE_MAX]).toContain(made.people);
  expect(await countSuspended(organization.id)).toBe(made.people);
  expect(await stopChange(admin, id)).toEqual({ ok: true, value: null });
  expect(await one(admin, id)).toEqual(made);
  expect(await adminQuery("SELECT 1 FROM bulk_change_waiting WHERE change_id = $1", [id])).toEqual([]);
});

test.each(["joinGroup", "giveRights", "sayPolicy", "setProperty", "remove", "changeRole"] as const)(
  "%s by the worker is what it is at once, and so is taking it back",
  async (kind) => {
    const { organization, admin, ids } = await setUp(AT_ONCE_MAX + 50);
    const group = unwrap(
      await createGroup(admin, { name: "Desk", description: "", permissions: ["users.read"] }),
    );
    const property = await makeProperty(admin, { name: "Size", type: "number" });
    await adminQuery("UPDATE users SET properties = jsonb_build_object($2::text, '38') WHERE id = $1", [
      ids[0],
      property.id,
    ]);
    const changes: Record<typeof kind, Undoable> = {
      joinGroup: { kind: "joinGroup", groupId: group.id },
      giveRights: {
        kind: "giveRights",
        grants: { ...OWN_ACCOUNT_ONLY, groups: [group.id], permissions: ["audit.read"] },
      },
      sayPolicy: { kind: "sayPolicy", policy: { key: "sessionIdleMinutes", value: 45, isInherited: false } },
      setProperty: { kind: "setProperty", propertyId: property.id, value: "41.50" },
      remove: { kind: "remove" },
      changeRole: { kind: "changeRole", role: "viewer" },
    };
    const contents = () =>
      adminQuery(
        `SELECT u.id, u.role, u.access_profile, ${heldSql("u")} AS held, u.removed_at IS NULL AS there, u.properties,
         u.policies -> 'sessionIdleMinutes' -> 'value' AS idle,
         array(SELECT group_id FROM group_members m WHERE m.user_id = u.id) AS groups,
         array(SELECT permission FROM user_permissions p WHERE p.user_id = u.id) AS permissions
       FROM users u WHERE u.id = ANY($1) ORDER BY u.id`,
        [ids],
      );
    const before = await contents();
    const id = await ask(admin, changes[kind], ids.length);
    await work(organization, id);
    const after = await contents();
    expect(await one(admin, id)).toMatchObject({ people: ids.length, running: null, refusal: null });
    expect(unwrap(await undoChange(admin, id))).toMatchObject({ changed: ids.length, running: id });
    await work(organization, id);
    expect(await one(admin, id)).toMatchObject({ refusal: null, undone: { people: ids.length } });
    expect(await contents()).toEqual(before);
    // At once it comes to the same.
    unwrap(await changeAtOnce(admin, { ids }, changes[kind], ids.length));
    expect(await contents()).toEqual(after);
  },
);

test("hundreds of values that differ are given back by one statement, each to whom it was", async () => {
  const { organization, admin, ids } = await setUp(700);
  const { id: propertyId } = await makeProperty(admin, { name: "Desk", type: "text" });
  await adminQuery(
    "UPDATE users SET properties = jsonb_build_object($2::text, 'Desk of ' || username) WHERE organization_id = $1 AND last_name LIKE 'Many%'",
    [organization.id, propertyId],
  );
  const values = () => adminQuery("SELECT id, properties FROM users WHERE id = ANY($1) ORDER BY id", [ids]);
  const before = await values();
  const { undo = "" } = unwrap(
    await setProperties(admin, { ids }, { kind: "setProperty", propertyId, value: "Lobby" }),
  );
  await adminQuery("CREATE SEQUENCE statements");
  await adminQuery(`CREATE FUNCTION count_statement() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
    BEGIN PERFORM nextval('statements'); RETURN NULL; END $$`);
  await adminQuery(
    "CREATE TRIGGER count_statement AFTER UPDATE ON users FOR EACH STATEMENT EXECUTE FUNCTION count_statement()",
  );
  expect(unwrap(await undoChange(admin, undo))).toEqual({ changed: 700, left: 0 });
  await adminQuery("DROP TRIGGER count_statement ON users");
  expect(await adminQuery("SELECT last_value::int AS count FROM statements")).toEqual([{ count: 1 }]);
  expect(await values()).toEqual(before);
  const [event] = await adminQuery<{ changes: unknown }>(
    "SELECT changes FROM audit_events WHERE subject_id = $1 ORDER BY id DESC LIMIT 1",
    [ids[5]],
  );
  expect(JSON.stringify(event?.changes)).toMatch(/"after":{[^}]*Desk of many.*"before":{[^}]*Lobby/);
  expect(await eventsBy(organization.id, "user.updated")).toEqual({ people: 700, most: 2 });
});
