import "server-only";
import { storeActor, storedName } from "@/lib/auth/stored-actor";
import { command } from "@/lib/command";
import type { Transaction } from "@/lib/db";
import { giveChosen } from "@/lib/grants/commands";
import { readGroups } from "@/lib/grants/queries";
import { moveChosen } from "@/lib/groups/members";
import { isId } from "@/lib/ids";
import type { Actor } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import type { Assignment } from "@/lib/permissions/grants";
import type { Role } from "@/lib/permissions/roles";
import { notAllowed } from "@/lib/permissions/viewing";
import { type GivenPolicy, sayChosen } from "@/lib/policies/bulk-commands";
import { setChosen } from "@/lib/properties/bulk-commands";
import { heldProperties } from "@/lib/properties/queries";
import { fail, notFound, ok, type Result } from "@/lib/result";
import { type BulkResult, changeChosen } from "@/lib/users/bulk-commands";
import { UNDO_DAYS, UNDO_PERMISSIONS, type Undoable, type UndoableKind } from "@/lib/users/undo/kinds";
import { stillSql } from "@/lib/users/undo/still";

const TIMEOUT_MS = 120_000;
const DAY_MS = 86_400_000;
/** What is taken back is kept no more. */
const TERMS = { keep: null };

/** People who were alike before a change and are still as it left them. */
type Alike = { was: unknown; ids: string[] };

/**
 * Takes a change of many back: everybody who is still as it left them is as they were before, with an event for each. Those
 * whom somebody has changed since stay as they are. It is done once.
 */
export function undoChange(actor: Actor, changeId: string): Promise<Result<BulkResult>> {
  const run = async (tx: Transaction): Promise<Result<BulkResult>> => {
    const found = await findUndoable(tx, actor, changeId);
    if (!found.ok) return found;
    const { change, people, madeAt } = found.value;
    let changed = 0;
    for (const alike of await stillAlike(tx, actor, changeId, change)) {
      const result = await backOf(tx, actor, change, alike, madeAt);
      if (!result.ok) return result;
      changed += result.value.changed;
    }
    const result = { changed, left: people - changed };
    await tx.bulkChange.update({
      where: { organizationId_id: { organizationId: actor.organization.id, id: changeId } },
      data: { undoneAt: new Date(), undoneBy: storeActor(actor), undoResult: result },
      select: { id: true },
    });
    return ok(result);
  };
  return command(actor, "users.read", run, { timeoutMs: TIMEOUT_MS });
}

/** How many are still as a change left them, and how many are not. */
export function planUndo(actor: Actor, changeId: string): Promise<Result<BulkResult>> {
  return command(actor, "users.read", async (tx) => {
    const found = await findUndoable(tx, actor, changeId);
    if (!found.ok) return found;
    const { change, people } = found.value;
    const alike = await stillAlike(tx, actor, changeId, change);
    const changed = alike.reduce((sum, { ids }) => sum + ids.length, 0);
    return ok({ changed, left: people - changed });
  });
}

async function findUndoable(
  tx: Transaction,
  actor: Actor,
  id: string,
): Promise<Result<{ change: Undoable; people: number; madeAt: Date }>> {
  const { id: organizationId } = actor.organization;
  if (!isId(id)) return notFound("change");
  // The second of two waits here for the first.
  await tx.$queryRaw`SELECT id FROM bulk_changes WHERE organization_id = ${organizationId}::uuid AND id = ${id}::uuid FOR UPDATE`;
  const found = await tx.bulkChange.findUnique({ where: { organizationId_id: { organizationId, id } } });
  if (!found) return notFound("change");
  if (!can(actor, UNDO_PERMISSIONS[found.kind as UndoableKind])) return notAllowed(actor);
  if (found.undoneAt)
    return fail("conflict", `${storedName(found.undoneBy) ?? "Somebody"} has taken this back already.`);
  if (found.madeAt.getTime() < Date.now() - UNDO_DAYS * DAY_MS)
    return fail("conflict", `A change can be taken back for ${UNDO_DAYS} days.`);
  return ok({ change: found.details as Undoable, people: found.people, madeAt: found.madeAt });
}

const stillAlike = (tx: Transaction, actor: Actor, changeId: string, change: Undoable): Promise<Alike[]> =>
  tx.$queryRaw<Alike[]>`
    SELECT p.was, array_agg(u.id ORDER BY u.id) AS ids FROM bulk_change_people p
    JOIN bulk_changes c ON c.organization_id = p.organization_id AND c.id = p.change_id
    JOIN users u ON u.organization_id = p.organization_id AND u.id = p.user_id
    WHERE p.organization_id = ${actor.organization.id}::uuid AND p.change_id = ${changeId}::uuid AND ${stillSql(change)}
    GROUP BY p.was ORDER BY min(u.id::text)`;

const BACK = { suspend: "reactivate", reactivate: "suspend", remove: "restore", restore: "remove" } as const;

async function backOf(
  tx: Transaction,
  actor: Actor,
  change: Undoable,
  { was, ids }: Alike,
  madeAt: Date,
): Promise<Result<BulkResult>> {
  const people = { ids };
  switch (change.kind) {
    case "joinGroup":
    case "leaveGroup": {
      const kind = change.kind === "joinGroup" ? "leaveGroup" : "joinGroup";
      return moveChosen(tx, actor, people, { ...change, kind }, TERMS);
    }
    case "giveRights": {
      const earlier = await withGroupsThere(tx, actor, was as Assignment);
      return giveChosen(tx, actor, people, { by: "role", ...earlier }, TERMS);
    }
    case "sayPolicy": {
      const earlier = was as Pick<GivenPolicy, "value" | "isInherited">;
      return sayChosen(tx, actor, people, { key: change.policy.key, ...earlier }, TERMS);
    }
    case "setProperty": {
      const { value } = was as { value: string };
      return (await isAsItWas(tx, actor, change.propertyId, madeAt))
        ? setChosen(tx, actor, people, { ...change, value }, TERMS)
        : fail("conflict", "The property itself has been changed or deleted since.");
    }
    case "changeRole": {
      const { role } = was as { role: Role };
      return changeChosen(tx, actor, people, { kind: "changeRole", role }, TERMS);
    }
    default:
      return changeChosen(tx, actor, people, { kind: BACK[change.kind] }, TERMS);
  }
}

/** A group that is gone by now cannot be given back. */
async function withGroupsThere(tx: Transaction, actor: Actor, { groups, permissions, ...rest }: Assignment) {
  const there = await readGroups(tx, actor.organization.id, groups);
  return { ...rest, groups: there.map(({ id }) => id), permissions: [...permissions] };
}

/** A value is given back to a property that takes what it took then; until the end nobody changes what it takes. */
async function isAsItWas(tx: Transaction, actor: Actor, id: string, madeAt: Date): Promise<boolean> {
  const { id: organizationId } = actor.organization;
  await heldProperties(tx, organizationId);
  const property = await tx.property.findUnique({ where: { organizationId_id: { organizationId, id } } });
  return property !== null && property.updatedAt <= madeAt;
}
