import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, expect, test } from "vitest";
import { sendMessage } from "@/lib/messages/compose-commands";
import { type ResendPeer, startResendPeer } from "@/scripts/bench/messages/resend-peer";
import { randomFrom } from "@/scripts/bench/shared/random";
import { workerCommand } from "@/scripts/children/commands";
import { environmentOf } from "@/scripts/children/environment-of";
import { projectDir } from "@/scripts/shared/project";
import { adminQuery } from "@/tests/support/product-database";
import { makeActor, makeOrganization, type TestOrganization, unwrap } from "@/tests/support/product-people";

const PEOPLE = 600;
const KILLS = 3;
const SECRET = "known to the tests and to nobody else";

let peer: ResendPeer | undefined;
let worker: ChildProcess | undefined;
let logs = "";
afterAll(async () => {
  worker?.kill("SIGKILL");
  await peer?.close();
});

/** The worker as the product runs it, with the mail service that is given. */
function startWorker(url: string): ChildProcess {
  const { args } = workerCommand({});
  const { PATH, DATABASE_APP_URL, ROLLCALL_DATA_DIR } = process.env;
  const child = spawn(process.execPath, args, {
    cwd: projectDir,
    env: environmentOf({
      PATH,
      DATABASE_APP_URL,
      ROLLCALL_DATA_DIR,
      NODE_ENV: "production",
      LOG_LEVEL: "debug",
      NEXTAUTH_SECRET: SECRET,
      ROLLCALL_URL: "http://rollcall.example",
      MAIL_FROM: "Rollcall <us@rollcall.example>",
      RESEND_API_KEY: "re_test",
      RESEND_BASE_URL: url,
    }),
    stdio: ["ignore", "pipe", "pipe"],
  });
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (chunk) => {
      logs += chunk;
    });
  return child;
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

async function invitePeople({ id, domainId, domain }: TestOrganization): Promise<void> {
  await adminQuery(
    `INSERT INTO users (organization_id, id, first_name, last_name, username, domain_id, access_email)
     SELECT $1, uuid7(), 'Una', 'Upton ' || n, 'many' || n || '@' || $3, $2, 'many' || n || '@x.example'
     FROM generate_series(1, $4::int) AS n`,
    [id, domainId, domain, PEOPLE],
  );
}

// The short form of `npm run bench -- messages`.
test("with faults and kills, every invitation is accepted once, and nothing tells its link", async () => {
  peer = await startResendPeer({ random: randomFrom(4), faults: 0.3, perSecond: 20, silentMs: 1000 });
  const organization = await makeOrganization();
  const admin = await makeActor(organization, "admin");
  await invitePeople(organization);
  const filter = { search: "many", status: null, role: null, importId: null, groupId: null };
  const given = {
    audience: { filter },
    templateKey: "invitation",
    method: "email" as const,
    expected: PEOPLE,
  };
  unwrap(await sendMessage(admin, given));
  const counted = async () => {
    const rows = await adminQuery<{ state: string; count: number }>(
      "SELECT state, count(*)::int AS count FROM messages WHERE organization_id = $1 GROUP BY state",
      [organization.id],
    );
    return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
  };

  for (let kill = 0; kill < KILLS; kill += 1) {
    const before = peer.lastAt;
    worker = startWorker(peer.url);
    for (let wait = 0; wait < 600 && peer.lastAt === before; wait += 1) await sleep(50);
    await sleep(50 * kill);
    await killWorker();
    await dueNow(organization.id);
  }
  worker = startWorker(peer.url);
  for (let wait = 0; wait < 900 && (await counted()).sent !== PEOPLE; wait += 1) {
    await sleep(100);
    // What is put off for half a minute and longer is due at once here.
    if (wait % 10 === 9) await dueNow(organization.id);
  }

  expect(await counted()).toEqual({ sent: PEOPLE });
  expect(peer.accepted.size).toBe(PEOPLE);
  expect([...peer.accepted.values()].every((times) => times.length === 1)).toBe(true);
  const addresses = [...peer.accepted.values()].flat().map(({ to }) => to);
  expect(new Set(addresses).size).toBe(PEOPLE);
  const tokens = [...peer.accepted.values()]
    .flat()
    .map(({ text }) => /http:\/\/rollcall\.example\/activate\/([\w-]+)/.exec(text)?.[1] ?? "");
  expect(new Set(tokens).size).toBe(PEOPLE);
  expect(logs).toContain("The worker is ready");
  for (const token of tokens.slice(0, 20)) {
    expect(logs.includes(token)).toBe(false);
    expect(await findInDatabase(token)).toEqual([]);
  }
});

const dueNow = (organizationId: string) =>
  adminQuery(
    `WITH due AS (UPDATE messages SET next_attempt_at = now() WHERE organization_id = $1 AND state = 'queued')
     SELECT graphile_worker.add_job('messages.send', json_build_object('organizationId', $1::text),
       job_key => 'messages.send:' || $1::text, queue_name => 'messages.send:' || $1::text)::text`,
    [organizationId],
  );

/** The tables in which a text stands somewhere, as a dump would show it. */
async function findInDatabase(text: string): Promise<string[]> {
  const tables = await adminQuery<{ name: string }>(
    `SELECT format('%I.%I', nspname, relname) AS name FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
     WHERE relkind = 'r' AND nspname IN ('public', 'graphile_worker')`,
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const rows = await adminQuery(`SELECT 1 FROM ${name} t WHERE strpos(t::text, $1) > 0 LIMIT 1`, [text]);
    if (rows.length > 0) found.push(name);
  }
  return found;
}
