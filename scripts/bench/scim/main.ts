import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { fillAcme } from "@/scripts/bench/scim/fill";
import { type Kind, requestsOf } from "@/scripts/bench/scim/requests";
import { withDatabase } from "@/scripts/bench/shared/database";
import { type Product, withProduct } from "@/scripts/bench/shared/product";
import { randomFrom } from "@/scripts/bench/shared/random";
import { median, percentile } from "@/scripts/bench/shared/statistics";
import { textTable } from "@/scripts/bench/shared/text-table";

const LIMIT_MS = 600;
const WARM_UP = 50;

/** `npm run bench -- scim`: requests come whether or not earlier ones are answered. @returns whether the limit is kept */
export async function run(args: string[]): Promise<boolean> {
  const { values } = parseArgs({
    args,
    options: {
      people: { type: "string", default: "100000" },
      "per-second": { type: "string", default: "25" },
      seconds: { type: "string", default: "60" },
    },
  });
  const { people, "per-second": perSecond, seconds } = values;
  return withProduct("scim", (product) =>
    measure(product, Number(people), Number(perSecond), Number(seconds)),
  );
}

async function measure(
  product: Product,
  people: number,
  perSecond: number,
  seconds: number,
): Promise<boolean> {
  const { filled, some } = await withDatabase(product, async (client) => {
    const made = await fillAcme(client, people, product.account("admin").username);
    const { rows } = await client.query<{ id: string }>(
      "SELECT id FROM users WHERE username LIKE 'bench.%7@%' ORDER BY random() LIMIT 5000",
    );
    return { filled: made, some: rows };
  });
  const random = randomFrom(7);
  const kinds = requestsOf(filled, some, people, random);
  const took = new Map<string, number[]>(kinds.map(({ name }) => [name, []]));
  const wrong: string[] = [];
  const send = async (kind: Kind, isMeasured: boolean) => {
    const { method, path, body } = kind.next();
    const from = performance.now();
    const answer = await fetch(`${product.url}/api/scim/v2${path}`, {
      method,
      headers: { authorization: `Bearer ${filled.token}`, "content-type": "application/scim+json" },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await answer.text();
    if (answer.status !== kind.status) wrong.push(`${kind.name}: ${answer.status} ${text.slice(0, 200)}`);
    if (isMeasured) took.get(kind.name)?.push(performance.now() - from);
  };
  for (let count = 0; count < WARM_UP; count += 1) await send(pick(kinds, random()), false);
  const startedAt = performance.now();
  const total = perSecond * seconds;
  const sent: Promise<void>[] = [];
  for (let count = 0; count < total; count += 1) {
    const wait = startedAt + (count * 1000) / perSecond - performance.now();
    if (wait > 0) await sleep(wait);
    sent.push(send(pick(kinds, random()), true));
  }
  await Promise.all(sent);
  const rate = total / ((performance.now() - startedAt) / 1000);
  return report(took, wrong, rate, perSecond, people);
}

function pick(kinds: readonly Kind[], dice: number): Kind {
  let left = dice * kinds.reduce((sum, { share }) => sum + share, 0);
  for (const kind of kinds) {
    left -= kind.share;
    if (left <= 0) return kind;
  }
  return kinds[0] as Kind;
}

function report(
  took: ReadonlyMap<string, number[]>,
  wrong: readonly string[],
  rate: number,
  wanted: number,
  people: number,
): boolean {
  const lines = [...took, ["all", [...took.values()].flat()] as const].map(([name, times]) => [
    name,
    String(times.length),
    median(times).toFixed(0),
    percentile(times, 0.95).toFixed(0),
    Math.max(...times).toFixed(0),
  ]);
  console.log(`\n${textTable([`${people} people`, "requests", "median ms", "95 % ms", "most ms"], lines)}`);
  const p95 = percentile([...took.values()].flat(), 0.95);
  console.log(
    `\n${rate.toFixed(1)} requests/s answered, of ${wanted} sent; 95 % within ${p95.toFixed(0)} ms, allowed ${LIMIT_MS} ms.`,
  );
  for (const each of wrong.slice(0, 5)) console.log(`WRONG: ${each}`);
  if (wrong.length > 0) console.log(`${wrong.length} answers were not what they should be.`);
  return p95 < LIMIT_MS && wrong.length === 0 && rate >= wanted * 0.95;
}
