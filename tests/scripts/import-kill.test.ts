import { afterAll, beforeAll, expect, test } from "vitest";
import type { ImportState } from "@/lib/imports/state";
import { strike, type Target, untilRestarted } from "@/scripts/bench/kill/strike";
import { countPeople, withDatabase } from "@/scripts/bench/shared/database";
import { driveImport } from "@/scripts/bench/shared/import-driver";
import { faultsOf, outcomeOf } from "@/scripts/bench/shared/outcome";
import { peopleFile } from "@/scripts/bench/shared/people-file";
import { type Product, startProduct } from "@/scripts/bench/shared/product";
import { signIn } from "@/scripts/bench/shared/visitor";

const ORG = "acme";
const ROWS = 2000;
const TAKEN_UP_MS_MAX = 60_000;

let product: Product;

beforeAll(async () => {
  product = await startProduct("kill-test");
}, 180_000);
afterAll(() => product?.remove(), 60_000);

/** The short form of `npm run bench -- kill`. Several imports wait at once for the time after which a worker counts as dead. */
const BLOWS: readonly { target: Target; at: ImportState }[] = [
  { target: "worker", at: "parsing" },
  { target: "worker", at: "committing" },
  { target: "worker", at: "parsing" },
  { target: "everything", at: "committing" },
];

test("imports whose worker is killed, and then everything, lose and double nobody", {
  timeout: 240_000,
}, async () => {
  const admin = await signIn(product, product.account("admin"));
  const peopleBefore = await withDatabase(product, (client) => countPeople(client, ORG));
  const rounds = BLOWS.map((blow, index) => ({ ...blow, file: peopleFile(ROWS, index + 1, "acme.example") }));
  const imports: Promise<string>[] = [];
  for (const { target, at, file } of rounds) {
    await new Promise<void>((resolve, reject) => {
      const onStanding = ({ state }: { state: ImportState }) => {
        if (state === at || state === "done") resolve();
      };
      const done = driveImport(admin, file, { org: ORG, isPatient: true, onStanding });
      done.catch(reject);
      imports.push(done);
    });
    const victims = await strike(product, target);
    await untilRestarted(product, target, victims);
  }
  const restartedAt = performance.now();
  const ids = await Promise.all(imports);
  expect(performance.now() - restartedAt).toBeLessThan(TAKEN_UP_MS_MAX);
  const good = rounds.reduce((sum, { file }) => sum + file.good, 0);
  await withDatabase(product, async (client) => {
    for (const [index, id] of ids.entries()) {
      const file = rounds[index]?.file ?? { good: 0, bad: 0 };
      const others = peopleBefore + good - file.good;
      expect(faultsOf(await outcomeOf(client, id), { ...file, peopleBefore: others })).toEqual([]);
    }
  });
});
