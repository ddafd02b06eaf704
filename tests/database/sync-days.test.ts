import { expect, test } from "vitest";
import { withOrganization } from "@/lib/db";
import type { User } from "@/lib/generated/prisma/client";
import { newId } from "@/lib/ids";
import { commitImport } from "@/lib/imports/commands/commit";
import { beginRun } from "@/lib/sync/begin";
import { allowLeavers, createConnection, mapGroup, saveChoice, startRun } from "@/lib/sync/commands";
import { USUAL_FIELDS } from "@/lib/sync/kinds";
import { advanceSync } from "@/lib/sync/run/advance";
import { updateUser } from "@/lib/users/commands";
import { runJobs } from "@/tests/support/api";
import { type Fault, GraphServer, type GraphUser } from "@/tests/support/graph-server";
import { adminQuery } from "@/tests/support/product-database";
import { inputOf, makeActor, makeGroup, makeOrganization, unwrap } from "@/tests/support/product-people";

const DAYS = 500;
const DAY_MS = 86_400_000;
const BEGINNING = Date.parse("2027-01-01T06:00:00Z");
const PEOPLE = 40;

/** Numbers that are the same in every run of the test (mulberry32). */
function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const next = numbersFrom(20_271_124);
const chance = (share: number) => next() < share;
const below = (count: number) => Math.floor(next() * count);

test("after 500 days of faults directory and source agree, and nobody was suspended who had not left", async () => {
  await adminQuery("DELETE FROM graphile_worker._private_jobs");
  const organization = await makeOrganization();
  const admin = await makeActor(organization, "admin");
  const graph = await new GraphServer().start();
  graph.pageMax = 25;
  const { domain } = organization;
  let made = 0;
  const phone = () => `+4420794${String(60_000 + below(9999))}`;
  const join = () => {
    made += 1;
    return graph.put({
      givenName: `Given${made}`,
      surname: `Sur${made}`,
      userPrincipalName: `person${made}@${domain}`,
      mail: `person${made}@mail.example`,
      mobilePhone: chance(0.5) ? phone() : null,
      companyName: chance(0.5) ? `Company ${below(9)}` : null,
    });
  };
  for (let count = 0; count < PEOPLE; count += 1) join();
  const ids = () => [...graph.users.keys()];
  const some = (): GraphUser => graph.users.get(ids()[below(ids().length)] ?? "") as GraphUser;
  const staff = graph.putGroup("Staff", ids());
  const auditors = graph.putGroup("Auditors", ids().slice(0, 4));
  const sales = graph.putGroup("Sales", ids().slice(4, 20));
  const groupId = await makeGroup(organization);

  const { id } = unwrap(await createConnection(admin, graph.settings()));
  const job = { organizationId: organization.id, connectionId: id };
  const choice = {
    who: "groups" as const,
    fields: USUAL_FIELDS.entra,
    notify: "none" as const,
    everyMinutes: 1440,
  };
  unwrap(await saveChoice(admin, id, choice));
  const map = (sourceId: string, name: string, more: object) =>
    mapGroup(admin, { connectionId: id, sourceId, name, inScope: false, role: null, groupId: null, ...more });
  unwrap(await map(staff.id, "Staff", { inScope: true }));
  unwrap(await map(auditors.id, "Auditors", { role: "viewer" }));
  unwrap(await map(sales.id, "Sales", { groupId }));

  const run = async () =>
    (
      await adminQuery<{ id: string; state: string; leaving: number; import_id: string; notes: string[] }>(
        `SELECT id::text, state, leaving, import_id::text, notes FROM sync_runs WHERE connection_id = $1
         ORDER BY begun_at DESC, id DESC LIMIT 1`,
        [id],
      )
    )[0];
  unwrap(await startRun(admin, id, false));
  await runJobs();
  const first = await run();
  const [found] = await adminQuery<{ plan_version: number }>(
    "SELECT plan_version FROM imports WHERE id = $1",
    [first?.import_id],
  );
  unwrap(
    await commitImport(admin, first?.import_id ?? "", {
      planVersion: found?.plan_version ?? 0,
      onError: "skip",
    }),
  );
  await runJobs();
  expect(await run()).toMatchObject({ state: "done" });

  const isIn = (user: GraphUser | undefined) => user?.accountEnabled === true && staff.members.has(user.id);
  const here = () =>
    adminQuery<Record<string, string | null> & { suspended: boolean; source: string; member: boolean }>(
      `SELECT p.source_id AS source, u.first_name, u.last_name, u.username, u.access_email, u.mobile_phone, u.company, u.role,
         u.suspended_at IS NOT NULL AS suspended, EXISTS (SELECT FROM group_members m WHERE m.organization_id = u.organization_id
           AND m.user_id = u.id AND m.group_id = $2) AS member
       FROM sync_people p JOIN users u ON u.organization_id = p.organization_id AND u.id = p.user_id WHERE p.connection_id = $1`,
      [id, groupId],
    );
  const seen = new Map<string, number>();
  const told = (kind: string) => seen.set(kind, (seen.get(kind) ?? 0) + 1);
  let killAt = -1;
  const FAULTS: (() => Fault)[] = [
    () => ({ kind: "throttled", seconds: 1 + below(60) }),
    () => ({ kind: "unavailable", status: ([500, 502, 503, 504] as const)[below(4)] ?? 503 }),
    () => ({ kind: "broken" }),
    () => ({ kind: "reset" }),
    () => ({ kind: "twice" }),
    () => ({ kind: "short" }),
    () => ({ kind: "tokenExpired" }),
    () => ({ kind: "notFound" }),
    () => ({ kind: chance(0.5) ? "gone" : "forgotten" }),
  ];
  let unintended = 0;
  let isCalm = false;
  let allowed = 0;
  let kills = 0;
  graph.fault = async () => {
    if (killAt === graph.requests.length) {
      // As another process would take the run of one that is dead: nothing more of this one is written.
      const taken = await adminQuery(
        "UPDATE sync_runs SET lease = $2, lease_until = now() WHERE connection_id = $1 AND lease IS NOT NULL RETURNING 1",
        [id, newId()],
      );
      kills += taken.length;
    }
    if (isCalm || !chance(0.1)) return null;
    const fault = FAULTS[below(FAULTS.length)]?.() ?? null;
    if (fault) told(fault.kind);
    return fault;
  };

  async function day(number: number, full = false): Promise<void> {
    const at = new Date(BEGINNING + number * DAY_MS);
    await withOrganization(organization.id, async (tx) => {
      const connection = await tx.syncConnection.findFirstOrThrow({ where: { id } });
      await beginRun(tx, connection, { by: null, at, full });
    });
    for (let turn = 0; turn < 60; turn += 1) {
      killAt = !isCalm && chance(0.08) ? graph.requests.length + 1 + below(3) : -1;
      const working = advanceSync(job, at);
      // A second process comes by while the first is at work, and now and then takes it over in the middle.
      if (chance(0.1)) await advanceSync(job, at);
      await working;
      const now = await run();
      if (now?.state === "done" || now?.state === "failed") break;
      if (now?.state === "importing") await runJobs();
      if (now?.state === "waiting") {
        // Somebody looks at the source, and allows what is true.
        const gone = (await here()).filter(
          ({ source, suspended }) => !suspended && !isIn(graph.users.get(source)),
        );
        if (gone.length !== now.leaving) break;
        allowed += 1;
        unwrap(await allowLeavers(admin, { connectionId: id, runId: now.id, count: now.leaving }));
      }
    }
    for (const { source, suspended } of await here())
      if (suspended && isIn(graph.users.get(source))) unintended += 1;
  }

  for (let number = 1; number <= DAYS; number += 1) {
    if (chance(0.16)) graph.join(staff, join().id);
    if (chance(0.15)) graph.put({ id: some().id, givenName: `Named${below(999)}` });
    if (chance(0.1)) graph.put({ id: some().id, mobilePhone: chance(0.5) ? phone() : null });
    if (chance(0.05)) graph.put({ id: some().id, userPrincipalName: `renamed${number}@${domain}` });
    if (chance(0.1)) graph.put({ id: some().id, accountEnabled: chance(0.6) });
    if (chance(0.12)) graph.remove(some().id);
    if (chance(0.06)) graph.leave(staff, some().id);
    if (chance(0.06)) graph.join(staff, some().id);
    if (chance(0.05)) graph.join(auditors, some().id);
    if (chance(0.05)) graph.leave(auditors, some().id);
    if (chance(0.05)) graph.join(sales, some().id);
    if (chance(0.05)) graph.leave(sales, some().id);
    if (chance(0.04)) graph.forgetDeltas();
    if (number % 120 === 50)
      for (const each of ids().slice(0, 20)) graph.put({ id: each, accountEnabled: false });
    if (number % 120 === 53)
      for (const each of ids().slice(0, 20)) graph.put({ id: each, accountEnabled: true });
    if (number % 130 === 60) for (let count = 0; count < 30; count += 1) graph.join(staff, join().id);
    if (number % 90 === 30) graph.withoutAttributes.add("companyName");
    if (number % 90 === 40) graph.withoutAttributes.delete("companyName");
    if (number % 90 === 60) graph.silentAttributes.add("mobilePhone");
    if (number % 90 === 70) graph.silentAttributes.delete("mobilePhone");
    if (number % 50 === 25) {
      const [user] = await adminQuery<{ id: string }>(
        "SELECT u.id::text FROM sync_people p JOIN users u ON u.id = p.user_id WHERE p.connection_id = $1 AND u.suspended_at IS NULL ORDER BY u.id LIMIT 1",
        [id],
      );
      const row = await withOrganization(organization.id, (tx) =>
        tx.user.findFirstOrThrow({ where: { id: user?.id ?? "" } }),
      );
      unwrap(await updateUser(admin, row.id, row.version, inputOf(row as User, { firstName: "By hand" })));
    }
    await day(number);
  }
  isCalm = true;
  graph.withoutAttributes.clear();
  graph.silentAttributes.clear();
  await day(DAYS + 1, true);
  await day(DAYS + 2, true);
  const people = await here();
  const bySource = new Map(people.map((each) => [each.source, each]));
  for (const user of graph.users.values()) {
    const mine = bySource.get(user.id);
    if (!isIn(user)) {
      expect(mine === undefined || mine.suspended).toBe(true);
      continue;
    }
    expect({ source: user.id, ...mine }).toMatchObject({
      suspended: false,
      first_name: user.givenName,
      last_name: user.surname,
      username: user.userPrincipalName,
      access_email: user.mail,
      mobile_phone: user.mobilePhone ?? null,
      company: user.companyName ?? null,
      role: auditors.members.has(user.id) ? "viewer" : "user",
      member: sales.members.has(user.id),
    });
  }
  for (const { source, suspended } of people) if (!graph.users.has(source)) expect(suspended).toBe(true);
  expect(kills).toBeGreaterThan(0);
  expect(allowed).toBeGreaterThan(0);
  expect(unintended).toBe(0);
  expect(seen.size).toBeGreaterThanOrEqual(9);
  await graph.stop();
}, 300_000);
