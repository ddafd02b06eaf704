import "server-only";
import { command } from "@/lib/command";
import { isId } from "@/lib/ids";
import type { Actor } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import { notAllowed } from "@/lib/permissions/viewing";
import { fail, notFound, ok, type Result } from "@/lib/result";
import { endEarly } from "@/lib/users/many/end";
import { mayStop } from "@/lib/users/many/may-stop";
import { findRunning } from "@/lib/users/many/running";
import { UNDO_PERMISSIONS, type UndoableKind } from "@/lib/users/undo/kinds";

/**
 * Ends what the worker does with a change of very many, behind those whose turn it is at the moment. What has been done
 * stays done and can be taken back; what has ended by itself is left as it is. It is for whoever asked for it, and for
 * whoever holds all that they hold: others would keep it from coming to whom they could not change.
 */
export function stopChange(actor: Actor, changeId: string): Promise<Result<null>> {
  return command(actor, "users.read", async (tx) => {
    const { id: organizationId } = actor.organization;
    if (!isId(changeId)) return notFound("change");
    const running = await findRunning(tx, { organizationId, changeId });
    const kept =
      running ??
      (await tx.bulkChange.findUnique({ where: { organizationId_id: { organizationId, id: changeId } } }));
    if (!kept) return notFound("change");
    if (!can(actor, UNDO_PERMISSIONS[kept.kind as UndoableKind])) return notAllowed(actor);
    if (running && !(await mayStop(actor, running))) return notYours();
    if (running) await endEarly(tx, running, `${actor.name} stopped it.`);
    return ok(null);
  });
}

const notYours = () =>
  fail(
    "forbidden",
    "Somebody asked for this who holds rights that you do not hold. They stop it, or an admin does.",
  );
