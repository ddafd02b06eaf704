import { EventEmitter } from "node:events";
import { Logger, type Runner, run, type TaskList, type WorkerEvents } from "graphile-worker";
import pg from "pg";
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { withOrganization } from "@/lib/db";
import { newId } from "@/lib/ids";
import { attend, DEAD_AFTER_SECONDS } from "@/lib/jobs/attendance";
import { readHealth } from "@/lib/jobs/health";
import { compactUserCounts } from "@/lib/jobs/maintenance";
import { enqueue, enqueueAt, type Jobs } from "@/lib/jobs/queue";
import { tasks } from "@/lib/jobs/tasks";
import { removeUsers } from "@/lib/users/bulk-commands";
import { adminQuery, urls } from "@/tests/support/product-database";
import {
  makeActor,
  makeOrganization,
  makeUser,
  type TestOrganization,
  unwrap,
} from "@/tests/support/product-people";

let organization: TestOrganization;
let pool: pg.Pool;
const runners: Runner[] = [];
const leaving: (() => Promise<void>)[] = [];

beforeAll(async () => {
  organization = await makeOrganization();
});
beforeEach(async () => {
  pool = new pg.Pool({ connectionString: urls.app, max: 8 });
  pool.on("connect", (client) => client.on("error", () => undefined));
  pool.on("error", () => undefined);
  await adminQuery("DELETE FROM graphile_worker._private_jobs");
  await adminQuery("DELETE FROM worker_processes");
});
afterEach(async () => {
  for (const runner of runners.splice(0)) await runner.stop();
  for (const leave of leaving.splice(0)) await leave();
  await pool.end();
});

const silent = new Logger(() => () => undefined);

/** A worker as the product runs it, with the tasks of a test, connected as the application. */
async function startWorker(taskList: TaskList): Promise<string[]> {
  const events: WorkerEvents = new EventEmitter();
  const holders: string[] = [];
  events.on("pool:create", ({ workerPool }) => holders.push(workerPool.id));
  const { leave } = await attend(pool, events);
  leaving.push(leave);
  const options = {
    pgPool: pool,
    events,
    concurrency: 2,
    pollInterval: 200,
    noHandleSignals: true,
    logger: silent,
  };
  runners.push(await run({ ...options, taskList }));
  return holders;
}

const job = () => ({ organizationId: organization.id, importId: newId() });
const put = (payload: ReturnType<typeof job>) =>
  withOrganization(organization.id, (tx) => enqueue(tx, "import.read", payload, payload.importId));
const jobs = () => adminQuery("SELECT locked_by, attempts FROM graphile_worker._private_jobs");
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe("a job", () => {
  test("runs once its transaction commits, and not before", async () => {
    const done: unknown[] = [];
    await startWorker({ "import.read": async (payload) => void done.push(payload) });
    const payload = job();
    await withOrganization(organization.id, async (tx) => {
      await enqueue(tx, "import.read", payload, payload.importId);
      await pause(600);
      expect(done).toEqual([]);
    });
    await vi.waitFor(() => expect(done).toEqual([payload]), { timeout: 5000 });
    await vi.waitFor(async () => expect(await jobs()).toEqual([]), { timeout: 5000 });
  });

  test("does not run when its transaction is taken back", async () => {
    const done: unknown[] = [];
    await startWorker({ "import.read": async (payload) => void done.push(payload) });
    const payload = job();
    const broken = withOrganization(organization.id, async (tx) => {
      await enqueue(tx, "import.read", payload, payload.importId);
      throw new Error("Take it back.");
    });
    await expect(broken).rejects.toThrow();
    expect(await jobs()).toEqual([]);
    await pause(600);
    expect(done).toEqual([]);
  });

  test("waits once under one key", async () => {
    const payload = job();
    await put(payload);
    await put(payload);
    expect(await jobs()).toHaveLength(1);
    await put(job());
    expect(await jobs()).toHaveLength(2);
  });

  test.each(Object.keys(tasks) as (keyof Jobs)[])(
    "of another organization never takes its place or its turn, though its id is the same: %s",
    async (name) => {
      const other = await makeOrganization();
      const chosen = newId();
      for (const { id: organizationId } of [organization, other]) {
        const payload = { organizationId, importId: chosen, changeId: chosen } as Jobs[typeof name];
        await withOrganization(organizationId, (tx) =>
          enqueueAt(tx, name, payload, chosen, new Date(Date.now() + 60_000), { alone: chosen }),
        );
      }
      const waiting = await adminQuery<{ organization: string; queue: string }>(
        `SELECT j.payload->>'organizationId' AS organization, q.queue_name AS queue
         FROM graphile_worker._private_jobs j JOIN graphile_worker._private_job_queues q ON q.id = j.job_queue_id`,
      );
      expect(waiting.map((each) => each.organization).sort()).toEqual([organization.id, other.id].sort());
      expect(new Set(waiting.map(({ queue }) => queue)).size).toBe(2);
    },
  );

  test("that fails stays, to be tried again", async () => {
    await startWorker({
      "import.read": async () => {
        throw new Error("broken");
      },
    });
    await put(job());
    await vi.waitFor(async () => expect(await jobs()).toEqual([{ locked_by: null, attempts: 1 }]), {
      timeout: 5000,
    });
  });
});

describe("a job in the hands of", () => {
  /** Leaves a job as a worker would that was killed while it ran. */
  async function holdJob(workerId: string, secondsAgo: number): Promise<ReturnType<typeof job>> {
    const payload = job();
    await put(payload);
    await adminQuery(
      `UPDATE graphile_worker._private_jobs SET locked_by = $1, attempts = 1,
         locked_at = now() - make_interval(secs => $2) WHERE payload::jsonb = $3`,
      [workerId, secondsAgo, JSON.stringify(payload)],
    );
    return payload;
  }
  const process = (workerId: string, secondsAgo: number) =>
    adminQuery(
      "INSERT INTO worker_processes (id, worker_ids, heartbeat_at) VALUES ($1, $2, now() - make_interval(secs => $3))",
      [newId(), [workerId], secondsAgo],
    );

  test.each([
    ["a process whose heart has stopped", true],
    ["a worker that no process knows", false],
  ])("%s is taken over by another one", async (_, known) => {
    const payload = await holdJob("worker-dead", 3600);
    if (known) await process("worker-dead", DEAD_AFTER_SECONDS + 1);
    const done: unknown[] = [];
    await startWorker({ "import.read": async (taken) => void done.push(taken) });
    await vi.waitFor(() => expect(done).toEqual([payload]), { timeout: 15_000, interval: 100 });
    expect(await adminQuery("SELECT FROM worker_processes WHERE 'worker-dead' = ANY (worker_ids)")).toEqual(
      [],
    );
  });

  test("the very worker that runs it stays with it, however long that takes", async () => {
    let begun = 0;
    let finish: () => void = () => undefined;
    const finished = new Promise<void>((resolve) => {
      finish = resolve;
    });
    await startWorker({
      "import.read": async () => {
        begun += 1;
        await finished;
      },
    });
    await put(job());
    await vi.waitFor(() => expect(begun).toBe(1), { timeout: 5000 });
    await adminQuery("UPDATE graphile_worker._private_jobs SET locked_at = now() - interval '1 hour'");
    await pause(8000);
    expect(begun).toBe(1);
    expect(await jobs()).toMatchObject([{ attempts: 1 }]);
    finish();
    await vi.waitFor(async () => expect(await jobs()).toEqual([]), { timeout: 5000 });
  });

  test("a process that lives, or a worker that has only just begun, is left to it", async () => {
    await holdJob("worker-alive", 3600);
    await process("worker-alive", DEAD_AFTER_SECONDS - 15);
    await holdJob("worker-new", 1);
    const done: unknown[] = [];
    await startWorker({ "import.read": async (taken) => void done.push(taken) });
    await pause(6500);
    expect(done).toEqual([]);
    const holders = new Set((await jobs()).map((row) => row.locked_by));
    expect(holders).toEqual(new Set(["worker-alive", "worker-new"]));
  });
});

test("a worker is known while it is there, and the health says so", async () => {
  expect(await readHealth()).toEqual({ database: "up", worker: "down" });
  const holders = await startWorker({});
  expect(holders).toHaveLength(1);
  await vi.waitFor(
    async () =>
      expect(await adminQuery("SELECT worker_ids FROM worker_processes")).toEqual([{ worker_ids: holders }]),
    { timeout: 5000 },
  );
  expect(await readHealth()).toEqual({ database: "up", worker: "up" });
  await adminQuery("UPDATE worker_processes SET heartbeat_at = now() - make_interval(secs => $1)", [
    DEAD_AFTER_SECONDS,
  ]);
  expect(await readHealth()).toEqual({ database: "up", worker: "down" });
  for (const leave of leaving.splice(0)) await leave();
  expect(await adminQuery("SELECT FROM worker_processes")).toEqual([]);
});

test("folding the numbers of people together keeps their sum, whoever comes and goes meanwhile", async () => {
  const place = await makeOrganization();
  const other = await makeOrganization();
  await makeUser(other);
  const admin = await makeActor(place, "admin");
  const users = await Promise.all(Array.from({ length: 20 }, () => makeUser(place)));
  await Promise.all([
    ...users.slice(0, 10).map(({ id }) => removeUsers(admin, { ids: [id] }).then(unwrap)),
    ...Array.from({ length: 10 }, () => makeUser(place)),
    ...Array.from({ length: 5 }, () => compactUserCounts({ organizationId: place.id })),
  ]);
  await compactUserCounts({ organizationId: place.id });
  await compactUserCounts({ organizationId: place.id });
  const sums = await adminQuery(
    "SELECT organization_id AS id, sum(change)::int AS sum, count(*)::int AS rows FROM user_count_changes WHERE organization_id = ANY ($1) GROUP BY 1 ORDER BY 2 DESC",
    [[place.id, other.id]],
  );
  expect(sums).toEqual([
    { id: place.id, sum: 21, rows: 1 },
    { id: other.id, sum: 1, rows: 1 },
  ]);
});
