import "server-only";
import { storeActor } from "@/lib/auth/stored-actor";
import { command } from "@/lib/command";
import type { Transaction } from "@/lib/db";
import { otherThanShown } from "@/lib/grants/commands";
import { newId } from "@/lib/ids";
import type { Actor } from "@/lib/permissions/actor";
import { canonicalChange } from "@/lib/properties/bulk-commands";
import { ok, type Result } from "@/lib/result";
import { BULK_OPTIONS, type BulkResult, changedMeanwhile } from "@/lib/users/bulk-result";
import { chosenSql, type Selection } from "@/lib/users/chosen";
import { changeAtOnce, planAny } from "@/lib/users/many/at-once";
import { AT_ONCE_MAX, awaitTurns } from "@/lib/users/many/waiting";
import { UNDO_PERMISSIONS, type Undoable } from "@/lib/users/undo/kinds";

/**
 * Any change of many: at once where it is for few, and by the worker where it is for very many. Nobody is changed when
 * `expected` is given and another number would be, nor when they would gain or lose anything else than was `shown`.
 */
export async function changeMany(
  actor: Actor,
  selection: Selection,
  change: Undoable,
  expected?: number,
  shown?: string,
): Promise<Result<BulkResult>> {
  const counted = await countChosen(actor, selection, change);
  if (!counted.ok) return counted;
  if (counted.value <= AT_ONCE_MAX) return changeAtOnce(actor, selection, change, expected, shown);
  // Whom it is for is settled once: who comes to match it later was not asked about.
  const chosen = await findChosen(actor, selection, change);
  if (!chosen.ok) return chosen;
  const people = { ids: chosen.value };
  const plan = await planAny(actor, people, change);
  if (!plan.ok) return plan;
  const { changed, left } = plan.value;
  if (expected !== undefined && changed !== expected) return changedMeanwhile(changed);
  if (changed <= AT_ONCE_MAX) return changeAtOnce(actor, people, change, expected, shown);
  if (shown !== undefined && plan.value.shown !== shown) return otherThanShown();
  return begin(actor, people.ids, change, { changed, left });
}

/** How many it is for, as far as it matters; what was confirmed is only what somebody says. */
async function countChosen(actor: Actor, selection: Selection, { kind }: Undoable): Promise<Result<number>> {
  if ("ids" in selection) return ok(selection.ids.length);
  const count = async (tx: Transaction) => {
    const [counted] = await tx.$queryRaw<{ count: number }[]>`
      SELECT count(*)::int AS count FROM (
        SELECT FROM users WHERE ${chosenSql(actor, selection)} LIMIT ${AT_ONCE_MAX + 1}) AS chosen`;
    return ok(counted?.count ?? 0);
  };
  return command(actor, UNDO_PERMISSIONS[kind], count, BULK_OPTIONS);
}

const findChosen = (actor: Actor, selection: Selection, { kind }: Undoable): Promise<Result<string[]>> =>
  command(
    actor,
    UNDO_PERMISSIONS[kind],
    async (tx) => {
      const [chosen] = await tx.$queryRaw<{ ids: string[] }[]>`
        SELECT array(SELECT id FROM users WHERE ${chosenSql(actor, selection)}) AS ids`;
      return ok(chosen?.ids ?? []);
    },
    BULK_OPTIONS,
  );

/** Has the worker do it, who asks for the rights again. */
function begin(
  actor: Actor,
  ids: string[],
  change: Undoable,
  planned: BulkResult,
): Promise<Result<BulkResult>> {
  const run = async (tx: Transaction): Promise<Result<BulkResult>> => {
    const canonical =
      change.kind === "setProperty" ? await canonicalChange(tx, actor, change) : ok<Undoable>(change);
    if (!canonical.ok) return canonical;
    const changeId = newId();
    await tx.bulkChange.create({
      data: {
        organizationId: actor.organization.id,
        id: changeId,
        kind: change.kind,
        details: canonical.value as object,
        people: 0,
        madeBy: storeActor(actor),
        running: "making",
        asked: ids.length,
      },
      select: { id: true },
    });
    await awaitTurns(tx, actor, changeId, ids);
    return ok({ ...planned, running: changeId });
  };
  return command(actor, UNDO_PERMISSIONS[change.kind], run, BULK_OPTIONS);
}
