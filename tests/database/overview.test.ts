import { beforeAll, describe, expect, test } from "vitest";
import { listAuditEvents, readAuditFilter } from "@/lib/audit/queries";
import { record } from "@/lib/audit/record";
import { withOrganization } from "@/lib/db";
import { newId } from "@/lib/ids";
import { listImports } from "@/lib/imports/history-queries";
import { readLedgerFilter } from "@/lib/messages/ledger-filter";
import { listMessages } from "@/lib/messages/ledger-queries";
import { INVITATION_KINDS, INVITATION_STATES, sum, sumOfPeople } from "@/lib/overview/figures";
import { foldFigures, foldFiguresOf } from "@/lib/overview/fold";
import { figureOf } from "@/lib/overview/order";
import { readManagedOverview, readOverview } from "@/lib/overview/queries";
import type { Actor } from "@/lib/permissions/actor";
import { reactivateUsers, removeUsers, suspendUsers } from "@/lib/users/bulk-commands";
import { NO_FILTER } from "@/lib/users/filter";
import { countMatching } from "@/lib/users/queries";
import { STATUSES } from "@/lib/users/status";
import { commitRun, prepareRun, undoRun } from "@/tests/support/import-runs";
import { adminQuery } from "@/tests/support/product-database";
import {
  actorOf,
  makeActor,
  makeHome,
  makeOrganization,
  makeUser,
  setUser,
  type TestOrganization,
  unwrap,
} from "@/tests/support/product-people";

const DAY_MS = 86_400_000;
const past = new Date(Date.now() - DAY_MS);
const future = new Date(Date.now() + DAY_MS);
const later = new Date(Date.now() + 2 * DAY_MS);

const whenever = [null, past, future, later];
const combinations = [null, "blocked", "disabled"].flatMap((legacyStatus) =>
  [null, past].flatMap((suspendedAt) =>
    whenever.flatMap((lockedUntil) =>
      whenever.flatMap((accessEndsAt) =>
        [null, past].flatMap((activatedAt) =>
          whenever.map((credentialExpiresAt) => ({
            legacyStatus,
            suspendedAt,
            lockedUntil,
            accessEndsAt,
            activatedAt,
            credentialExpiresAt,
          })),
        ),
      ),
    ),
  ),
);

async function addEveryCombination({ id: organizationId, domain, domainId }: TestOrganization) {
  await withOrganization(organizationId, (tx) =>
    tx.user.createMany({
      data: combinations.map((facts, index) => ({
        ...facts,
        organizationId,
        domainId,
        id: newId(),
        firstName: "Una",
        lastName: `Upton ${index}`,
        username: `person${index}@${domain}`,
        accessEmail: `person${index}@mail.example`,
      })),
    }),
  );
}

/** Every figure of people equals what its list shows. */
async function expectPeopleAsListed(actor: Actor) {
  const { people } = await readOverview(actor);
  const listed = await Promise.all(
    STATUSES.map(async (status) => [status, await countMatching(actor, { ...NO_FILTER, status })] as const),
  );
  expect(people).toEqual(Object.fromEntries(listed));
  expect(sumOfPeople(people)).toBe(await countMatching(actor, NO_FILTER));
  return people;
}

describe("people by status", () => {
  test("are as many as the list shows, for every combination of facts, and after folding", async () => {
    const { organization, admin } = await makeHome();
    await addEveryCombination(organization);
    const before = await expectPeopleAsListed(admin);
    expect(Object.values(before).every((count) => count > 0)).toBe(true);
    await foldFiguresOf(organization.id);
    expect(await expectPeopleAsListed(admin)).toEqual(before);
    const [loose] = await adminQuery(
      `SELECT (SELECT count(*) FROM figure_changes WHERE organization_id = $1 AND NOT folded)
         + (SELECT count(*) FROM event_days WHERE organization_id = $1 AND NOT folded)::int AS count`,
      [organization.id],
    );
    expect(Number(loose?.count)).toBe(0);
  });

  test("change by time alone, before and after folding", async () => {
    const { organization, admin } = await makeHome();
    await addEveryCombination(organization);
    await foldFiguresOf(organization.id);
    const people = await expectPeopleAsListed(admin);
    // What lies ahead is brought to what is behind, as a day that goes by would.
    await adminQuery("ALTER TABLE users DISABLE TRIGGER USER");
    await adminQuery(
      `UPDATE users SET locked_until = locked_until - interval '36 hours', access_ends_at = access_ends_at - interval '36 hours',
         credential_expires_at = credential_expires_at - interval '36 hours' WHERE organization_id = $1`,
      [organization.id],
    );
    await adminQuery("ALTER TABLE users ENABLE TRIGGER USER");
    await adminQuery(
      "UPDATE figure_changes SET moment = moment - interval '36 hours' WHERE organization_id = $1 AND figure LIKE 'people.%'",
      [organization.id],
    );
    const aged = await expectPeopleAsListed(admin);
    expect(aged).not.toEqual(people);
    await foldFiguresOf(organization.id);
    expect(await expectPeopleAsListed(admin)).toEqual(aged);
  });

  test("follow what becomes of them, in the same transaction", async () => {
    const { organization, admin } = await makeHome();
    const users = [];
    for (let count = 0; count < 5; count += 1) users.push(await makeUser(organization));
    const ids = users.map(({ id }) => id);
    await expectPeopleAsListed(admin);
    unwrap(await suspendUsers(admin, { ids: ids.slice(0, 3) }));
    expect((await expectPeopleAsListed(admin)).suspended).toBe(3);
    unwrap(await reactivateUsers(admin, { ids: ids.slice(0, 1) }));
    unwrap(await removeUsers(admin, { ids: ids.slice(1, 2) }));
    if (users[4]) await setUser(users[4], { lockedUntil: future });
    expect(await expectPeopleAsListed(admin)).toMatchObject({ suspended: 1, locked: 1 });
    await adminQuery("DELETE FROM users WHERE id = $1", [ids[3]]);
    await expectPeopleAsListed(admin);
  });

  test("are exact after an import and its undo, whose rows are few", async () => {
    const { organization, admin } = await makeHome();
    const lines = Array.from({ length: 300 }, (_, index) => `Ida,Ito ${index},ida${index}@mail.example`);
    const run = await prepareRun(admin, ["First,Last,Email", ...lines].join("\n"), {
      matching: ["firstName", "lastName", "accessEmail"],
    });
    await commitRun(admin, run);
    expect((await expectPeopleAsListed(admin)).pending).toBe(300);
    const [rows] = await adminQuery(
      "SELECT count(*)::int AS count FROM figure_changes WHERE organization_id = $1 AND figure LIKE 'people.%'",
      [organization.id],
    );
    expect(rows?.count).toBeLessThan(20);
    await undoRun(admin, run.id);
    expect((await expectPeopleAsListed(admin)).pending).toBe(0);
    const { imports, daily } = await readOverview(admin);
    expect(imports).toEqual({ all: 1, waiting: 0 });
    expect((await listImports(admin)).imports).toHaveLength(1);
    expect(sum(daily?.["import.committed"] ?? [])).toBe(1);
  });

  test("are not lost or doubled where several fold at once and others write", async () => {
    const { organization, admin } = await makeHome();
    await Promise.all([
      ...Array.from({ length: 12 }, () => makeUser(organization)),
      ...Array.from({ length: 6 }, () => foldFiguresOf(organization.id)),
    ]);
    await Promise.all(Array.from({ length: 4 }, () => foldFigures(1)));
    expect((await expectPeopleAsListed(admin)).active).toBe(13);
  });
});

test("what happened in a day is as much as the audit log lists of it", async () => {
  const { organization, admin } = await makeHome();
  const subject = { type: "user" as const, id: null, name: "Una Upton" };
  for (let count = 0; count < 3; count += 1) {
    await withOrganization(organization.id, (tx) =>
      record(tx, organization.id, { kind: "system", name: "Rollcall" }, "user.activated", subject),
    );
  }
  await adminQuery(
    `INSERT INTO audit_events (organization_id, id, occurred_at, action, actor_kind, actor_name, subject_type, subject_name)
     SELECT $1, uuid7(), now() - interval '3 days', 'session.started', 'system', 'Rollcall', 'user', 'Una' FROM generate_series(1, 4)`,
    [organization.id],
  );
  await foldFiguresOf(organization.id);
  const { days, daily } = await readOverview(admin);
  expect(sum(daily?.["user.activated"] ?? [])).toBe(3);
  for (const action of ["user.activated", "session.started"] as const) {
    for (const [index, day] of days.entries()) {
      const address = readAuditFilter({ action, from: day, to: day });
      const { rows } = await listAuditEvents(admin, address, null);
      expect(daily?.[action][index], `${action} on ${day}`).toBe(rows.length);
    }
  }
});

test("invitations that wait or failed are as many as the list of messages shows", async () => {
  const { organization, admin } = await makeHome();
  const { id: userId } = await makeUser(organization);
  const base = { organizationId: organization.id, userId, method: "email", address: "una@mail.example" };
  const kinds = [...INVITATION_KINDS, "reset"];
  const states = [...INVITATION_STATES, "sent", "cancelled"];
  await withOrganization(organization.id, (tx) =>
    tx.message.createMany({
      data: kinds.flatMap((kind) =>
        states.flatMap((state, place) =>
          Array.from({ length: place + 1 }, () => ({ ...base, id: newId(), kind, state })),
        ),
      ),
    }),
  );
  const expectAsListed = async () => {
    const { invitations } = await readOverview(admin);
    for (const kind of INVITATION_KINDS) {
      for (const state of INVITATION_STATES) {
        const { rows } = await listMessages(admin, readLedgerFilter({ kind, state }), null);
        expect(invitations?.[kind][state], `${kind} ${state}`).toBe(rows.length);
      }
    }
  };
  await expectAsListed();
  await withOrganization(organization.id, (tx) =>
    tx.message.updateMany({
      where: { organizationId: organization.id, state: "queued" },
      data: { state: "failed" },
    }),
  );
  await foldFiguresOf(organization.id);
  await expectAsListed();
  await adminQuery("DELETE FROM messages WHERE organization_id = $1 AND state = 'bounced'", [
    organization.id,
  ]);
  await expectAsListed();
});

describe("who sees what:", () => {
  let organization: TestOrganization;
  beforeAll(async () => {
    organization = await makeOrganization();
  });

  test("a viewer sees everything, a User Management Viewer people and imports", async () => {
    const all = await readOverview(await makeActor(organization, "viewer"));
    expect(Object.values(all).includes(null)).toBe(false);
    const some = await readOverview(await makeActor(organization, "user", "userManagementViewer"));
    expect(some).toMatchObject({ daily: null, invitations: null, imports: { all: 0 } });
  });

  test("nobody else sees any", async () => {
    for (const role of ["billing", "user"] as const) {
      await expect(readOverview(await makeActor(organization, role))).rejects.toThrow();
    }
  });
});

describe("of all that an organization manages", () => {
  test("each figure is the sum of theirs, and of nobody else's", async () => {
    const operator = await makeOrganization({ managing: true });
    const [first, second] = [
      await makeOrganization({ managedBy: operator.id }),
      await makeOrganization({ managedBy: operator.id }),
    ];
    const stranger = await makeOrganization();
    await makeUser(stranger);
    await addEveryCombination(first);
    await makeUser(second);
    await foldFigures(1);
    const user = await makeUser(operator, { role: "admin" });
    const admin = actorOf(user, operator);
    await withOrganization(second.id, (tx) =>
      record(tx, second.id, { kind: "system", name: "Rollcall" }, "session.started", {
        type: "session",
        id: null,
        name: "Una",
      }),
    );
    const overview = await readManagedOverview(admin);
    expect([...overview.byOrganization.keys()].toSorted()).toEqual(
      [operator.id, first.id, second.id].toSorted(),
    );
    const own = await Promise.all(
      [operator, first, second].map(async (each) => (await readOverview(actorOf(user, each))).people),
    );
    for (const status of STATUSES) {
      expect(overview.people[status]).toBe(sum(own.map((people) => people[status])));
    }
    expect(figureOf(overview.byOrganization.get(first.id), "people")).toBe(combinations.length);
    expect(figureOf(overview.byOrganization.get(second.id), "signIns")).toBe(1);
    expect(sum(overview.daily["session.started"])).toBe(1);
    const elsewhere = await makeActor(first, "admin");
    await expect(readManagedOverview(elsewhere)).rejects.toThrow();
  });
});
