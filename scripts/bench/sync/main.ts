import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import type pg from "pg";
import type { Result } from "@/lib/result";
import { withDatabase } from "@/scripts/bench/shared/database";
import { driveImport } from "@/scripts/bench/shared/import-driver";
import { peopleFile } from "@/scripts/bench/shared/people-file";
import { type Product, withProduct } from "@/scripts/bench/shared/product";
import { signIn, type Visitor } from "@/scripts/bench/shared/visitor";
import { startDirectory } from "@/scripts/bench/sync/directory";

const ORG = "acme";
const DOMAIN = "acme.example";
const TIMES_MAX = 2;
const POLL_MS = 500;
const SETTINGS = { ROLLCALL_OUTGOING_NETWORKS: "127.0.0.0/8", ROLLCALL_OUTGOING_HTTP: "true" };

/** `npm run bench -- sync`. @returns whether people come from a directory in at most twice the time of an import */
export async function run(args: string[]): Promise<boolean> {
  const { values } = parseArgs({ args, options: { people: { type: "string", default: "100000" } } });
  const people = Number(values.people);
  const importSeconds = await withProduct("sync-import", (product) => timeImport(product, people));
  console.log(`An import of ${people} people from its upload to its end: ${importSeconds.toFixed(1)} s.`);
  const sync = await withProduct(
    "sync",
    (product) => withDatabase(product, (client) => timeSync(product, client, people)),
    SETTINGS,
  );
  console.log(
    `The same from a directory: ${sync.seconds.toFixed(1)} s, of them ${sync.reading.toFixed(1)} s until the review.`,
  );
  const again = `A run in which nothing has changed: ${sync.again.toFixed(1)} s.`;
  const times = sync.seconds / importSeconds;
  console.log(`${again}\n${times.toFixed(2)} times the import's; at most ${TIMES_MAX}.`);
  return times <= TIMES_MAX;
}

async function timeImport(product: Product, people: number): Promise<number> {
  const admin = await signIn(product, product.account("admin"));
  const file = peopleFile(people, 1, DOMAIN);
  const startedAt = performance.now();
  await driveImport(admin, file, { org: ORG });
  return (performance.now() - startedAt) / 1000;
}

type Timed = { seconds: number; reading: number; again: number };

async function timeSync(product: Product, client: pg.Client, people: number): Promise<Timed> {
  const admin = await signIn(product, product.account("admin"));
  const directory = await startDirectory(people, DOMAIN);
  try {
    const connection = {
      kind: "entra",
      name: "Bench",
      tenant: "bench",
      client: "bench",
      cloud: "other",
      loginUrl: directory.url,
      graphUrl: directory.url,
      proof: "secret",
      secret: "bench",
    };
    const { id: connectionId } = unwrap(
      await admin.act<Result<{ id: string }>>("connect", [ORG, connection]),
    );
    const startedAt = performance.now();
    const run = await begin(admin, client, connectionId, "review");
    await untilReview(client, run.importId);
    const reading = (performance.now() - startedAt) / 1000;
    const { rows } = await client.query<{ version: number }>(
      "SELECT plan_version AS version FROM imports WHERE id = $1",
      [run.importId],
    );
    const given = { importId: run.importId, planVersion: rows[0]?.version, onError: "refuse" };
    unwrap(await admin.act<Result<unknown>>("carryOut", [ORG, given]));
    await untilState(client, connectionId, "done");
    const seconds = (performance.now() - startedAt) / 1000;
    const againAt = performance.now();
    await begin(admin, client, connectionId, "done");
    return { seconds, reading, again: (performance.now() - againAt) / 1000 };
  } finally {
    await directory.stop();
  }
}

async function begin(admin: Visitor, client: pg.Client, connectionId: string, end: string) {
  unwrap(await admin.act<Result<unknown>>("startRun", [ORG, { connectionId, full: false }]));
  return untilState(client, connectionId, end);
}

async function untilReview(client: pg.Client, importId: string): Promise<void> {
  for (;;) {
    const { rows } = await client.query<{ state: string }>("SELECT state FROM imports WHERE id = $1", [
      importId,
    ]);
    if (rows[0]?.state === "review") return;
    await sleep(POLL_MS);
  }
}

async function untilState(
  client: pg.Client,
  connectionId: string,
  end: string,
): Promise<{ importId: string }> {
  for (;;) {
    const { rows } = await client.query<{ state: string; importId: string; notes: string[] }>(
      `SELECT state, import_id::text AS "importId", notes FROM sync_runs WHERE connection_id = $1
       ORDER BY begun_at DESC, id DESC LIMIT 1`,
      [connectionId],
    );
    const [run] = rows;
    if (run?.state === end) return run;
    if (run?.state === "failed") throw new Error(run.notes.join(" "));
    await sleep(POLL_MS);
  }
}

function unwrap<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}
