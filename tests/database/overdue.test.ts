import { beforeEach, describe, expect, test } from "vitest";
import { command } from "@/lib/command";
import { readRows, type Transaction, withOrganization } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import type { Actor } from "@/lib/permissions/actor";
import { ok } from "@/lib/result";
import { changeRoles } from "@/lib/users/bulk-commands";
import { NO_FILTER } from "@/lib/users/filter";
import { changeMany } from "@/lib/users/many/commands";
import { AT_ONCE_MAX } from "@/lib/users/many/waiting";
import { addMany } from "@/tests/support/many-people";
import { adminQuery, asApplication } from "@/tests/support/product-database";
import { codeOf, makeHome, makeUser, type TestOrganization, unwrap } from "@/tests/support/product-people";
import { waitingLocks } from "@/tests/support/waiting";

// A process has few connections, which all tenants share: whatever waits or takes long gives its one back.

let organization: TestOrganization;
let admin: Actor;
let id: string;
beforeEach(async () => {
  ({ organization, admin } = await makeHome());
  ({ id } = await makeUser(organization));
});

const lockAdmins = "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))";
const admins = () => [`admins:${organization.id}`];
const lockPerson = "SELECT 1 FROM users WHERE id = $1 FOR UPDATE";

describe("a command", () => {
  const touch = (run: (tx: Transaction) => Promise<unknown>, options = {}) =>
    command(admin, "users.update", async (tx) => ok(await run(tx)), options);
  const rename = (tx: Transaction) =>
    tx.user.update({
      where: { organizationId_id: { organizationId: organization.id, id } },
      data: { company: "Other" },
    });
  const suspend = (tx: Transaction) =>
    tx.$executeRaw`UPDATE users SET suspended_at = now() WHERE id = ${id}::uuid`;

  test.each([rename, suspend])("that waits for a person whom somebody else has says so: %o", async (run) => {
    const answer = await asApplication(organization.id, async (client) => {
      await client.query(lockPerson, [id]);
      return touch(run, { lockMs: 200 });
    });
    expect(answer).toMatchObject({
      error: { code: "busy", message: expect.stringMatching(/keeps this waiting/) },
    });
    expect(unwrap(await touch(run))).toBeDefined();
  });

  test("whose statement takes too long is ended by the database too", async () => {
    const answer = await touch((tx) => tx.$queryRaw`SELECT pg_sleep(30)::text`, { timeoutMs: 300 });
    expect(codeOf(answer)).toBe("busy");
    const goesOn = () =>
      adminQuery(
        "SELECT 1 FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%pg_sleep(30)%' AND pid <> pg_backend_pid()",
      );
    await expect.poll(goesOn).toEqual([]);
  });
});

test("long and short transactions, and pages, have limits that suit them", async () => {
  const shown = Prisma.sql`
    SELECT current_setting('statement_timeout') AS statement, current_setting('lock_timeout') AS lock`;
  const within = (options?: { timeoutMs?: number; lockMs?: number }) =>
    withOrganization(organization.id, (tx) => tx.$queryRaw(shown), options);
  expect(await within()).toEqual([{ statement: "15s", lock: "10s" }]);
  expect(await within({ timeoutMs: 120_000 })).toEqual([{ statement: "2min", lock: "30s" }]);
  const long = { timeoutMs: 1_200_000, lockMs: 1_200_000 };
  expect(await within(long)).toEqual([{ statement: "20min", lock: "20min" }]);
  expect(await readRows(organization.id, shown)).toEqual([{ statement: "1min", lock: "10s" }]);
});

test("of many long commands of one organization few wait with a connection, and others go on", async () => {
  const other = await makeHome();
  const asked = await asApplication(organization.id, async (client) => {
    await client.query(lockAdmins, admins());
    const all = Array.from({ length: 14 }, () => changeRoles(admin, { ids: [id] }, "viewer"));
    const waiting = waitingLocks;
    await expect.poll(waiting, { timeout: 30_000 }).toHaveLength(2);
    const { id: theirs } = await makeUser(other.organization);
    expect(unwrap(await changeRoles(other.admin, { ids: [theirs] }, "viewer")).changed).toBe(1);
    expect(await waiting()).toHaveLength(2);
    return all;
  });
  const changed = (await Promise.all(asked)).map((each) => unwrap(each).changed);
  expect(changed.filter((count) => count === 1)).toHaveLength(1);
});

test("of very many short commands four run, a thousand wait, and one more is turned away at once", async () => {
  const other = await makeHome();
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  let running = 0;
  const run = (actor: Actor, work: () => Promise<void>) =>
    command(actor, "users.update", async () => {
      running += 1;
      await work();
      return ok(null);
    });
  const held = () => run(admin, () => opened);
  const four = Array.from({ length: 4 }, held);
  await expect.poll(() => running).toBe(4);
  const waiting = Array.from({ length: 1000 }, held);
  expect(await held()).toMatchObject({
    error: { code: "busy", message: expect.stringMatching(/^Too much/) },
  });
  expect(running).toBe(4);
  expect(codeOf(await run(other.admin, async () => {}))).toBe("ok");
  open();
  const answers = await Promise.all([...four, ...waiting]);
  expect(new Set(answers.map(codeOf))).toEqual(new Set(["ok"]));
  expect(running).toBe(1005);
});

test("a wrong number of very many is refused before anybody is touched", async () => {
  const [someone] = await addMany(organization, AT_ONCE_MAX + 1);
  const answer = await asApplication(organization.id, async (client) => {
    await client.query(lockPerson, [someone]);
    return changeMany(admin, { filter: { ...NO_FILTER, search: "mona" } }, { kind: "suspend" }, 1);
  });
  expect(codeOf(answer)).toBe("conflict");
});
