import { beforeAll, describe, expect, test } from "vitest";
import { listAuditEvents, readAuditFilter } from "@/lib/audit/queries";
import { record } from "@/lib/audit/record";
import { withOrganization } from "@/lib/db";
import type { Actor } from "@/lib/permissions/actor";
import { suspendUsers } from "@/lib/users/bulk-commands";
import { createUser } from "@/lib/users/commands";
import { adminQuery, asApplication } from "@/tests/support/product-database";
import {
  actorOf,
  eventsOf,
  inputFor,
  makeActor,
  makeOrganization,
  makeUser,
  type TestOrganization,
  unwrap,
} from "@/tests/support/product-people";

let organization: TestOrganization;
let admin: Actor;
beforeAll(async () => {
  organization = await makeOrganization();
  admin = await makeActor(organization, "admin");
});

const list = async (address: Record<string, string>, before: string | null = null, actor = admin) =>
  (await listAuditEvents(actor, readAuditFilter(address), before)).rows;

describe("the application can add events and change none:", () => {
  test.each([
    "UPDATE audit_events SET actor_name = 'Nobody'",
    "UPDATE audit_events SET changes = '{}' WHERE action = 'organization.created'",
    "DELETE FROM audit_events",
    "TRUNCATE audit_events",
    "ALTER TABLE audit_events DISABLE ROW LEVEL SECURITY",
    "DROP TABLE audit_events",
    "INSERT INTO audit_events SELECT * FROM audit_events ON CONFLICT (organization_id, id) DO UPDATE SET action = 'x'",
  ])("%s", async (statement) => {
    const refused = asApplication(organization.id, (client) => client.query(statement));
    await expect(refused).rejects.toMatchObject({ code: "42501" });
  });
});

describe("the list", () => {
  beforeAll(async () => {
    const people = [
      ["100% Acme", "maria@acme.example", "2026-03-01T00:00:00Z"],
      ["Under_Score", "tim@acme.example", "2026-03-01T23:59:59.999Z"],
      ["Back\\Slash", "zoe@acme.example", "2026-03-02T00:00:00Z"],
    ];
    for (const [actorName = "", subjectName = "", occurredAt = ""] of people) {
      await adminQuery(
        `INSERT INTO audit_events (organization_id, id, occurred_at, action, actor_kind, actor_name, subject_type, subject_name)
         VALUES ($1, uuid7(), $2, 'user.exported', 'system', $3, 'organization', $4)`,
        [organization.id, occurredAt, actorName, subjectName],
      );
    }
    const foreign = await makeOrganization();
    await makeUser(foreign);
  });

  const names = async (address: Record<string, string>) =>
    (await list(address)).map(({ actorName }) => actorName).toSorted();

  test.each([
    ["%", ["100% Acme"]],
    ["_", ["Under_Score"]],
    ["r_s", ["Under_Score"]],
    ["r%s", []],
    ["\\", ["Back\\Slash"]],
    ["k\\s", ["Back\\Slash"]],
    ["MARIA@", ["100% Acme"]],
    [" tim@acme ", ["Under_Score"]],
    ["'; --", []],
    ["\0zoe", ["Back\\Slash"]],
  ])("searched for %j holds %j", async (q, expected) => {
    expect(await names({ q })).toEqual(expected);
  });

  test("holds whole days, the first and the last included", async () => {
    const all = ["100% Acme", "Back\\Slash", "Under_Score"];
    expect(await names({ from: "2026-03-01", to: "2026-03-01" })).toEqual(["100% Acme", "Under_Score"]);
    expect(await names({ from: "2026-03-02", to: "2026-03-02" })).toEqual(["Back\\Slash"]);
    expect(await names({ from: "2026-03-01", to: "2026-03-02" })).toEqual(all);
    expect(await names({ from: "2026-03-03", to: "2026-03-02" })).toEqual([]);
  });

  test.each([
    "0000-01-01",
    "0001-01-01",
    "9999-12-31",
    "2026-02-30",
    "2026-13-01",
    "tomorrow",
    "2026-3-1",
    "\0",
  ])("takes %j for a day or for nothing, and never breaks", async (day) => {
    await expect(list({ from: day })).resolves.toBeInstanceOf(Array);
    await expect(list({ to: day })).resolves.toBeInstanceOf(Array);
  });

  test("is filtered by action and by whom it is about", async () => {
    const user = await makeUser(organization);
    unwrap(await suspendUsers(admin, { ids: [user.id] }));
    expect((await list({ subject: user.id })).map(({ action }) => action)).toEqual(["user.suspended"]);
    expect(await list({ subject: user.id, action: "user.removed" })).toEqual([]);
    expect((await list({ action: "user.suspended" })).map(({ subjectId }) => subjectId)).toEqual([user.id]);
    const total = (await list({})).length;
    expect(await list({ action: "made up", subject: "nobody", from: "x" })).toHaveLength(total);
  });

  test("is paged newest first, each event once", async () => {
    const place = await makeOrganization();
    const reader = await makeActor(place, "viewer");
    await withOrganization(place.id, async (tx) => {
      for (let index = 0; index < 120; index += 1) {
        const subject = { type: "user" as const, id: null, name: `Number ${index}` };
        await record(tx, place.id, { kind: "system", name: "Test" }, "user.updated", subject);
      }
    });
    const pages = [];
    let before: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof listAuditEvents>> = await listAuditEvents(
        reader,
        readAuditFilter({}),
        before,
      );
      pages.push(page.rows.map(({ subjectName }) => subjectName));
      before = page.older;
    } while (before);
    expect(pages.map((page) => page.length)).toEqual([50, 50, 21]);
    expect(pages.flat()).toEqual([
      ...Array.from({ length: 120 }, (_, index) => `Number ${119 - index}`),
      place.name,
    ]);
  });

  test("is for those alone who may see it", async () => {
    for (const role of ["user", "billing"] as const) {
      const actor = await makeActor(organization, role, "userManagementAdmin");
      await expect(list({}, null, actor)).rejects.toThrow("audit.read");
    }
  });

  test("of a manager's deed inside a managed organization is that organization's", async () => {
    const operator = await makeOrganization({ managing: true });
    const managed = await makeOrganization({ managedBy: operator.id });
    const manager = await makeUser(operator, { role: "admin", firstName: "Mona", lastName: "Manager" });
    const { id } = unwrap(await createUser(actorOf(manager, managed), inputFor(managed)));
    unwrap(await suspendUsers(actorOf(manager, managed), { ids: [id] }));
    const byManager = {
      organization_id: managed.id,
      actor_kind: "user",
      actor_organization_id: operator.id,
      actor_user_id: manager.id,
      actor_name: "Mona Manager",
    };
    expect(await eventsOf(id)).toMatchObject([byManager, byManager]);
    const owner = await makeActor(managed, "admin");
    expect((await list({ subject: id }, null, owner)).map((row) => row.fromAnotherOrganization)).toEqual([
      true,
      true,
    ]);
    expect(await list({ subject: id }, null, actorOf(manager, operator))).toEqual([]);
  });
});
