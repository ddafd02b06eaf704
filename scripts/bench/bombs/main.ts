import { setTimeout as sleep } from "node:timers/promises";
import { routes } from "@/lib/routes";
import { BOMBS, type Bomb } from "@/scripts/bench/bombs/files";
import { sendFile, standingOf } from "@/scripts/bench/shared/import-driver";
import { peakMemoryBytes, pidsOf, resetPeakMemory } from "@/scripts/bench/shared/processes";
import { type Product, withProduct } from "@/scripts/bench/shared/product";
import { percentile } from "@/scripts/bench/shared/statistics";
import { inTable, textTable } from "@/scripts/bench/shared/text-table";
import { signIn, type Visitor } from "@/scripts/bench/shared/visitor";
import { visitPages } from "@/scripts/bench/shared/visits";

const ORG = "acme";
const ALLOWED = { seconds: 2, growthBytes: 50e6 };
const POLL_MS = 50;
const SETTLE_MS = 500;
const SECONDS_MAX = 120;
const PAUSE_MS = 100;

/** From the file's arrival to the refusal; what web grew by since before the upload; what others' pages took. */
type Burst = {
  name: string;
  sizeBytes: number;
  seconds: number;
  growthBytes: number;
  pageMs: number;
  state: string;
};

/** `npm run bench -- bombs`. @returns whether each was refused in time and without harm */
export async function run(): Promise<boolean> {
  const bursts = await withProduct("bench", measure);
  const isKept = ({ state, seconds, growthBytes }: Burst) =>
    state === "refused" && seconds <= ALLOWED.seconds && growthBytes <= ALLOWED.growthBytes;
  const megabytes = (bytes: number) => `${inTable(bytes / 1e6, 1)} MB`;
  const rows = bursts.map((burst) => [
    burst.name,
    megabytes(burst.sizeBytes),
    burst.state,
    inTable(burst.seconds, 2),
    megabytes(burst.growthBytes),
    inTable(burst.pageMs, 0),
    isKept(burst) ? "yes" : "NO",
  ]);
  const header = [
    "file",
    "size",
    "state",
    `after s (${ALLOWED.seconds})`,
    "web grew by (50 MB)",
    "others' p95 ms",
    "ok",
  ];
  console.log(`\n${textTable(header, rows)}`);
  return bursts.every(isKept);
}

async function measure(product: Product): Promise<Burst[]> {
  const admin = await signIn(product, product.account("admin"));
  // What a first upload and a first page load of code is no bomb's doing.
  await burst(product, admin, {
    name: "",
    fileName: "people.csv",
    bytes: () => new Uint8Array(8e6).fill(0x41),
  });
  const bursts: Burst[] = [];
  for (const bomb of BOMBS) bursts.push(await burst(product, admin, bomb));
  return bursts;
}

async function burst(product: Product, admin: Visitor, { name, fileName, bytes }: Bomb): Promise<Burst> {
  const content = bytes();
  // Making it took so long that the server has closed its connections; they are to be seen to be closed.
  await sleep(SETTLE_MS);
  const { web = 0 } = pidsOf(product);
  const before = resetPeakMemory(web);
  const visiting = visitPages(admin, [routes.users(ORG)], { connections: 1, pauseMs: PAUSE_MS });
  const id = await sendFile(admin, ORG, { name: fileName, bytes: content });
  const sentAt = performance.now();
  const secondsSince = () => (performance.now() - sentAt) / 1000;
  let { state } = await standingOf(admin, ORG, id);
  while (state === "reading" && secondsSince() < SECONDS_MAX) {
    await sleep(POLL_MS);
    ({ state } = await standingOf(admin, ORG, id));
  }
  const seconds = secondsSince();
  const latencies = [...(await visiting.stop()).values()].flat();
  const growthBytes = (peakMemoryBytes(web) ?? 0) - before;
  return {
    name,
    sizeBytes: content.length,
    seconds,
    growthBytes,
    pageMs: percentile(latencies, 0.95),
    state,
  };
}
