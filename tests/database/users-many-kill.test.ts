import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, expect, test } from "vitest";
import { NO_FILTER } from "@/lib/users/filter";
import { changeMany } from "@/lib/users/many/commands";
import { workerCommand } from "@/scripts/children/commands";
import { environmentOf } from "@/scripts/children/environment-of";
import { projectDir } from "@/scripts/shared/project";
import { addMany } from "@/tests/support/many-people";
import { adminQuery } from "@/tests/support/product-database";
import { makeActor, makeOrganization, unwrap } from "@/tests/support/product-people";

const PEOPLE = 12_000;
const KILLS = 3;

let worker: ChildProcess | undefined;
afterAll(() => {
  worker?.kill("SIGKILL");
});

/** The worker as the product runs it. */
function startWorker(): ChildProcess {
  const { PATH, DATABASE_APP_URL, ROLLCALL_DATA_DIR } = process.env;
  return spawn(process.execPath, workerCommand({}).args, {
    cwd: projectDir,
    env: environmentOf({
      PATH,
      DATABASE_APP_URL,
      ROLLCALL_DATA_DIR,
      NODE_ENV: "production",
      NEXTAUTH_SECRET: "known to the tests and to nobody else",
      ROLLCALL_URL: "http://rollcall.example",
    }),
    stdio: "ignore",
  });
}

/** Kills the worker, and frees what it held at once, as another would after 25 seconds. */
async function killWorker(): Promise<void> {
  if (!worker) return;
  const ended = once(worker, "exit");
  worker.kill("SIGKILL");
  await ended;
  await adminQuery(
    `SELECT graphile_worker.force_unlock_workers(array_agg(DISTINCT locked_by)) FROM graphile_worker.jobs
     WHERE locked_by IS NOT NULL HAVING count(*) > 0`,
  );
}

type Standing = {
  looked: number;
  people: number;
  kept: number;
  suspended: number;
  events: number;
  running: boolean;
};

async function standing(id: string): Promise<Standing> {
  const [row] = await adminQuery<Standing>(
    `SELECT looked_at AS looked, people, running IS NOT NULL AS running,
       (SELECT count(*) FROM bulk_change_people p WHERE p.change_id = c.id)::int AS kept,
       (SELECT count(*) FROM users u WHERE u.organization_id = c.organization_id AND suspended_at IS NOT NULL)::int AS suspended,
       (SELECT count(*) FROM audit_events e WHERE e.organization_id = c.organization_id AND action = 'user.suspended')::int AS events
     FROM bulk_changes c WHERE id = $1`,
    [id],
  );
  if (!row) throw new Error("The change is gone.");
  return row;
}

test("a worker that is killed again and again changes everybody once, and never half a lot", async () => {
  const organization = await makeOrganization();
  const admin = await makeActor(organization, "admin");
  await addMany(organization, PEOPLE);
  const filter = { ...NO_FILTER, search: "mona" };
  const { running = "" } = unwrap(await changeMany(admin, { filter }, { kind: "suspend" }, PEOPLE));
  let seen = 0;
  for (let kill = 0; kill < KILLS; kill += 1) {
    worker = startWorker();
    for (let wait = 0; wait < 600 && (await standing(running)).looked <= seen; wait += 1) await sleep(20);
    await sleep(30 * kill);
    await killWorker();
    const { looked, people, kept, suspended, events } = await standing(running);
    expect(looked).toBeGreaterThan(seen);
    expect([people, kept, suspended, events]).toEqual([looked, looked, looked, looked]);
    seen = looked;
  }
  expect(seen).toBeLessThan(PEOPLE);
  // A failed attempt waits longer each time; here it is due at once.
  await adminQuery(
    "SELECT graphile_worker.reschedule_jobs(array_agg(id), run_at => now()) FROM graphile_worker.jobs",
  );
  worker = startWorker();
  for (let wait = 0; wait < 900 && (await standing(running)).running; wait += 1) await sleep(100);
  expect(await standing(running)).toEqual({
    looked: PEOPLE,
    people: PEOPLE,
    kept: PEOPLE,
    suspended: PEOPLE,
    events: PEOPLE,
    running: false,
  });
  const [twice] = await adminQuery<{ count: number }>(
    `SELECT count(*)::int AS count FROM (SELECT FROM audit_events WHERE organization_id = $1 AND action = 'user.suspended'
     GROUP BY subject_id HAVING count(*) > 1) each`,
    [organization.id],
  );
  expect(twice?.count).toBe(0);
}, 180_000);
