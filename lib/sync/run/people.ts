import "server-only";
import type { Actor } from "@/lib/permissions/actor";
import { type Held, holding, save } from "@/lib/sync/run/hold";
import { startSyncImport } from "@/lib/sync/run/import";
import { bringOneByOne, fitsImport, isChange } from "@/lib/sync/run/one-by-one";
import { planRun } from "@/lib/sync/run/plan";

/** From so many changed people on a run is an import, with its history and its undo. */
const IMPORT_FROM = 26;

/** Brings people over: the first time as an import that a person reviews, many as one that is carried out, few one by one. */
export async function bringPeople(held: Held, actor: Actor): Promise<void> {
  const plan = await planRun(held, actor);
  const isFirst = held.connection.importedAt === null;
  const changing = plan.people.filter(isChange);
  if (isFirst ? plan.people.length > 0 : changing.filter(fitsImport).length >= IMPORT_FROM)
    return startSyncImport(held, actor, plan);
  await bringOneByOne(held, actor, plan);
  await holding(held, (tx) => save(tx, held, { state: "applying" }));
}
