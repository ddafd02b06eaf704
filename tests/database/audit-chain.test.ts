import { randomUUID } from "node:crypto";
import pg from "pg";
import { beforeEach, describe, expect, test } from "vitest";
import { sealAudit, sealAuditOf } from "@/lib/audit/chain/job";
import { sealKeys } from "@/lib/audit/chain/keys";
import { checkAuditLog } from "@/lib/audit/chain/queries";
import { endSealOf, NO_SEAL, sealOf } from "@/lib/audit/chain/seal";
import { listAuditEvents, readAuditFilter } from "@/lib/audit/queries";
import { record } from "@/lib/audit/record";
import { withOrganization } from "@/lib/db";
import type { Actor } from "@/lib/permissions/actor";
import { verifyLogs } from "@/lib/setup/audit-log";
import { continueAudit } from "@/scripts/migrate/audit";
import { adminQuery, asApplication, ownerClient, urls } from "@/tests/support/product-database";
import { makeActor, makeHome, type TestOrganization, unwrap } from "@/tests/support/product-people";

let organization: TestOrganization;
let admin: Actor;
beforeEach(async () => {
  ({ organization, admin } = await makeHome());
  for (const name of ["Ada", "Bob", "Cyd", "Dan", "Eve", "Fay", "Gus"]) await write(name);
});

const write = (name: string) =>
  withOrganization(organization.id, (tx) =>
    record(tx, organization.id, { kind: "system", name: "Rollcall" }, "user.updated", {
      type: "user",
      id: null,
      name,
    }),
  );

const check = () => checkAuditLog(admin, { whole: true });
const faultOf = async () => (await check()).fault;
const eventId = async (name: string) => {
  const [row] = await adminQuery<{ id: string }>(
    "SELECT id FROM audit_events WHERE organization_id = $1 AND subject_name = $2",
    [organization.id, name],
  );
  return row?.id ?? "";
};

/**
 * Seals all there is, three at a time. Other tests write to the same server, and what their transactions have begun before
 * holds the horizon back until they end.
 */
async function sealAll(batch = 3): Promise<number> {
  let sealed = 0;
  await expect
    .poll(
      async () => {
        sealed += await sealAuditOf(organization.id, batch);
        return (await check()).waiting;
      },
      { timeout: 60_000 },
    )
    .toBe(0);
  return sealed;
}

describe("a log that nobody touched", () => {
  test("is unbroken, and says what is not sealed yet", async () => {
    expect(await check()).toMatchObject({ fault: null, sealed: 0, unbrokenTo: null });
    const events = (await listAuditEvents(admin, readAuditFilter({}), null)).rows.length;
    expect(await sealAll()).toBe(events);
    expect(await check()).toMatchObject({ fault: null, checked: events, sealed: events, waiting: 0 });
    await write("Hal");
    expect(await check()).toMatchObject({ fault: null, checked: events, waiting: 1 });
    expect(await sealAll()).toBe(1);
    expect(await sealAll()).toBe(0);
    const state = await check();
    expect(state).toMatchObject({ fault: null, checked: events + 1, waiting: 0 });
    expect(state.unbrokenTo).toBeInstanceOf(Date);
  });

  test("is checked from the newest seals on, where it is long", async () => {
    await sealAll();
    const newest = await checkAuditLog(admin, { whole: false });
    expect(newest.checked).toBe(newest.sealed);
  });

  test("is sealed once by workers that do it at the same time", async () => {
    const counts = await Promise.all(Array.from({ length: 4 }, () => sealAll(2)));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe((await check()).sealed);
    expect(await faultOf()).toBeNull();
  });

  test("misses no event of a transaction that ends after a later one", async () => {
    await sealAll();
    const slow = new pg.Client({ connectionString: urls.app });
    await slow.connect();
    await slow.query("BEGIN");
    await slow.query("SELECT set_config('app.organization_id', $1, true)", [organization.id]);
    const insert = `INSERT INTO audit_events (organization_id, id, action, actor_kind, actor_name, subject_type, subject_name)
      VALUES ($1, $2, 'user.updated', 'system', 'Slow', 'user', 'Slow')`;
    await slow.query(insert, [organization.id, randomUUID()]);
    await write("Fast");
    expect(await sealAuditOf(organization.id)).toBe(0);
    await slow.query("COMMIT");
    await slow.end();
    expect(await sealAll()).toBe(2);
    expect(await check()).toMatchObject({ fault: null, waiting: 0 });
  });

  test("goes on where the database has moved to a server that counts transactions anew", async () => {
    await sealAll();
    const client = new pg.Client({ connectionString: urls.owner });
    await client.connect();
    const counting = () =>
      client.query<{ body: string }>("SELECT prosrc AS body FROM pg_proc WHERE proname = 'audit_horizon'");
    const before = (await counting()).rows;
    await continueAudit(client);
    expect((await counting()).rows).toEqual(before);
    // As if all of it had been written and sealed where there were more transactions.
    const far = 1_000_000_000_000;
    await adminQuery(
      `INSERT INTO audit_events (organization_id, id, action, actor_kind, actor_name, subject_type, subject_name, transaction)
       VALUES ($1, uuid7(), 'user.updated', 'system', 'Rollcall', 'user', 'Far', $2)`,
      [organization.id, far],
    );
    await write("Ivy");
    expect((await check()).waiting).toBe(2);
    await continueAudit(client);
    await client.end();
    await write("Jan");
    expect(await sealAll()).toBe(3);
    expect(await check()).toMatchObject({ fault: null, waiting: 0 });
    const [jan] = await adminQuery<{ transaction: string }>(
      "SELECT transaction FROM audit_events WHERE id = $1",
      [await eventId("Jan")],
    );
    expect(Number(jan?.transaction)).toBeGreaterThan(far);
  });

  test("is found by the job, of every organization, and of an import in several seals", async () => {
    await adminQuery(
      `INSERT INTO audit_events (organization_id, id, action, actor_kind, actor_name, subject_type, subject_name)
       SELECT $1, uuid7(), 'user.created', 'system', 'Import', 'user', n::text FROM generate_series(1, 4500) n`,
      [organization.id],
    );
    await expect
      .poll(async () => sealAudit().then(check), { timeout: 60_000 })
      .toMatchObject({ fault: null, waiting: 0 });
    const state = await check();
    expect(state.checked).toBeGreaterThan(4500);
    const seals = await adminQuery("SELECT events FROM audit_seals WHERE organization_id = $1", [
      organization.id,
    ]);
    expect(seals.length).toBeGreaterThanOrEqual(3);
  });
});

describe("the owner of the database", () => {
  beforeEach(async () => {
    await sealAll();
    expect(await faultOf()).toBeNull();
  });

  test.each([
    ["who", "actor_name = 'Nobody'"],
    ["what", "action = 'user.removed'"],
    ["when", "occurred_at = occurred_at - interval '1 minute'"],
    ["from where", "ip = '192.0.2.99'"],
    ["the change", `changes = '{"after": {"role": "admin"}}'`],
  ])("changes %s of one event: it shows", async (_, change) => {
    await adminQuery(`UPDATE audit_events SET ${change} WHERE id = $1`, [await eventId("Cyd")]);
    expect(await faultOf()).toMatchObject({ kind: "changed", id: await eventId("Cyd"), count: 1 });
  });

  test("takes one away: it shows, and what came before it is told to be unbroken", async () => {
    const id = await eventId("Dan");
    await adminQuery("DELETE FROM audit_events WHERE id = $1", [id]);
    const state = await check();
    expect(state.fault).toMatchObject({ kind: "missing", id, count: 1 });
    expect(state.unbrokenTo).toBeInstanceOf(Date);
  });

  test("puts one in between: it shows", async () => {
    const id = randomUUID();
    await adminQuery(
      `INSERT INTO audit_events (organization_id, id, action, actor_kind, actor_name, subject_type, subject_name, transaction)
       SELECT organization_id, $2, 'user.removed', 'user', 'Una', 'user', 'Bob', transaction FROM audit_events WHERE id = $1`,
      [await eventId("Eve"), id],
    );
    expect(await faultOf()).toMatchObject({ kind: "added", id, count: 1 });
  });

  test("puts one in behind the last seal, for a transaction that it covers: it shows", async () => {
    const id = "ffffffff-0000-4000-8000-000000000000";
    await adminQuery(
      `INSERT INTO audit_events (organization_id, id, action, actor_kind, actor_name, subject_type, subject_name, transaction)
       SELECT $1, $2, 'user.removed', 'user', 'Una', 'user', 'Bob', max(through_transaction) FROM audit_seals
       WHERE organization_id = $1`,
      [organization.id, id],
    );
    expect(await faultOf()).toMatchObject({ kind: "added", id });
  });

  test("cuts the last events off: it shows", async () => {
    await adminQuery("DELETE FROM audit_events WHERE id IN ($1, $2)", [
      await eventId("Fay"),
      await eventId("Gus"),
    ]);
    expect(await faultOf()).toMatchObject({ kind: "missing" });
  });

  test("cuts the last batch off with its seal: it shows", async () => {
    await adminQuery(
      `WITH last AS (DELETE FROM audit_seals WHERE organization_id = $1
         AND number = (SELECT max(number) FROM audit_seals WHERE organization_id = $1) RETURNING events)
       DELETE FROM audit_events WHERE id IN (SELECT id FROM audit_events WHERE organization_id = $1
         ORDER BY transaction DESC, id DESC LIMIT (SELECT events FROM last))`,
      [organization.id],
    );
    expect(await faultOf()).toEqual({ kind: "end" });
    await adminQuery("DELETE FROM audit_chain_ends WHERE organization_id = $1", [organization.id]);
    expect(await faultOf()).toEqual({ kind: "end" });
  });

  test("takes a seal out of the middle: it shows", async () => {
    await adminQuery("DELETE FROM audit_seals WHERE organization_id = $1 AND number = 2", [organization.id]);
    expect(await faultOf()).toEqual({ kind: "gap", number: 2 });
  });

  test("seals all anew with another key: it shows, under its own name or under ours", async () => {
    const [ours] = sealKeys();
    for (const [keyId, kind] of [
      ["0123456789abcdef", "key"],
      [ours.id, "seal"],
    ] as const) {
      const forged = { id: keyId, key: new Uint8Array(32).fill(9) };
      let previous: Uint8Array = NO_SEAL;
      const seals = await adminQuery<SealRow>(
        "SELECT * FROM audit_seals WHERE organization_id = $1 ORDER BY number",
        [organization.id],
      );
      for (const row of seals) {
        const through = { transaction: BigInt(row.through_transaction), id: row.through_id };
        const said = { ...row, through, keyId, sealedAt: row.sealed_at };
        previous = sealOf(forged, organization.id, previous, said);
        await adminQuery(
          "UPDATE audit_seals SET seal = $3, key_id = $4 WHERE organization_id = $1 AND number = $2",
          [organization.id, row.number, Buffer.from(previous), keyId],
        );
      }
      const end = { number: seals.length, events: 1n, keyId };
      await adminQuery(
        "UPDATE audit_chain_ends SET seal = $2, key_id = $3, events = 1 WHERE organization_id = $1",
        [organization.id, Buffer.from(endSealOf(forged, organization.id, end, previous)), keyId],
      );
      expect(await faultOf()).toEqual({ kind, number: 1 });
    }
  });

  test("puts another organization's chain there: it shows", async () => {
    const other = await makeHome();
    await expect.poll(() => sealAuditOf(other.organization.id), { timeout: 60_000 }).toBeGreaterThan(0);
    await adminQuery("DELETE FROM audit_seals WHERE organization_id = $1", [organization.id]);
    await adminQuery("UPDATE audit_seals SET organization_id = $1 WHERE organization_id = $2", [
      organization.id,
      other.organization.id,
    ]);
    expect(await faultOf()).toMatchObject({ kind: "seal" });
  });

  test("is told so at the command line, too", async () => {
    const transaction = <T>(work: Parameters<Parameters<typeof verifyLogs>[0]>[0]) =>
      ownerClient().$transaction(work) as Promise<T>;
    const verify = async (slug: string | null) => unwrap(await verifyLogs(transaction as never, slug));
    const whole = await verify(organization.slug);
    expect(whole).toMatchObject({ isUnbroken: true });
    expect(whole.lines.join()).toContain("unbroken up to");
    await adminQuery("DELETE FROM audit_events WHERE id = $1", [await eventId("Bob")]);
    const broken = await verify(organization.slug);
    expect(broken.isUnbroken).toBe(false);
    expect(broken.lines.join()).toContain("taken away");
    expect((await verify(null)).lines.join("\n")).toContain(`${organization.slug}: BROKEN`);
    expect((await verifyLogs(transaction as never, "no-such")).ok).toBe(false);
  });
});

type SealRow = {
  number: number;
  through_transaction: string;
  through_id: string;
  events: number;
  marks: Buffer;
  sealed_at: Date;
};

describe("the application", () => {
  test.each([
    "UPDATE audit_seals SET events = 0",
    "DELETE FROM audit_seals",
    "DELETE FROM audit_chain_ends",
    `INSERT INTO audit_events (organization_id, id, action, actor_kind, actor_name, subject_type, subject_name, transaction)
     VALUES (current_organization(), uuid7(), 'user.updated', 'system', 'x', 'user', 'x', 1)`,
  ])("may not %s", async (statement) => {
    const refused = asApplication(organization.id, (client) => client.query(statement));
    await expect(refused).rejects.toMatchObject({ code: "42501" });
  });

  test("shows the chain to whoever may read the log, and to nobody else", async () => {
    expect((await checkAuditLog(await makeActor(organization, "viewer"), { whole: true })).fault).toBeNull();
    await expect(checkAuditLog(await makeActor(organization, "billing"), { whole: true })).rejects.toThrow();
  });
});
