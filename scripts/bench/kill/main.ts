import { parseArgs } from "node:util";
import { reportKills } from "@/scripts/bench/kill/report";
import { killRound, type Round } from "@/scripts/bench/kill/round";
import { TARGETS } from "@/scripts/bench/kill/strike";
import { driveImport, driveUndo } from "@/scripts/bench/shared/import-driver";
import { peopleFile } from "@/scripts/bench/shared/people-file";
import { type Product, withProduct } from "@/scripts/bench/shared/product";
import { pick, randomFrom } from "@/scripts/bench/shared/random";
import { signIn } from "@/scripts/bench/shared/visitor";

const ORG = "acme";

/** `npm run bench -- kill`. @returns whether nothing was lost, doubled or late */
export async function run(args: string[]): Promise<boolean> {
  const { values } = parseArgs({
    args,
    options: {
      times: { type: "string", default: "20" },
      rows: { type: "string", default: "20000" },
      seed: { type: "string", default: String(Date.now() % 100_000) },
    },
  });
  console.log(`The moments are those of --seed ${values.seed}.`);
  return withProduct("kill", (product) =>
    kill(product, Number(values.times), Number(values.rows), Number(values.seed)),
  );
}

async function kill(product: Product, times: number, rows: number, seed: number): Promise<boolean> {
  const random = randomFrom(seed);
  const admin = await signIn(product, product.account("admin"));
  const undisturbedMs = await timeUndisturbed(product, rows);
  console.log(
    `Undisturbed, an import of ${rows} rows and its undo take ${(undisturbedMs / 1000).toFixed(1)} s.`,
  );
  const rounds: Round[] = [];
  for (let batch = 1; batch <= times; batch += 1) {
    const blow = { target: pick(random, TARGETS), afterMs: random() * undisturbedMs };
    const round = await killRound(product, admin, ORG, peopleFile(rows, batch, "acme.example"), blow);
    rounds.push(round);
    const { target, state, faults } = round;
    console.log(
      `${batch}: ${target} while ${state}, ${faults.length === 0 ? "nothing lost" : faults.join("; ")}`,
    );
  }
  const { text, isKept } = reportKills(rounds, peopleFile(rows, 1, "acme.example").good);
  console.log(`\n${text}`);
  return isKept;
}

/** The second import's time: the first one has code to load. */
async function timeUndisturbed(product: Product, rows: number): Promise<number> {
  const admin = await signIn(product, product.account("admin"));
  let startedAt = 0;
  for (const batch of [0, -1]) {
    const file = peopleFile(rows, 1_000_000 + batch, "acme.example");
    startedAt = performance.now();
    await driveUndo(admin, await driveImport(admin, file, { org: ORG }), { org: ORG });
  }
  return performance.now() - startedAt;
}
