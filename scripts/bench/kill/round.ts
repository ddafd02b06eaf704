import { setTimeout as sleep } from "node:timers/promises";
import { isWorking, readSign, secondsUntilTakenUp } from "@/scripts/bench/kill/sign";
import { strike, type Target, untilRestarted } from "@/scripts/bench/kill/strike";
import { countPeople, withDatabase } from "@/scripts/bench/shared/database";
import { driveImport, driveUndo } from "@/scripts/bench/shared/import-driver";
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

/** Imports a file and takes it back, kills something on the way, and compares what came of it with what was to come. */
export async function killRound(
  product: Product,
  visitor: Visitor,
  org: string,
  file: PeopleFile,
  blow: Blow,
): Promise<Round> {
  const peopleBefore = await withDatabase(product, (client) => countPeople(client, org));
  let doneAt = 0;
  const driving = thereAndBack(product, visitor, org, file, peopleBefore).finally(() => {
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
  const ended = await driving;
  return {
    ...blow,
    ...ended,
    state,
    restart: (restartedAt - killedAt) / 1000,
    takenUp,
    done: Math.max(0, doneAt - restartedAt) / 1000,
  };
}

/** @returns how many people the import made, and what was lost or doubled of them and of those who were there before */
async function thereAndBack(
  product: Product,
  visitor: Visitor,
  org: string,
  file: PeopleFile,
  peopleBefore: number,
): Promise<Pick<Round, "users" | "faults">> {
  const options = { org, isPatient: true, timeoutMs: 300_000 };
  const importId = await driveImport(visitor, file, options);
  const outcome = await patiently(() => withDatabase(product, (client) => outcomeOf(client, importId)));
  const faults = faultsOf(outcome, { ...file, peopleBefore });
  await driveUndo(visitor, importId, options);
  const left = await patiently(() => withDatabase(product, (client) => countPeople(client, org)));
  if (left !== peopleBefore) faults.push(`${left} people after the undo, not ${peopleBefore}`);
  return { users: outcome.users, faults };
}

/** The database may be what was killed. */
async function patiently<T>(ask: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await sleep(500);
    }
  }
}
