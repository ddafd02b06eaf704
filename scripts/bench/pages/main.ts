import { parseArgs } from "node:util";
import { startBareApp } from "@/scripts/bench/pages/bare";
import { type PageCase, pageCases } from "@/scripts/bench/pages/cases";
import { fillDirectory } from "@/scripts/bench/pages/directory";
import { firstLoadScripts } from "@/scripts/bench/pages/first-load";
import { type Load, loadPage } from "@/scripts/bench/pages/load";
import { type MeasuredPage, reportPages, reportScripts } from "@/scripts/bench/pages/report";
import { withDatabase } from "@/scripts/bench/shared/database";
import { type Product, withProduct } from "@/scripts/bench/shared/product";
import { signIn } from "@/scripts/bench/shared/visitor";

const ORG = "acme";
// V8 compiles what is busy in several steps; figures settle after some hundred answers.
const WARM_UP_SECONDS = 10;

/** `npm run bench -- pages`. @returns whether every limit is kept */
export async function run(args: string[]): Promise<boolean> {
  const { values } = parseArgs({
    args,
    options: {
      people: { type: "string", default: "100000" },
      seconds: { type: "string", default: "5" },
      rounds: { type: "string", default: "5" },
    },
  });
  return withProduct("bench", (product) =>
    measure(product, Number(values.people), Number(values.seconds), Number(values.rounds)),
  );
}

async function measure(product: Product, people: number, seconds: number, rounds: number): Promise<boolean> {
  const { cases, organizationId } = await withDatabase(product, async (client) => {
    const startedAt = performance.now();
    await fillDirectory(client, people);
    console.log(
      `Made ten organizations of ${people} people in ${((performance.now() - startedAt) / 1000).toFixed(0)} s.`,
    );
    const { rows } = await client.query<{ id: string }>("SELECT id FROM organizations WHERE slug = $1", [
      ORG,
    ]);
    return { cases: await pageCases(client, ORG), organizationId: rows[0]?.id ?? "" };
  });
  const { cookie } = await signIn(product, product.account("admin"));
  const bare = await startBareApp(product.superuserUrl(), organizationId);
  try {
    const scripts = await firstLoadScripts(`${product.url}/${ORG}/users`, cookie);
    const emptyScripts = await firstLoadScripts(`${bare.url}/empty`);
    const load = (url: string, forSeconds: number) =>
      url.startsWith(bare.url) ? loadPage(url, forSeconds) : loadPage(url, forSeconds, cookie);
    await load(bare.url, WARM_UP_SECONDS);
    for (const { path } of cases) await load(product.url + path, WARM_UP_SECONDS);
    const pages = await inTurns(cases, rounds, (path) =>
      load((path ? product.url : bare.url) + path, seconds),
    );
    const [speed, size] = [reportPages(pages), reportScripts(scripts, emptyScripts)];
    console.log(`\n${speed.text}\n\n${size.text}`);
    return speed.isKept && size.isKept;
  } finally {
    await bare.stop();
  }
}

/** Each page and right after it the bare one, round by round: what disturbs the machine disturbs both. */
async function inTurns(
  cases: readonly PageCase[],
  rounds: number,
  load: (path: string) => Promise<Load>,
): Promise<MeasuredPage[]> {
  const measured = cases.map(({ name }): MeasuredPage => ({ name, ours: [], bare: [] }));
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, { path }] of cases.entries()) {
      measured[index]?.ours.push(await load(path));
      measured[index]?.bare.push(await load(""));
    }
  }
  return measured;
}
