import { setTimeout as sleep } from "node:timers/promises";
import { isWorking, readSign, secondsUntilTakenUp } from "@/scripts/bench/kill/sign";
import { strike, type Target, untilRestarted } from "@/scripts/bench/kill/strike";
import { countPeople, withDatabase } from "@/scripts/bench/shared/database";
import { driveImport } from "@/scripts/bench/shared/import-driver";
import { faultsOf, outcomeOf } from "@/scripts/bench/shared/outcome";
import type { PeopleFile } from "@/scripts/bench/shared/people-file";
import type { Product } from "@/scripts/bench/shared/product";
import type { Visitor } from "@/scripts/bench/shared/visitor";

export type Blow = { target: Target; afterMs: number };

/** What became of an import that had a blow. Times are in seconds. */
export type Round = Blow & {
  /** The import's state when it happened. */
  state: string;
  /** From the kill until what was killed ran again. */
  restart: number;
  /** From then until a worker was at the import; nothing when it was not a worker's turn. */
  takenUp: number | null;
  /** From the restart until the import was done. */
  done: number;
  users: number;
  faults: string[];
};

/** Imports a file, kills something on the way, and compares what came of it with what was to come. */
export async function killRound(
  product: Product,
  visitor: Visitor,
  org: string,
  file: PeopleFile,
  blow: Blow,
): Promise<Round> {
  const peopleBefore = await withDatabase(product, (client) => countPeople(client, org));
  let doneAt = 0;
  const driving = driveImport(visitor, Buffer.from(file.text), {
    org,
    isPatient: true,
    timeoutMs: 300_000,
  }).finally(() => {
    doneAt = performance.now();
  });
  // It is waited for below; a failure before then is no unhandled one.
  driving.catch(() => undefined);
  await sleep(blow.afterMs);
  const { state } = await readSign(product);
  const killedAt = performance.now();
  const victims = await strike(product, blow.target);
  // Without the database there is nothing to read before the restart.
  const hasDatabase = blow.target === "web" || blow.target === "worker";
  const struck = hasDatabase ? await readSign(product) : null;
  await untilRestarted(product, blow.target, victims);
  const restartedAt = performance.now();
  const before = struck ?? (await readSign(product));
  const takenUp = isWorking(before) ? await secondsUntilTakenUp(product, before) : null;
  const importId = await driving;
  const outcome = await withDatabase(product, (client) => outcomeOf(client, importId));
  return {
    ...blow,
    state,
    restart: (restartedAt - killedAt) / 1000,
    takenUp,
    done: Math.max(0, doneAt - restartedAt) / 1000,
    users: outcome.users,
    faults: faultsOf(outcome, { ...file, peopleBefore }),
  };
}
