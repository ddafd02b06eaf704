import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { commitImport } from "@/lib/imports/commands/commit";
import type { Actor } from "@/lib/permissions/actor";
import { createConnection, startRun, testConnection } from "@/lib/sync/commands";
import { runJobs } from "@/tests/support/api";
import { GraphServer } from "@/tests/support/graph-server";
import { adminQuery } from "@/tests/support/product-database";
import {
  eventsOf,
  makeActor,
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

async function firstImport(): Promise<string> {
  const { id } = unwrap(await createConnection(admin, graph.settings()));
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

test("delta", async () => {
  const ada = graph.put(person("Ada"));
  const bob = graph.put(person("Bob", { mobilePhone: "+442079460001" }));
  const id = await firstImport();
  graph.put({ id: ada.id, givenName: "Adah" });
  graph.put({ id: bob.id, mobilePhone: null });
  graph.put(person("Dee"));
  unwrap(await startRun(admin, id, false));
  await runJobs();
  expect((await runs(id))[0]).toMatchObject({ state: "done", counts: { created: 1, updated: 2 } });
  expect(await people()).toEqual([]);
});
