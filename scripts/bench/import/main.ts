import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { routes } from "@/lib/routes";
import { measureCopy, measurePapaparse } from "@/scripts/bench/import/limits";
import { type Measured, report } from "@/scripts/bench/import/report";
import { type Seen, stopsOf } from "@/scripts/bench/import/stops";
import { countPeople, withDatabase } from "@/scripts/bench/shared/database";
import { driveImport } from "@/scripts/bench/shared/import-driver";
import { faultsOf, outcomeOf } from "@/scripts/bench/shared/outcome";
import { type PeopleFile, peopleFile } from "@/scripts/bench/shared/people-file";
import { peakMemoryBytes, pidsOf } from "@/scripts/bench/shared/processes";
import { type Product, withProduct } from "@/scripts/bench/shared/product";
import { signIn, type Visitor } from "@/scripts/bench/shared/visitor";
import { type Latencies, visitPages } from "@/scripts/bench/shared/visits";
import { Failure } from "@/scripts/shared/failure";

const ORG = "acme";
const OTHER_PAGES = [routes.users(ORG), routes.audit(ORG)];
const IDLE_SECONDS = 5;

/** `npm run bench -- import`. @returns whether every limit is kept */
export async function run(args: string[]): Promise<boolean> {
  const { values } = parseArgs({
    args,
    options: {
      rows: { type: "string", default: "100000" },
      runs: { type: "string", default: "1" },
      pause: { type: "string", default: "200" },
    },
  });
  const rows = Number(values.rows);
  const measured: Measured[] = [];
  for (let index = 0; index < Number(values.runs); index += 1) {
    const file = peopleFile(rows, index + 1, "acme.example");
    measured.push(await withProduct("bench", (product) => measure(product, file, Number(values.pause))));
    console.log(`Run ${index + 1}: ${file.rows} rows, ${file.good} imported, ${file.bad} refused.`);
  }
  const { text, isKept } = report(measured, rows);
  console.log(`\n${text}`);
  return isKept;
}

async function measure(product: Product, file: PeopleFile, pauseMs: number): Promise<Measured> {
  const admin = await signIn(product, product.account("admin"));
  const visits = { connections: 1, pauseMs };
  const peopleBefore = await withDatabase(product, (client) => countPeople(client, ORG));
  await warmUp(admin);
  const idle = await during(admin, visits, () => sleep(IDLE_SECONDS * 1000));
  const seen: Seen[] = [];
  let importId = "";
  const busy = await during(admin, visits, async () => {
    importId = await driveImport(admin, Buffer.from(file.text), {
      org: ORG,
      onStanding: (standing, atMs) => seen.push({ standing, atMs }),
    });
  });
  const { web } = pidsOf(product);
  const webPeakBytes = web === undefined ? null : peakMemoryBytes(web);
  return withDatabase(product, async (client) => {
    const faults = faultsOf(await outcomeOf(client, importId), { ...file, peopleBefore });
    if (faults.length > 0)
      throw new Failure(`The import is not what the file asks for: ${faults.join("; ")}.`);
    return {
      stops: stopsOf(seen),
      papaparseSeconds: withFile(file.text, measurePapaparse),
      copySeconds: await measureCopy(client, importId),
      webPeakBytes,
      idle,
      busy,
    };
  });
}

async function during(
  visitor: Visitor,
  visits: Parameters<typeof visitPages>[2],
  work: () => Promise<unknown>,
): Promise<Latencies> {
  const visiting = visitPages(visitor, OTHER_PAGES, visits);
  await work();
  return visiting.stop();
}

/** A page's first answers are slower, as its code is loaded and compiled then. */
async function warmUp(visitor: Visitor): Promise<void> {
  const pages = [...OTHER_PAGES, routes.imports(ORG)];
  for (let round = 0; round < 30; round += 1)
    for (const page of pages) await (await visitor.get(page)).text();
}

function withFile<T>(text: string, work: (path: string) => T): T {
  const dir = mkdtempSync(join(tmpdir(), "rollcall-bench-"));
  try {
    const path = join(dir, "people.csv");
    writeFileSync(path, text);
    return work(path);
  } finally {
    rmSync(dir, { recursive: true });
  }
}
