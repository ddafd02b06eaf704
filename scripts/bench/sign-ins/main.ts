import { parseArgs } from "node:util";
import { withDatabase } from "@/scripts/bench/shared/database";
import { peakMemoryBytes, pidsOf, resetPeakMemory } from "@/scripts/bench/shared/processes";
import { type Product, withProduct } from "@/scripts/bench/shared/product";
import { median, percentile } from "@/scripts/bench/shared/statistics";
import { inTable, textTable } from "@/scripts/bench/shared/text-table";
import { signIn } from "@/scripts/bench/shared/visitor";
import { visitPages } from "@/scripts/bench/shared/visits";
import { type Answers, type Someone, signInAtOnce } from "@/scripts/bench/sign-ins/wave";

const PATHS = ["/acme/users", "/acme/audit"];
const VISITS = { connections: 2, pauseMs: 20 };
const ALLOWED = { p95Ms: 1000, megabytes: 1000 };

/** `npm run bench -- sign-ins`. @returns whether every limit is kept */
export async function run(args: string[]): Promise<boolean> {
  const { values } = parseArgs({
    args,
    options: { people: { type: "string", default: "500" }, waves: { type: "string", default: "4" } },
  });
  // Each person comes from a network of their own, which a proxy would tell.
  const environment = { ROLLCALL_TRUSTED_PROXIES: "1" };
  return withProduct(
    "sign-ins",
    (product) => measure(product, Number(values.people), Number(values.waves)),
    environment,
  );
}

async function measure(product: Product, count: number, waves: number): Promise<boolean> {
  const people = await addPeople(product, count);
  const visitor = await signIn(product, product.account("admin"));
  await visitPages(visitor, PATHS, VISITS).stop();
  const { web } = pidsOf(product);
  if (web === undefined) throw new Error("The web process was not found.");
  resetPeakMemory(web);
  const visits = visitPages(visitor, PATHS, VISITS);
  const answers: Answers[] = [];
  for (let wave = 1; wave <= waves; wave += 1) answers.push(await signInAtOnce(product, people, wave));
  const latencies = [...(await visits.stop()).values()].flat();
  return report(answers, latencies, (peakMemoryBytes(web) ?? Number.NaN) / 1e6);
}

function report(waves: readonly Answers[], latencies: readonly number[], megabytes: number): boolean {
  const p95 = percentile(latencies, 0.95);
  const others = waves.reduce((sum, { other }) => sum + other, 0);
  const okOf = (isKept: boolean) => (isKept ? "yes" : "NO");
  const kept = [p95 <= ALLOWED.p95Ms, megabytes <= ALLOWED.megabytes, others === 0];
  const counts = waves.map((wave, index) => [
    `wave ${index + 1}`,
    ...[wave.signedIn, wave.refused, wave.other].map(String),
    inTable(wave.seconds, 1),
  ]);
  const limits = [
    [
      `other pages, p95 of ${latencies.length} answers (median ${inTable(median(latencies), 0)} ms)`,
      `${inTable(p95, 0)} ms`,
      `${ALLOWED.p95Ms} ms`,
      okOf(kept[0] === true),
    ],
    [
      "web process, peak memory",
      `${inTable(megabytes, 0)} MB`,
      `${ALLOWED.megabytes} MB`,
      okOf(kept[1] === true),
    ],
    ["answers that are neither", String(others), "0", okOf(kept[2] === true)],
  ];
  console.log(`\n${textTable(["all at once", "signed in", "429", "other", "seconds"], counts)}`);
  console.log(`\n${textTable(["meanwhile", "measured", "allowed", "ok"], limits)}`);
  return kept.every(Boolean);
}

/** Adds people to acme who have the password of its admin. */
async function addPeople(product: Product, count: number): Promise<Someone[]> {
  const { username: admin, password } = product.account("admin");
  const rows = await withDatabase(product, (client) =>
    client.query<{ username: string }>(PEOPLE_SQL, [count, admin]),
  );
  return rows.rows.map(({ username }) => ({ username, password }));
}

const PEOPLE_SQL = `
  WITH theirs AS (
    SELECT p.hash, p.organization_id, d.id AS domain_id, d.name FROM passwords p
    JOIN users u ON u.organization_id = p.organization_id AND u.id = p.user_id
    JOIN domains d ON d.organization_id = p.organization_id AND d.is_primary
    WHERE u.username = $2),
  made AS (
    INSERT INTO users (organization_id, id, first_name, last_name, username, domain_id, access_email, activated_at)
    SELECT organization_id, uuid7(), 'Mona', 'Morning ' || n, 'morning.' || n || '@' || name, domain_id,
      'morning.' || n || '@' || name, now()
    FROM theirs CROSS JOIN generate_series(1, $1::int) n
    RETURNING organization_id, id, username),
  given AS (
    INSERT INTO passwords (organization_id, user_id, hash)
    SELECT made.organization_id, made.id, hash FROM made CROSS JOIN theirs)
  SELECT username FROM made`;
