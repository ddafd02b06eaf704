import { parseArgs } from "node:util";
import type pg from "pg";
import { startBareApp } from "@/scripts/bench/pages/bare";
import { type PageCase, pageCases } from "@/scripts/bench/pages/cases";
import { fillDirectory } from "@/scripts/bench/pages/directory";
import { loadPage } from "@/scripts/bench/pages/load";
import { type Report, reportPages } from "@/scripts/bench/pages/report";
import { inTurns } from "@/scripts/bench/pages/turns";
import { groupCases } from "@/scripts/bench/rules/cases";
import { fillGroups } from "@/scripts/bench/rules/groups";
import { withDatabase } from "@/scripts/bench/shared/database";
import { type Product, withProduct } from "@/scripts/bench/shared/product";
import { inTable, textTable } from "@/scripts/bench/shared/text-table";
import { signIn, type Visitor } from "@/scripts/bench/shared/visitor";

const SECONDS_MAX = 5;
const COMPANIES = ["Sales", "Works", "Logistics"];
const PAGE_SECONDS = 5;
const ORG = "acme";

/** `npm run bench -- rules`. @returns whether every limit is kept */
export async function run(args: string[]): Promise<boolean> {
  const { values } = parseArgs({
    args,
    options: {
      people: { type: "string", default: "100000" },
      groups: { type: "string", default: "200" },
      ruled: { type: "string", default: "20" },
      rounds: { type: "string", default: "5" },
    },
  });
  const size = { groups: Number(values.groups), ruled: Number(values.ruled) };
  return withProduct("rules", (product) =>
    withDatabase(product, (client) =>
      measure(product, client, Number(values.people), size, Number(values.rounds)),
    ),
  );
}

type Size = { groups: number; ruled: number };

async function measure(
  product: Product,
  client: pg.Client,
  people: number,
  { groups, ruled }: Size,
  rounds: number,
): Promise<boolean> {
  await fillDirectory(client, people);
  const visitor = await signIn(product, product.account("admin"));
  console.log("Without groups:\n");
  const isIdle = await measurePages(product, client, visitor, rounds, await pageCases(client, ORG));
  const ids = await fillGroups(client, groups, ruled);
  console.log(`Acme has ${people} people more, and ${groups} groups, ${ruled} of them by rule.\n`);
  const changes = await measureChanges(client, visitor, ids[0] ?? "", rounds);
  console.log(changes.text);
  console.log(`\nOne person's change with ${ruled} rules: ${inTable(await timePerson(client), 1)} ms.`);
  console.log(`\nWith ${groups} groups:\n`);
  const cases = [...(await pageCases(client, ORG)), ...(await groupCases(client, ORG))];
  const isBusy = await measurePages(product, client, visitor, rounds, cases);
  return isIdle && changes.isKept && isBusy;
}

/** A rule that is changed to mean a quarter of all people after another, by the form's own action. */
async function measureChanges(
  client: pg.Client,
  visitor: Visitor,
  id: string,
  rounds: number,
): Promise<Report> {
  const lines: string[][] = [];
  let isKept = true;
  for (let round = 0; round < rounds; round += 1) {
    const company = COMPANIES[(round + 1) % COMPANIES.length] ?? "";
    const rule = { match: "all", conditions: [{ field: "company", is: "is", value: company }] };
    const { rows } = await client.query<{ name: string; version: number; permissions: string[] }>(
      "SELECT name, version, permissions FROM groups WHERE id = $1",
      [id],
    );
    const group = { id, description: "", rule, ...rows[0] };
    const planned = await timed(() => visitor.act<Answer>("planGroupRule", ["acme", { id, rule }]));
    const saved = await timed(() => visitor.act<Answer>("saveGroup", ["acme", group]));
    const wrong = await countWrong(client, id, company);
    const isGood = wrong === 0 && saved.seconds <= SECONDS_MAX && saved.value.ok;
    isKept &&= isGood;
    const { cameIn = 0, wentOut = 0 } = saved.value.value ?? {};
    lines.push([
      company,
      inTable(planned.seconds, 2),
      String(cameIn),
      String(wentOut),
      inTable(saved.seconds, 2),
      inTable(SECONDS_MAX, 0),
      String(wrong),
      isGood ? "yes" : "NO",
    ]);
  }
  const header = ["company is", "shown: s", "came in", "went out", "saved: s", "at most", "wrong", "ok"];
  return { text: textTable(header, lines), isKept };
}

type Answer = { ok: boolean; value?: { cameIn: number; wentOut: number } };

/** Members whom the rule does not mean, people whom it means and who are none, and rights that are not what they come to. */
async function countWrong(client: pg.Client, id: string, company: string): Promise<number> {
  const { rows } = await client.query<{ wrong: number }>(
    `SELECT count(*)::int AS wrong FROM users u JOIN groups g ON g.organization_id = u.organization_id AND g.id = $1
     LEFT JOIN group_members m ON m.organization_id = u.organization_id AND m.group_id = g.id AND m.user_id = u.id
     WHERE u.removed_at IS NULL AND ((m.user_id IS NOT NULL) <> (u.company IS NOT DISTINCT FROM $2)
       OR coalesce((SELECT h.permissions FROM held_permissions h
         WHERE h.organization_id = u.organization_id AND h.user_id = u.id), '{}') <> coalesce((SELECT array_agg(DISTINCT p ORDER BY p) FROM group_members o
         JOIN groups og ON og.organization_id = o.organization_id AND og.id = o.group_id, unnest(og.permissions) p
         WHERE o.organization_id = u.organization_id AND o.user_id = u.id), '{}'))`,
    [id, company],
  );
  return rows[0]?.wrong ?? -1;
}

/** Milliseconds that the database takes for one person's other company, the median of some. */
async function timePerson(client: pg.Client): Promise<number> {
  const times: number[] = [];
  const { rows } = await client.query<{ id: string }>(
    "SELECT id FROM users WHERE organization_id = (SELECT id FROM organizations WHERE slug = 'acme') ORDER BY id LIMIT 21",
  );
  for (const { id } of rows) {
    await client.query("BEGIN");
    await client.query("SELECT set_config('app.lacks', '-', true)");
    const { seconds } = await timed(() =>
      client.query("UPDATE users SET company = 'Sales and ' || coalesce(company, '') WHERE id = $1", [id]),
    );
    times.push(seconds * 1000);
    await client.query("ROLLBACK");
  }
  return times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;
}

async function measurePages(
  product: Product,
  client: pg.Client,
  { cookie }: Visitor,
  rounds: number,
  cases: readonly PageCase[],
): Promise<boolean> {
  const { rows } = await client.query<{ id: string }>("SELECT id FROM organizations WHERE slug = 'acme'");
  const bare = await startBareApp(product.superuserUrl(), rows[0]?.id ?? "");
  try {
    const pages = await inTurns(cases, {
      rounds,
      seconds: PAGE_SECONDS,
      load: (path, seconds) => loadPage(product.url + path, seconds, cookie),
      loadBare: (seconds) => loadPage(bare.url, seconds),
    });
    const report = reportPages(pages);
    console.log(`${report.text}\n`);
    return report.isKept;
  } finally {
    await bare.stop();
  }
}

async function timed<T>(run: () => Promise<T>): Promise<{ value: T; seconds: number }> {
  const startedAt = performance.now();
  const value = await run();
  return { value, seconds: (performance.now() - startedAt) / 1000 };
}
