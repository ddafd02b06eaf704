import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { routes } from "@/lib/routes";
import { fillOrganizations } from "@/scripts/bench/overview/fill";
import { withDatabase } from "@/scripts/bench/shared/database";
import { type Product, withProduct } from "@/scripts/bench/shared/product";
import { percentile } from "@/scripts/bench/shared/statistics";
import { textTable } from "@/scripts/bench/shared/text-table";
import { signIn } from "@/scripts/bench/shared/visitor";

const LIMIT_MS = 300;

/** `npm run bench -- overview`: a page at a time, as somebody opens it. @returns whether every page keeps the limit */
export async function run(args: string[]): Promise<boolean> {
  const { values } = parseArgs({
    args,
    options: {
      organizations: { type: "string", default: "1000" },
      people: { type: "string", default: "1000" },
      times: { type: "string", default: "40" },
    },
  });
  const { organizations, people, times } = values;
  return withProduct("bench", (product) =>
    measure(product, Number(organizations), Number(people), Number(times)),
  );
}

async function measure(
  product: Product,
  organizations: number,
  people: number,
  times: number,
): Promise<boolean> {
  const startedAt = performance.now();
  const loose = await withDatabase(product, async (client) => {
    await fillOrganizations(client, organizations, people);
    // The worker folds them each minute, as it would have all along.
    while ((await client.query("SELECT organizations_to_fold(50)")).rowCount) await sleep(1_000);
    await client.query("VACUUM (ANALYZE) figure_changes, event_days");
    const { rows } = await client.query<{ count: string }>("SELECT count(*) FROM figure_changes");
    return rows[0]?.count;
  });
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
  console.log(
    `Made ${organizations} organizations of ${people} people in ${seconds} s: ${loose} rows of figures.`,
  );
  const visitor = await signIn(product, product.account("admin", "operator"));
  const pages = [
    ["one organization", routes.overview("bench-7")],
    ["all together", routes.managedOverview()],
    ["all together, by sign-ins", routes.managedOverview({ by: "signIns" })],
  ] as const;
  const lines = [];
  let isKept = true;
  for (const [name, path] of pages) {
    const took: number[] = [];
    for (let time = 0; time < times + 5; time += 1) {
      const from = performance.now();
      const answer = await visitor.get(path);
      const text = await answer.text();
      if (!answer.ok || !text.includes("Numbers as a table"))
        throw new Error(`${path} answered ${answer.status}.`);
      if (time >= 5) took.push(performance.now() - from);
    }
    const p95 = percentile(took, 0.95);
    isKept &&= p95 < LIMIT_MS;
    lines.push([name, percentile(took, 0.5).toFixed(0), p95.toFixed(0), String(LIMIT_MS)]);
  }
  console.log(`\n${textTable(["page", "median ms", "95 % ms", "limit ms"], lines)}`);
  return isKept;
}
