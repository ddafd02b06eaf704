import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { withOrganization } from "@/lib/db";
import { commitImport } from "@/lib/imports/commands/commit";
import type { Actor } from "@/lib/permissions/actor";
import {
  allowLeavers,
  changeConnection,
  createConnection,
  findGroups,
  mapGroup,
  pauseConnection,
  removeConnection,
  resumeConnection,
  saveChoice,
  startRun,
  testConnection,
} from "@/lib/sync/commands";
import { startDueSyncsOf } from "@/lib/sync/due";
import { USUAL_FIELDS } from "@/lib/sync/kinds";
import { findConnection, findLeaving } from "@/lib/sync/queries";
import { advanceSync } from "@/lib/sync/run/advance";
import { suspendUsers } from "@/lib/users/bulk-commands";
import { updateUser } from "@/lib/users/commands";
import { runJobs } from "@/tests/support/api";
import { GraphServer } from "@/tests/support/graph-server";
import { adminQuery } from "@/tests/support/product-database";
import {
  codeOf,
  eventsOf,
  inputOf,
  makeActor,
  makeGroup,
  makeOrganization,
  type TestOrganization,
  unwrap,
} from "@/tests/support/product-people";

let organization: TestOrganization;
let admin: Actor;
let graph: GraphServer;
beforeAll(async () => {
  await adminQuery("DELETE FROM graphile_worker._private_jobs");
});
beforeEach(async () => {
  organization = await makeOrganization();
  admin = await makeActor(organization, "admin");
  graph = await new GraphServer().start();
  return () => graph.stop();
});

const person = (name: string, more: object = {}) => ({
  givenName: name,
  surname: "Stone",
  displayName: `${name} Stone`,
  userPrincipalName: `${name.toLowerCase()}@${organization.domain}`,
  mail: `${name.toLowerCase()}@mail.example`,
  ...more,
});

const runs = (connectionId: string) =>
  adminQuery<{
    state: string;
    counts: Record<string, number>;
    notes: string[];
    leaving: number;
    import_id: string | null;
    id: string;
  }>(
    "SELECT id::text, state, counts, notes, leaving, import_id::text FROM sync_runs WHERE connection_id = $1 ORDER BY begun_at DESC, id DESC",
    [connectionId],
  );

const people = () =>
  adminQuery<{
    username: string;
    first_name: string;
    suspended: boolean;
    role: string;
    mobile_phone: string | null;
  }>(
    `SELECT username, first_name, suspended_at IS NOT NULL AS suspended, role, mobile_phone FROM users
     WHERE organization_id = $1 AND removed_at IS NULL ORDER BY username`,
    [organization.id],
  );

async function firstImport(made?: string): Promise<string> {
  const id = made ?? unwrap(await createConnection(admin, graph.settings())).id;
  unwrap(await startRun(admin, id, false));
  await runJobs();
  const [run] = await runs(id);
  expect(run).toMatchObject({ state: "review" });
  const [found] = await adminQuery<{ plan_version: number; state: string }>(
    "SELECT plan_version, state FROM imports WHERE id = $1",
    [run?.import_id],
  );
  expect(found?.state).toBe("review");
  unwrap(
    await commitImport(admin, run?.import_id ?? "", {
      planVersion: found?.plan_version ?? 0,
      onError: "skip",
    }),
  );
  await runJobs();
  expect((await runs(id))[0]).toMatchObject({ state: "done" });
  return id;
}

test("connect, test, preview and first import", async () => {
  for (const name of ["Ada", "Bob", "Cy"]) graph.put(person(name));
  graph.put(person("Guest", { userType: "Guest" }));
  graph.put(person("Away", { accountEnabled: false }));
  const { id } = unwrap(await createConnection(admin, graph.settings()));
  expect(unwrap(await testConnection(admin, id))).toEqual({ people: 5 });
  unwrap(await startRun(admin, id, false));
  await runJobs();
  const [run] = await runs(id);
  expect(run).toMatchObject({ state: "review", counts: { read: 5 } });
  const rows = await adminQuery("SELECT fate, issues FROM import_rows WHERE import_id = $1 ORDER BY line", [
    run?.import_id,
  ]);
  expect(rows).toEqual(Array(3).fill({ fate: "create", issues: [] }));
});

async function sync(id: string, full = false) {
  unwrap(await startRun(admin, id, full));
  await runJobs();
  const [run] = await runs(id);
  if (!run) throw new Error("There is no run.");
  return run;
}

const suspended = async () =>
  (await people()).filter((each) => each.suspended).map(({ username }) => username.split("@")[0]);

const only = async (local: string) =>
  (await people()).find(({ username }) => username.startsWith(`${local}@`));

test("what changes there changes here, in the name of the connection", async () => {
  const ada = graph.put(person("Ada"));
  const bob = graph.put(person("Bob", { mobilePhone: "+442079460001" }));
  const cy = graph.put(person("Cy"));
  const id = await firstImport();
  graph.put({ id: ada.id, givenName: "Adah" });
  graph.put({ id: bob.id, mobilePhone: null });
  graph.put({ id: cy.id, userPrincipalName: `cyrus@${organization.domain}` });
  graph.put(person("Dee"));
  expect(await sync(id)).toMatchObject({ state: "done", counts: { read: 4, created: 1, updated: 3 } });
  expect(await only("ada")).toMatchObject({ first_name: "Adah" });
  expect(await only("bob")).toMatchObject({ mobile_phone: null });
  expect(await only("cyrus")).toMatchObject({ first_name: "Cy" });
  expect(await only("cy")).toBeUndefined();
  const [row] = await adminQuery<{ id: string }>(
    "SELECT id::text FROM users WHERE organization_id = $1 AND username LIKE 'dee@%'",
    [organization.id],
  );
  const [event] = await eventsOf(row?.id ?? "");
  expect(event).toMatchObject({
    action: "user.created",
    actor_name: `${admin.name} by the connection “Contoso”`,
  });
  expect(await sync(id)).toMatchObject({ state: "done", counts: { read: 0 } });
});

test("many changes at once are an import of their own", async () => {
  for (let count = 0; count < 40; count += 1) graph.put(person(`Given${count}`));
  const id = await firstImport();
  for (const { id: each } of graph.users.values()) graph.put({ id: each, companyName: "Stone" });
  for (let count = 0; count < 5; count += 1) graph.put(person(`New${count}`));
  const run = await sync(id);
  expect(run).toMatchObject({ state: "done", counts: { created: 5, updated: 40 } });
  const [found] = await adminQuery("SELECT state FROM imports WHERE id = $1", [run.import_id]);
  expect(found).toEqual({ state: "done" });
  expect(await sync(id, true)).toMatchObject({ state: "done", import_id: null });
});

test("a secret can be a certificate's key", async () => {
  const dir = mkdtempSync(join(tmpdir(), "rollcall-certificate-"));
  const files = ["-keyout", join(dir, "key.pem"), "-out", join(dir, "certificate.pem")];
  spawnSync("openssl", ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=Rollcall", ...files]);
  const [key, certificate] = ["key.pem", "certificate.pem"].map((name) =>
    readFileSync(join(dir, name), "utf8"),
  );
  rmSync(dir, { recursive: true });
  graph.certificate = certificate ?? "";
  const given = { ...graph.settings(), proof: "certificate" as const };
  const { id } = unwrap(await createConnection(admin, { ...given, secret: `${certificate}${key}` }));
  expect(unwrap(await testConnection(admin, id))).toEqual({ people: 0 });
  const half = await createConnection(admin, { ...given, name: "Half", secret: certificate ?? "" });
  expect(half).toMatchObject({ error: { issues: [{ path: "secret" }] } });
});

describe("who leaves", () => {
  test("is suspended, and let in again when back; whom somebody here suspended stays out", async () => {
    const all = Array.from({ length: 30 }, (_, count) => graph.put(person(`P${count}`)));
    const id = await firstImport();
    graph.put({ id: all[0]?.id ?? "", accountEnabled: false });
    graph.remove(all[1]?.id ?? "");
    expect(await sync(id)).toMatchObject({ state: "done", counts: { suspended: 2 } });
    expect(await suspended()).toEqual(["p0", "p1"]);
    const [byHand] = await adminQuery<{ id: string }>(
      "SELECT id::text FROM users WHERE organization_id = $1 AND username LIKE 'p2@%'",
      [organization.id],
    );
    unwrap(await suspendUsers(admin, { ids: [byHand?.id ?? ""] }));
    graph.put({ id: all[0]?.id ?? "", accountEnabled: true });
    graph.put({ id: all[2]?.id ?? "", companyName: "Stone" });
    expect(await sync(id)).toMatchObject({ state: "done", counts: { reactivated: 1 } });
    expect(await suspended()).toEqual(["p1", "p2"]);
  });

  test("waits for a person's word where many do, and a few at a time are many too", async () => {
    const all = Array.from({ length: 30 }, (_, count) => graph.put(person(`P${count}`)));
    const id = await firstImport();
    for (const { id: each } of all.slice(0, 6)) graph.remove(each);
    graph.put(person("New"));
    const run = await sync(id);
    expect(run).toMatchObject({ state: "waiting", leaving: 6, counts: { created: 1 } });
    expect(await suspended()).toEqual([]);
    expect(await findLeaving(admin, id)).toHaveLength(6);
    const asked = { connectionId: id, runId: run.id };
    expect(codeOf(await allowLeavers(admin, { ...asked, count: 5 }))).toBe("conflict");
    const viewer = await makeActor(organization, "viewer");
    expect(codeOf(await allowLeavers(viewer, { ...asked, count: 6 }))).toBe("forbidden");
    unwrap(await allowLeavers(admin, { ...asked, count: 6 }));
    await runJobs();
    expect(await suspended()).toHaveLength(6);
    expect((await runs(id))[0]).toMatchObject({ state: "done", counts: { suspended: 6 } });
    for (const { id: each } of all.slice(6, 8)) graph.remove(each);
    expect(await sync(id)).toMatchObject({ state: "done" });
    graph.remove(all[8]?.id ?? "");
    expect(await sync(id)).toMatchObject({ state: "waiting", leaving: 1 });
  });

  test("is nobody whom a short or a lost page did not name", async () => {
    graph.pageMax = 5;
    for (let count = 0; count < 20; count += 1) graph.put(person(`P${count}`));
    const id = await firstImport();
    graph.fault = (path) => (path.endsWith("/delta") ? { kind: "short" } : null);
    expect(await sync(id, true)).toMatchObject({ state: "done" });
    expect(await suspended()).toEqual([]);
    graph.fault = (path) =>
      path.includes("/users/") && !path.endsWith("/delta") ? { kind: "notFound" } : { kind: "short" };
    unwrap(await startRun(admin, id, true));
    await advanceSync({ organizationId: organization.id, connectionId: id });
    expect((await runs(id))[0]).toMatchObject({ state: "confirming" });
    expect(await suspended()).toEqual([]);
    graph.fault = () => null;
    await runJobs();
    expect((await runs(id))[0]).toMatchObject({ state: "done" });
  });
});

test("who has the last word on a field keeps it, and what differs is listed", async () => {
  const ada = graph.put(person("Ada", { companyName: "Theirs" }));
  const id = await firstImport();
  const fields = { ...USUAL_FIELDS.entra, company: { from: "companyName", owner: "hand" as const } };
  unwrap(await saveChoice(admin, id, { who: "everybody", fields, notify: "none", everyMinutes: 60 }));
  const read = async () =>
    withOrganization(organization.id, (tx) =>
      tx.user.findFirstOrThrow({ where: { username: { startsWith: "ada@" } } }),
    );
  const before = await read();
  unwrap(
    await updateUser(
      admin,
      before.id,
      before.version,
      inputOf(before, { company: "Ours", firstName: "Adele" }),
    ),
  );
  graph.put({ id: ada.id, companyName: "Theirs anew" });
  expect(await sync(id)).toMatchObject({ state: "done", counts: { updated: 1 } });
  expect(await read()).toMatchObject({ company: "Ours", firstName: "Ada" });
  const shown = await findConnection(admin, id);
  expect(
    shown?.conflicts.map(({ field, here, there, kept, hereBy }) => ({ field, here, there, kept, hereBy })),
  ).toEqual(
    expect.arrayContaining([
      { field: "Company", here: "Ours", there: "Theirs anew", kept: "here", hereBy: admin.name },
      { field: "First name", here: "Adele", there: "Ada", kept: "there", hereBy: admin.name },
    ]),
  );
});

test("the directory's groups decide who comes, with which role, into which group", async () => {
  const [ada, bob] = [graph.put(person("Ada")), graph.put(person("Bob"))];
  graph.put(person("Cy"));
  const staff = graph.putGroup("Staff", [ada.id, bob.id]);
  const auditors = graph.putGroup("Auditors", [ada.id]);
  const groupId = await makeGroup(organization);
  const { id } = unwrap(await createConnection(admin, graph.settings()));
  expect(unwrap(await findGroups(admin, id, "aud"))).toEqual([{ id: auditors.id, name: "Auditors" }]);
  const choice = {
    who: "groups" as const,
    fields: USUAL_FIELDS.entra,
    notify: "none" as const,
    everyMinutes: 60,
  };
  unwrap(await saveChoice(admin, id, choice));
  const none = { connectionId: id, inScope: false, role: null, groupId: null };
  unwrap(await mapGroup(admin, { ...none, sourceId: staff.id, name: "Staff", inScope: true, groupId }));
  unwrap(await mapGroup(admin, { ...none, sourceId: auditors.id, name: "Auditors", role: "viewer" }));
  await firstImport(id);
  expect(await only("cy")).toBeUndefined();
  expect([await only("ada"), await only("bob")]).toMatchObject([{ role: "viewer" }, { role: "user" }]);
  const members = () => adminQuery("SELECT 1 FROM group_members WHERE group_id = $1", [groupId]);
  expect(await members()).toHaveLength(2);
  graph.leave(auditors, ada.id);
  graph.leave(staff, bob.id);
  await sync(id);
  expect(await only("ada")).toMatchObject({ role: "user" });
  expect(await suspended()).toEqual(["bob"]);
  expect(await members()).toHaveLength(1);
});

describe("what holds", () => {
  test("rights are those of whoever set it up, as they are by then", async () => {
    const maker = await makeActor(organization, "admin");
    graph.put(person("Ada"));
    const { id } = unwrap(await createConnection(maker, graph.settings()));
    unwrap(await startRun(maker, id, false));
    await adminQuery("UPDATE users SET role = 'viewer' WHERE id = $1", [maker.userId]);
    await runJobs();
    const shown = await findConnection(admin, id);
    expect(shown?.pausedBecause).toContain("may not change people any more");
    expect(shown?.runs[0]).toMatchObject({ state: "failed" });
    unwrap(await resumeConnection(admin, id));
    expect(await sync(id)).toMatchObject({ state: "review" });
  });

  test("of another organization there is no connection, and nobody but an admin sets one up", async () => {
    const { id } = unwrap(await createConnection(admin, graph.settings()));
    const other = await makeActor(await makeOrganization(), "admin");
    expect(await findConnection(other, id)).toBeNull();
    expect(codeOf(await startRun(other, id, false))).toBe("notFound");
    expect(codeOf(await removeConnection(other, id))).toBe("notFound");
    expect(codeOf(await testConnection(other, id))).toBe("notFound");
    const viewer = await makeActor(organization, "viewer");
    expect(codeOf(await startRun(viewer, id, false))).toBe("forbidden");
    expect(codeOf(await createConnection(viewer, graph.settings()))).toBe("forbidden");
  });

  test("a secret is never told, and goes to no other place than it was given for", async () => {
    const { id } = unwrap(await createConnection(admin, graph.settings()));
    const [row] = await adminQuery<{ secret: Buffer }>("SELECT secret FROM sync_connections WHERE id = $1", [
      id,
    ]);
    expect(row?.secret.toString("latin1")).not.toContain(graph.secret);
    expect(JSON.stringify(await findConnection(admin, id))).not.toContain(graph.secret);
    const moved = { ...graph.settings(), loginUrl: "http://127.0.0.1:1", secret: "" };
    expect(await changeConnection(admin, id, moved)).toMatchObject({
      error: { issues: [{ path: "secret" }] },
    });
    unwrap(await changeConnection(admin, id, { ...graph.settings(), name: "Renamed", secret: "" }));
    const inside = { ...graph.settings(), name: "Inside", graphUrl: "https://10.0.0.1" };
    expect(await createConnection(admin, inside)).toMatchObject({
      error: { issues: [{ path: "graphUrl" }] },
    });
    const clear = { ...graph.settings(), name: "Clear", graphUrl: "http://203.0.113.1" };
    expect(await createConnection(admin, clear)).toMatchObject({ error: { issues: [{ path: "graphUrl" }] } });
  });

  test("a page at another address is not asked for", async () => {
    for (let count = 0; count < 3; count += 1) graph.put(person(`P${count}`));
    const id = await firstImport();
    const other = await new GraphServer().start();
    await adminQuery(
      `UPDATE sync_connections SET links = jsonb_set(links, '{people,delta}', to_jsonb($2::text)) WHERE id = $1`,
      [id, `${other.url}/v1.0/users/delta?$deltatoken=x`],
    );
    expect(await sync(id)).toMatchObject({ state: "failed" });
    expect(other.requests).toEqual([]);
    await other.stop();
  });

  test("a run comes by itself when its time has come, and a paused connection does nothing", async () => {
    graph.put(person("Ada"));
    const id = await firstImport();
    graph.put(person("Bob"));
    await startDueSyncsOf(organization.id);
    expect(await runJobs()).toEqual([]);
    const later = new Date(Date.now() + 61 * 60_000);
    await startDueSyncsOf(organization.id, later);
    await runJobs();
    expect((await runs(id))[0]).toMatchObject({ state: "done", counts: { created: 1 } });
    unwrap(await pauseConnection(admin, id));
    await startDueSyncsOf(organization.id, new Date(later.getTime() + 86_400_000));
    expect(await runJobs()).toEqual([]);
    unwrap(await removeConnection(admin, id));
    expect(await people()).toHaveLength(3);
  });
});
