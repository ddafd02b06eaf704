import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { routes } from "@/lib/routes";
import { measureCopy, measureReading } from "@/scripts/bench/import/limits";
import { type Measured, report, type Task } from "@/scripts/bench/import/report";
import { type Seen, stopsOf } from "@/scripts/bench/import/stops";
import { countPeople, withDatabase } from "@/scripts/bench/shared/database";
import { driveImport, driveUndo, type Standing } from "@/scripts/bench/shared/import-driver";
import { faultsOf, outcomeOf } from "@/scripts/bench/shared/outcome";
import { type PeopleFile, type PeopleFiles, peopleFiles } from "@/scripts/bench/shared/people-file";
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
      format: { type: "string", default: "csv" },
      mode: { type: "string", default: "createOnly" },
    },
  });
  const { format, mode } = values;
  if (format !== "csv" && format !== "xlsx") throw new Failure("A file's format is csv or xlsx.");
  if (mode !== "createOnly" && mode !== "both") throw new Failure("A mode is createOnly or both.");
  const task: Task = { rows: Number(values.rows), format, mode };
  const measured: Measured[] = [];
  for (let index = 0; index < Number(values.runs); index += 1) {
    const files = peopleFiles(task.rows, index + 1, "acme.example", format);
    const pauseMs = Number(values.pause);
    measured.push(await withProduct("bench", (product) => measure(product, files, task, pauseMs)));
    const { rows, good, bad } = files.file;
    console.log(`Run ${index + 1}: ${rows} rows, ${good} imported, ${bad} refused.`);
  }
  const { text, isKept } = report(measured, task);
  console.log(`\n${text}`);
  return isKept;
}

async function measure(
  product: Product,
  { file, earlier }: PeopleFiles,
  { format, mode }: Task,
  pauseMs: number,
): Promise<Measured> {
  const admin = await signIn(product, product.account("admin"));
  const visits = { connections: 1, pauseMs };
  const known = mode === "both" ? earlier.good : 0;
  if (known > 0) await driveImport(admin, earlier, { org: ORG });
  const peopleBefore = (await withDatabase(product, (client) => countPeople(client, ORG))) - known;
  await warmUp(admin);
  const idle = await during(admin, visits, () => sleep(IDLE_SECONDS * 1000));
  const seen: Seen[] = [];
  const onStanding = (standing: Standing, atMs: number) => seen.push({ standing, atMs });
  let importId = "";
  const busy = await during(admin, visits, async () => {
    importId = await driveImport(admin, file, { org: ORG, mode, onStanding });
  });
  const { web } = pidsOf(product);
  const webPeakBytes = web === undefined ? null : peakMemoryBytes(web);
  const limits = await withDatabase(product, async (client) => {
    const faults = faultsOf(await outcomeOf(client, importId), {
      ...file,
      known,
      peopleBefore: peopleBefore + known,
    });
    if (faults.length > 0)
      throw new Failure(`The import is not what the file asks for: ${faults.join("; ")}.`);
    return {
      readingSeconds: withFile(file, (path) => measureReading(path, format)),
      copySeconds: await measureCopy(client, importId),
    };
  });
  const undoSeconds = await undo(product, admin, importId, peopleBefore + known);
  return { stops: stopsOf(seen), ...limits, undoSeconds, webPeakBytes, idle, busy };
}

async function undo(product: Product, admin: Visitor, importId: string, people: number): Promise<number> {
  const seen: Seen[] = [];
  await driveUndo(admin, importId, {
    org: ORG,
    onStanding: (standing, atMs) => seen.push({ standing, atMs }),
  });
  const left = await withDatabase(product, (client) => countPeople(client, ORG));
  if (left !== people) throw new Failure(`After the undo there are ${left} people, not ${people}.`);
  return ((seen.at(-1)?.atMs ?? 0) - (seen[0]?.atMs ?? 0)) / 1000;
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

function withFile<T>(file: PeopleFile, work: (path: string) => T): T {
  const dir = mkdtempSync(join(tmpdir(), "rollcall-bench-"));
  try {
    const path = join(dir, file.name);
    writeFileSync(path, file.bytes);
    return work(path);
  } finally {
    rmSync(dir, { recursive: true });
  }
}
