import "server-only";
import { storeActor, storedName } from "@/lib/auth/stored-actor";
import { command } from "@/lib/command";
import type { Transaction } from "@/lib/db";
import { isId } from "@/lib/ids";
import type { Actor } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import { notAllowed } from "@/lib/permissions/viewing";
import { fail, notFound, ok, type Result } from "@/lib/result";
import { BULK_OPTIONS, type BulkResult } from "@/lib/users/bulk-result";
import { AT_ONCE_MAX, awaitTurns } from "@/lib/users/many/waiting";
import { UNDO_DAYS, UNDO_PERMISSIONS, type Undoable, type UndoableKind } from "@/lib/users/undo/kinds";
import { takeBack, whoIsStill } from "@/lib/users/undo/take-back";
import { isUniqueViolation } from "@/lib/users/unique-violation";

const DAY_MS = 86_400_000;

/**
 * Takes a change of many back: everybody who is still as it left them is as they were before, with an event for each. Those
 * whom somebody has changed since stay as they are. It is done once; for very many, by the worker.
 */
export async function undoChange(actor: Actor, changeId: string): Promise<Result<BulkResult>> {
  const run = async (tx: Transaction): Promise<Result<BulkResult>> => {
    const found = await findUndoable(tx, actor, changeId);
    if (!found.ok) return found;
    const { people } = found.value;
    const still = await whoIsStill(tx, actor, found.value);
    if (still.length > AT_ONCE_MAX) return begin(tx, actor, found.value, still);
    const back = await takeBack(tx, actor, found.value);
    if (!back.ok) return back;
    const result = { changed: back.value, left: people - back.value };
    await tx.bulkChange.update({
      where: { organizationId_id: { organizationId: actor.organization.id, id: changeId } },
      data: { undoneAt: new Date(), undoneBy: storeActor(actor), undoResult: result, refusal: null },
      select: { id: true },
    });
    return ok(result);
  };
  try {
    return await command(actor, "users.read", run, BULK_OPTIONS);
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    return fail("conflict", TAKEN_WORDS);
  }
}

/** Why people or values cannot come back. */
export const TAKEN_WORDS =
  "Somebody else has a username, a customer code or a value by now that one of them would have again. Edit them first.";

async function begin(
  tx: Transaction,
  actor: Actor,
  { id, people }: Found,
  still: string[],
): Promise<Result<BulkResult>> {
  await tx.bulkChange.update({
    where: { organizationId_id: { organizationId: actor.organization.id, id } },
    data: {
      running: "takingBack",
      asked: still.length,
      lookedAt: 0,
      undoneBy: storeActor(actor),
      undoResult: { changed: 0, left: people },
      refusal: null,
    },
    select: { id: true },
  });
  await awaitTurns(tx, actor, id, still);
  return ok({ changed: still.length, left: people - still.length, running: id });
}

/** How many are still as a change left them, and how many are not. */
export function planUndo(actor: Actor, changeId: string): Promise<Result<BulkResult>> {
  const run = async (tx: Transaction): Promise<Result<BulkResult>> => {
    const found = await findUndoable(tx, actor, changeId);
    if (!found.ok) return found;
    const { length: changed } = await whoIsStill(tx, actor, found.value);
    return ok({ changed, left: found.value.people - changed });
  };
  return command(actor, "users.read", run, BULK_OPTIONS);
}

type Found = { id: string; change: Undoable; people: number; madeAt: Date };

async function findUndoable(tx: Transaction, actor: Actor, id: string): Promise<Result<Found>> {
  const { id: organizationId } = actor.organization;
  if (!isId(id)) return notFound("change");
  // The second of two waits here for the first.
  await tx.$queryRaw`SELECT id FROM bulk_changes WHERE organization_id = ${organizationId}::uuid AND id = ${id}::uuid FOR UPDATE`;
  const found = await tx.bulkChange.findUnique({ where: { organizationId_id: { organizationId, id } } });
  if (!found) return notFound("change");
  if (!can(actor, UNDO_PERMISSIONS[found.kind as UndoableKind])) return notAllowed(actor);
  if (found.undoneAt)
    return fail("conflict", `${storedName(found.undoneBy) ?? "Somebody"} has taken this back already.`);
  if (found.running === "making")
    return fail("conflict", "This is still under way. Wait until it has ended.");
  if (found.running)
    return fail("conflict", `${storedName(found.undoneBy) ?? "Somebody"} is taking this back already.`);
  if (found.madeAt.getTime() < Date.now() - UNDO_DAYS * DAY_MS)
    return fail("conflict", `A change can be taken back for ${UNDO_DAYS} days.`);
  const { people, madeAt } = found;
  return ok({ id, change: found.details as Undoable, people, madeAt });
}
