import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, expect, test } from "vitest";
import { randomFrom } from "@/scripts/bench/shared/random";
import { workerCommand } from "@/scripts/children/commands";
import { environmentOf } from "@/scripts/children/environment-of";
import { projectDir } from "@/scripts/shared/project";
import { adminQuery } from "@/tests/support/product-database";
import { makeHome } from "@/tests/support/product-people";
import { type Received, startReceiver } from "@/tests/support/receiver";
import { makeWebhook, until } from "@/tests/support/webhooks";

const PEOPLE = 40;
const ROUNDS = 10;
const EVENTS = PEOPLE * ROUNDS;
const KILLS = 3;

let worker: ChildProcess | undefined;
let receiver: Awaited<ReturnType<typeof startReceiver>> | undefined;
afterAll(async () => {
  worker?.kill("SIGKILL");
  await receiver?.close();
});

/** The worker as the product runs it; what it sends to is on this machine. */
function startWorker(): ChildProcess {
  const { PATH, DATABASE_APP_URL, ROLLCALL_DATA_DIR, NEXTAUTH_SECRET } = process.env;
  return spawn(process.execPath, workerCommand({}).args, {
    cwd: projectDir,
    env: environmentOf({
      PATH,
      DATABASE_APP_URL,
      ROLLCALL_DATA_DIR,
      NEXTAUTH_SECRET,
      NODE_ENV: "production",
      LOG_LEVEL: "silent",
      ROLLCALL_URL: "http://rollcall.example",
      ROLLCALL_OUTGOING_NETWORKS: "127.0.0.0/8",
      ROLLCALL_OUTGOING_HTTP: "true",
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

/** Of every person one event more, each in a transaction of its own round. */
const writeRound = (organizationId: string, round: number) =>
  adminQuery(
    `INSERT INTO audit_events (organization_id, id, action, actor_kind, actor_name, subject_type, subject_id, subject_name,
       changes)
     SELECT $1, uuid7(), 'user.updated', 'system', 'Rollcall', 'user', ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid,
       'Una', jsonb_build_object('after', jsonb_build_object('count', $2::int))
     FROM generate_series(1, $3::int) AS n`,
    [organizationId, round, PEOPLE],
  );

/** Lets no failure wait. */
const hurry = async () => {
  await adminQuery("UPDATE webhook_deliveries SET next_attempt_at = now() WHERE state = 'waiting'");
  await adminQuery("UPDATE webhooks SET paused_until = NULL");
  await adminQuery("UPDATE graphile_worker._private_jobs SET run_at = now() WHERE locked_at IS NULL");
};

const told = ({ body }: Received) => {
  const { data } = JSON.parse(body) as { data: { id: string; values: { count: number } } };
  return { person: data.id, round: data.values.count };
};

test("with faults and kills, every event arrives, and those of a person in their order", async () => {
  const random = randomFrom(7);
  const taken: Received[] = [];
  receiver = await startReceiver((received) => {
    if (random() < 0.2) return { status: 500, afterMs: 5 };
    taken.push(received);
    return { afterMs: 5 };
  });
  const { organization, admin } = await makeHome();
  await makeWebhook(admin, receiver.url);
  worker = startWorker();
  for (let round = 0; round < ROUNDS; round += 1) await writeRound(organization.id, round);
  for (let kill = 1; kill <= KILLS; kill += 1) {
    await until(async () => {
      await hurry();
      return taken.length >= (EVENTS * kill) / (KILLS + 1);
    });
    await killWorker();
    worker = startWorker();
  }
  const arrived = () => new Set(taken.map(({ headers }) => headers["webhook-id"])).size;
  await until(async () => {
    await hurry();
    await sleep(100);
    return arrived() === EVENTS;
  });
  const firsts = new Map<string, number[]>();
  for (const { person, round } of taken.map(told)) {
    const rounds = firsts.get(person) ?? [];
    if (!rounds.includes(round)) firsts.set(person, [...rounds, round]);
  }
  expect(firsts.size).toBe(PEOPLE);
  for (const rounds of firsts.values()) expect(rounds).toEqual(rounds.toSorted((one, other) => one - other));
  await until(async () => {
    const rows = await adminQuery("SELECT FROM webhook_deliveries WHERE state <> 'delivered'");
    return rows.length === 0;
  });
});
