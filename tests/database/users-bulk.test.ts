import { beforeAll, describe, expect, test } from "vitest";
import { withOrganization } from "@/lib/db";
import type { User } from "@/lib/generated/prisma/client";
import { newId } from "@/lib/ids";
import type { Actor } from "@/lib/permissions/actor";
import {
  changeRoles,
  changeUsers,
  planUsers,
  reactivateUsers,
  removeUsers,
  restoreUsers,
  suspendUsers,
} from "@/lib/users/bulk-commands";
import { createUser } from "@/lib/users/commands";
import type { UserFilter } from "@/lib/users/filter";
import { findUser } from "@/lib/users/queries";
import { adminQuery, snapshot } from "@/tests/support/product-database";
import {
  codeOf,
  eventsOf,
  inputFor,
  makeActor,
  makeOrganization,
  makeUser,
  setUser,
  type TestOrganization,
  unwrap,
} from "@/tests/support/product-people";

const DAY_MS = 86_400_000;
const everybody: UserFilter = { search: "", status: null, role: null, importId: null, groupId: null };

let organization: TestOrganization;
let admin: Actor;
beforeAll(async () => {
  organization = await makeOrganization();
  admin = await makeActor(organization, "admin");
});

const statusOf = async ({ id }: User) => (await findUser(admin, id))?.status;
const actionsOf = async ({ id }: User) => (await eventsOf(id)).map(({ action }) => action);
const liveSessions = async ({ id }: User) =>
  (await adminQuery("SELECT FROM sessions WHERE user_id = $1 AND ended_at IS NULL", [id])).length;

async function makeWithSession(fields: Parameters<typeof makeUser>[1] = {}): Promise<User> {
  const user = await makeUser(organization, fields);
  const session = { id: newId(), organizationId: organization.id, userId: user.id };
  const expiresAt = new Date(Date.now() + DAY_MS);
  await withOrganization(organization.id, (tx) => tx.session.create({ data: { ...session, expiresAt } }));
  return user;
}

const nameOf = ({ firstName, lastName }: User) => `${firstName} ${lastName}`;

describe("each change", () => {
  test("suspends, ends the sessions, and reactivates", async () => {
    const user = await makeWithSession();
    const bystander = await makeWithSession();
    expect(unwrap(await suspendUsers(admin, { ids: [user.id] }))).toMatchObject({ changed: 1, left: 0 });
    expect(await statusOf(user)).toBe("suspended");
    expect(await liveSessions(user)).toBe(0);
    expect(await liveSessions(bystander)).toBe(1);
    expect(unwrap(await suspendUsers(admin, { ids: [user.id] }))).toMatchObject({ changed: 0, left: 1 });
    expect(unwrap(await reactivateUsers(admin, { ids: [user.id] }))).toMatchObject({ changed: 1, left: 0 });
    expect(await statusOf(user)).toBe("active");
    expect(await liveSessions(user)).toBe(0);
    expect(await actionsOf(user)).toEqual(["user.suspended", "user.reactivated"]);
  });

  test("opens a locked account", async () => {
    const user = await makeUser(organization, {
      lockedUntil: new Date(Date.now() + DAY_MS),
      failedSignIns: 3,
    });
    expect(await statusOf(user)).toBe("locked");
    unwrap(await reactivateUsers(admin, { ids: [user.id] }));
    expect(await statusOf(user)).toBe("active");
    expect(await eventsOf(user.id)).toMatchObject([
      { changes: { before: { suspended: false, locked: true }, after: { suspended: false, locked: false } } },
    ]);
  });

  test("removes, ends the sessions, and takes back", async () => {
    const user = await makeWithSession();
    unwrap(await removeUsers(admin, { ids: [user.id] }));
    expect((await findUser(admin, user.id))?.removedAt).toBeInstanceOf(Date);
    expect(await liveSessions(user)).toBe(0);
    expect(unwrap(await removeUsers(admin, { ids: [user.id] }))).toMatchObject({ changed: 0, left: 1 });
    expect(unwrap(await restoreUsers(admin, { ids: [user.id] }))).toMatchObject({ changed: 1, left: 0 });
    expect((await findUser(admin, user.id))?.removedAt).toBeNull();
    expect(await actionsOf(user)).toEqual(["user.removed", "user.restored"]);
  });

  test("gives a role, and says which there was", async () => {
    const users = [await makeUser(organization), await makeUser(organization, { role: "viewer" })];
    const ids = users.map(({ id }) => id);
    expect(unwrap(await changeRoles(admin, { ids }, "viewer"))).toMatchObject({ changed: 1, left: 1 });
    expect(await eventsOf(ids[0] ?? "")).toMatchObject([
      { action: "user.roleChanged", changes: { before: { role: "user" }, after: { role: "viewer" } } },
    ]);
    expect(await eventsOf(ids[1] ?? "")).toEqual([]);
  });

  test("leaves legacy accounts as they are when it suspends", async () => {
    const user = await makeUser(organization, { legacyStatus: "blocked" });
    expect(unwrap(await suspendUsers(admin, { ids: [user.id] }))).toMatchObject({ changed: 0, left: 1 });
    expect(await statusOf(user)).toBe("blocked");
  });

  test("shuts nobody out by their own hand", async () => {
    await makeUser(organization, { role: "admin" });
    for (const change of [suspendUsers, removeUsers]) {
      expect(unwrap(await change(admin, { ids: [admin.userId] }))).toMatchObject({ changed: 0, left: 1 });
    }
  });
});

describe("taking a removal back", () => {
  test("is possible for thirty days", async () => {
    const ago = (days: number, ms: number) => new Date(Date.now() - days * DAY_MS + ms);
    const inTime = await makeUser(organization, { removedAt: ago(30, 60_000) });
    const tooLate = await makeUser(organization, { removedAt: ago(30, -60_000) });
    expect(unwrap(await restoreUsers(admin, { ids: [inTime.id, tooLate.id] }))).toMatchObject({
      changed: 1,
      left: 1,
    });
    expect(unwrap(await restoreUsers(admin, { filter: { ...everybody, status: "removed" } })).changed).toBe(
      0,
    );
  });

  test.each(["username", "customerCode"] as const)(
    "is refused when somebody has the %s by now, and says who",
    async (key) => {
      const removed = await makeUser(organization, { customerCode: `R-${key}`, removedAt: new Date() });
      const heir = await makeUser(organization, { [key]: removed[key] });
      const what = key === "username" ? `username ${removed.username}` : `customer code R-${key}`;
      const before = await snapshot();
      expect(await restoreUsers(admin, { ids: [removed.id] })).toEqual({
        ok: false,
        error: {
          code: "conflict",
          message: `${nameOf(heir)} has the ${what} of ${nameOf(removed)} by now. Edit ${nameOf(heir)} first.`,
        },
      });
      expect(await snapshot()).toEqual(before);
      await setUser(heir, { [key]: `other.${heir[key]}` });
      expect(unwrap(await restoreUsers(admin, { ids: [removed.id] }))).toMatchObject({ changed: 1, left: 0 });
    },
  );

  test("of two who had the same username one is taken back", async () => {
    const removedAt = new Date();
    const one = await makeUser(organization, { removedAt });
    const other = await makeUser(organization, { removedAt, username: one.username });
    const refused = await restoreUsers(admin, { ids: [one.id, other.id] });
    expect(refused).toMatchObject({
      error: {
        code: "conflict",
        message: `${nameOf(one)} and ${nameOf(other)} both have the username ${one.username}: take back one of them.`,
      },
    });
    expect(unwrap(await restoreUsers(admin, { ids: [other.id] })).changed).toBe(1);
  });
});

describe("what was confirmed is what is done", () => {
  test("or nothing, and the plan says the number beforehand", async () => {
    const users = [await makeUser(organization), await makeUser(organization)];
    const selection = { ids: users.map(({ id }) => id) };
    const before = await snapshot();
    expect(unwrap(await planUsers(admin, selection, { kind: "suspend" }))).toMatchObject({
      changed: 2,
      left: 0,
    });
    expect(codeOf(await changeUsers(admin, selection, { kind: "suspend" }, 3))).toBe("conflict");
    expect(codeOf(await changeUsers(admin, selection, { kind: "suspend" }, 0))).toBe("conflict");
    expect(await snapshot()).toEqual(before);
    expect(unwrap(await changeUsers(admin, selection, { kind: "suspend" }, 2))).toMatchObject({
      changed: 2,
      left: 0,
    });
  });

  test("a selection of nobody is nobody", async () => {
    const before = await snapshot();
    for (const selection of [{ ids: [] }, { ids: ["", "nobody", newId()] }]) {
      expect(unwrap(await suspendUsers(admin, selection))).toMatchObject({ changed: 0, left: 0 });
    }
    expect(await snapshot()).toEqual(before);
  });
});

describe("5,000 at once", () => {
  let crowd: TestOrganization;
  let lead: Actor;
  beforeAll(async () => {
    crowd = await makeOrganization();
    lead = await makeActor(crowd, "admin");
    await adminQuery(
      `INSERT INTO users (organization_id, id, first_name, last_name, username, domain_id, access_email, activated_at)
       SELECT $1, uuid7(), 'Many', 'Person ' || n, 'many' || n || '@x.example', $2, 'many' || n || '@x.example', now()
       FROM generate_series(1, 5000) n`,
      [crowd.id, crowd.domainId],
    );
  });
  const filter: UserFilter = { ...everybody, search: "many" };

  test("are changed in one transaction with one event each", async () => {
    expect(unwrap(await suspendUsers(lead, { filter }))).toMatchObject({ changed: 5000, left: 0 });
    const [written] = await adminQuery(
      `SELECT count(*)::int AS events, count(DISTINCT e.subject_id)::int AS people, count(DISTINCT e.id)::int AS ids,
         count(DISTINCT e.xmin::text || u.xmin::text)::int AS transactions, bool_and(e.xmin = u.xmin) AS same
       FROM audit_events e JOIN users u ON u.organization_id = e.organization_id AND u.id = e.subject_id
       WHERE e.organization_id = $1 AND e.action = 'user.suspended'`,
      [crowd.id],
    );
    expect(written).toEqual({ events: 5000, people: 5000, ids: 5000, transactions: 1, same: true });
  });

  test("leave no event when the change is refused at its end", async () => {
    const rival = await makeActor(crowd, "admin");
    await adminQuery("UPDATE users SET suspended_at = now() WHERE id = $1", [lead.userId]);
    const before = await snapshot();
    expect(codeOf(await changeRoles(rival, { filter: everybody }, "viewer"))).toBe("conflict");
    expect(await snapshot()).toEqual(before);
    await adminQuery("UPDATE users SET suspended_at = NULL WHERE id = $1", [lead.userId]);
  });

  test("leave no event when a later statement fails", async () => {
    await adminQuery(
      `CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''broken''; END'`,
    );
    await adminQuery("CREATE TRIGGER fail BEFORE UPDATE ON sessions EXECUTE FUNCTION fail()");
    const before = await snapshot();
    await expect(removeUsers(lead, { filter })).rejects.toThrow("broken");
    expect(await snapshot()).toEqual(before);
    await adminQuery("DROP TRIGGER fail ON sessions");
  });

  test("are not changed when their events cannot be written", async () => {
    await adminQuery("CREATE TRIGGER fail BEFORE INSERT ON audit_events EXECUTE FUNCTION fail()");
    const before = await snapshot();
    await expect(removeUsers(lead, { filter })).rejects.toThrow("broken");
    await expect(createUser(lead, inputFor(crowd))).rejects.toThrow("broken");
    expect(await snapshot()).toEqual(before);
    await adminQuery("DROP TRIGGER fail ON audit_events");
  });
});
