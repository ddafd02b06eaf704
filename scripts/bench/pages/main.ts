import { parseArgs } from "node:util";
import { startBareApp } from "@/scripts/bench/pages/bare";
import { pageCases } from "@/scripts/bench/pages/cases";
import { fillDirectory } from "@/scripts/bench/pages/directory";
import { firstLoadScripts } from "@/scripts/bench/pages/first-load";
import { loadPage } from "@/scripts/bench/pages/load";
import { reportPages, reportScripts } from "@/scripts/bench/pages/report";
import { inTurns } from "@/scripts/bench/pages/turns";
import { withDatabase } from "@/scripts/bench/shared/database";
import { type Product, withProduct } from "@/scripts/bench/shared/product";
import { signIn } from "@/scripts/bench/shared/visitor";

const ORG = "acme";

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
    const pages = await inTurns(cases, {
      rounds,
      seconds,
      load: (path, forSeconds) => loadPage(product.url + path, forSeconds, cookie),
      loadBare: (forSeconds) => loadPage(bare.url, forSeconds),
    });
    const [speed, size] = [reportPages(pages), reportScripts(scripts, emptyScripts)];
    console.log(`\n${speed.text}\n\n${size.text}`);
    return speed.isKept && size.isKept;
  } finally {
    await bare.stop();
  }
}
